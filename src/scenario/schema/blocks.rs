//! `blocks`: in a scenario, and as a file of their own.

use serde_json::{Map, Value as Json, json};

use super::build::{any_of, by_name, described, list, object, text};
use super::conversation::{step_definition, step_reference};
use super::text::definition;

/// The map of blocks.
pub(super) fn blocks() -> Json {
    json!({
        "type": "object",
        "minProperties": 1,
        "propertyNames": { "minLength": 1 },
        "additionalProperties": { "$ref": "#/$defs/block" },
    })
}

/// What `#/$defs/block` holds.
pub(super) fn block_definition() -> Json {
    let parameter = json!({ "type": ["string", "number", "boolean", "null"] });
    let map = object(
        [
            (
                "parameters",
                "What each use hands over: a name with nothing where each use must say, else with what it is where a use does not.",
                by_name(parameter),
            ),
            ("steps", "The steps; `${name}` in them is a parameter.", list(step_reference())),
        ],
        &["steps"],
    );
    any_of([list(step_reference()), map])
}

/// What a use hands over.
pub(super) fn arguments() -> Json {
    by_name(text())
}

/// The JSON Schema (2020-12) of a file of blocks.
pub fn blocks_schema() -> Json {
    let mut properties = Map::new();
    properties.insert("version".into(), json!({ "const": 1, "description": "The version of the language: 1." }));
    let description = "Named lists of conversation steps: a scenario takes them with `use`.";
    properties.insert("blocks".into(), described(blocks(), description));
    json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "flowproof blocks",
        "description": "Conversation steps of flowproof that many scenarios use. flowproof.yaml names the file under `blocks`.",
        "type": "object",
        "additionalProperties": false,
        "required": ["version", "blocks"],
        "properties": properties,
        "$defs": { "block": block_definition(), "step": step_definition(), "text": definition() },
    })
}
