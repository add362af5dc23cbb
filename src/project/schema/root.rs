//! The schema of the whole file. Must not know how a file is read.

use serde_json::{Map, Value as Json, json};

use super::{live, parts, world};

/// What the part `world` is.
const WORLD: &str = "What flows can look up: queues, skills, schedules, tables and the like. A scenario's own `world` is laid over it by name. \
What a flow names literally is there anyway, but for schedules.";

/// The JSON Schema (2020-12) of `flowproof.yaml`, as `schema/flowproof.schema.json` holds it.
pub fn schema() -> Json {
    let (world, mut definitions) = world::world();
    let own = [
        ("duration", parts::duration()),
        ("flow", parts::flow()),
        ("id", parts::id()),
        ("substitutions", parts::substitutions()),
        ("texts", parts::texts()),
        ("world", world),
    ];
    definitions.extend(own.map(|(name, definition)| (name.to_owned(), definition)));
    json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "flowproof.yaml",
        "description": "A project of flowproof: its flows, the world that they look things up in, defaults of its scenarios, and the sandbox org.",
        "type": "object",
        "required": ["version"],
        "additionalProperties": false,
        "properties": {
            "version": { "description": "The version of the file format.", "enum": [1, "1"] },
            "flows": {
                "description": "The flows under test, by the name that scenarios call them by. A name has no slash and no file ending.",
                "type": "object",
                "propertyNames": { "pattern": "^[^/\\\\]+$" },
                "additionalProperties": { "$ref": "#/$defs/flow" },
            },
            "blocks": { "description": "Files of blocks: named lists of conversation steps that every scenario may use. From the folder of flowproof.yaml.", "$ref": "#/$defs/texts" },
            "variables": parts::variables(),
            "world": { "description": WORLD, "$ref": "#/$defs/world" },
            "defaults": parts::defaults(),
            "live": live::live(),
            "simulate": parts::simulate(),
            "coverage": parts::coverage(),
            "profiles": profiles(),
        },
        "$defs": sorted(definitions),
    })
}

/// Parts that are laid over those of the file, by the profile's name. Maps merge, so nothing is required in them.
fn profiles() -> Json {
    let parts = [
        ("flows", "Flows that differ: what is not said stays as the file says.", parts::flow_changes()),
        ("world", "What is laid over the world of the file.", json!({ "$ref": "#/$defs/world" })),
        ("variables", "Variables that differ, or are more.", parts::variables()),
        ("defaults", "Defaults that differ.", parts::defaults()),
        (
            "live",
            "What differs in the sandbox org. No profile reaches an org: only `--target live` does.",
            live::live(),
        ),
        ("simulate", "Another host that serves the seed's endpoints.", parts::simulate()),
    ];
    let mut properties = Map::new();
    for (name, description, mut part) in parts {
        if let Some(entries) = part.as_object_mut() {
            entries.insert("description".to_owned(), Json::from(description));
        }
        properties.insert(name.to_owned(), part);
    }
    json!({
        "description": "Parts that differ where `--profile NAME` or FLOWPROOF_PROFILE says so: maps merge, lists replace, an empty value takes away. (The key `profile` under `live` is another thing: the measured habits of an org.)",
        "type": ["object", "null"],
        "additionalProperties": { "type": "object", "additionalProperties": false, "properties": properties },
    })
}

fn sorted(mut definitions: Map<String, Json>) -> Map<String, Json> {
    definitions.sort_keys();
    definitions
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;
    use crate::diagnostic::SourceFile;
    use crate::project::file;
    use crate::yaml::{Limits, parse};

    /// Every key of every part, with a value that it may have.
    const ALL: &str = include_str!("all_keys.yaml");

    fn valid(text: &str) -> bool {
        let document = parse(&SourceFile::new("flowproof.yaml", text), Limits::default()).unwrap();
        jsonschema::draft202012::new(&schema()).unwrap().is_valid(&document.root.to_json())
    }

    fn read(text: &str) -> Vec<String> {
        let (_, found) = file::read(&SourceFile::new("flowproof.yaml", text));
        found.iter().map(|one| one.message.clone()).collect()
    }

    #[test]
    fn the_schema_is_a_schema() {
        jsonschema::meta::validate(&schema()).unwrap();
    }

    #[test]
    fn schema_and_reader_know_the_same_keys() {
        assert_eq!(read(ALL), [""; 0]);
        assert!(valid(ALL));
        for part in ["flow", "defaults", "live", "simulate", "coverage"] {
            let whole = schema();
            let at = if part == "flow" { "/$defs/flow/else" } else { &format!("/properties/{part}") };
            for key in whole.pointer(at).unwrap()["properties"].as_object().unwrap().keys() {
                assert!(
                    ALL.lines().any(|line| line.trim().starts_with(&format!("{key}:"))),
                    "{part}.{key} is not tried"
                );
            }
        }
    }

    #[test]
    fn a_profile_may_change_the_parts_that_the_reader_takes() {
        let schema = schema();
        let parts = schema.pointer("/properties/profiles/additionalProperties/properties").unwrap();
        let mut parts: Vec<&str> = parts.as_object().unwrap().keys().map(String::as_str).collect();
        let mut read = file::profiles::PARTS.to_vec();
        parts.sort_unstable();
        read.sort_unstable();
        assert_eq!(parts, read);
        for part in read {
            assert!(ALL.contains(&format!("    {part}:")), "profiles: {part} is not tried");
        }
    }

    #[rstest]
    #[case("version: 1\nprofiles: { a: { target: live } }")]
    #[case("version: 1\nprofiles: { a: { flow: {} } }")]
    #[case("version: 1\nprofiles: { a: [] }")]
    #[case("version: 1\nvariables: { a: [] }")]
    #[case("version: 1\nvariables: { a b: c }")]
    #[case("version: 2")]
    #[case("flows: {}")]
    #[case("version: 1\nflow: {}")]
    #[case("version: 1\nflows: { a: { files: x } }")]
    #[case("version: 1\nflows: { a: [] }")]
    #[case("version: 1\ndefaults: { jobs: 0 }")]
    #[case("version: 1\ndefaults: { timeout: 3 parsecs }")]
    #[case("version: 1\ndefaults: { drivers: [telepathy] }")]
    #[case("version: 1\ndefaults: { retries: 11 }")]
    #[case("version: 1\ndefaults: { groups: { a: none } }")]
    #[case("version: 1\ndefaults: { strict: maybe }")]
    #[case("version: 1\nlive: { client_secret: x }")]
    #[case("version: 1\nlive: { rate: 0 }")]
    #[case("version: 1\nlive: { allowed_orgs: [mine] }")]
    #[case("version: 1\nlive: { hosts: [\"https://x\"] }")]
    #[case("version: 1\nsimulate: { base_url: nowhere }")]
    #[case("version: 1\ncoverage: { fail_under: 101 }")]
    #[case("version: 1\ncoverage: { fail_under: most }")]
    #[case("version: 1\ncoverage: { exclude: [{ flow: a }] }")]
    #[case("version: 1\ncoverage: { exclude: [{ flow: a, output: b, reason: c }] }")]
    fn what_the_reader_refuses_the_schema_refuses(#[case] text: &str) {
        assert!(!read(text).is_empty(), "the reader takes it");
        assert!(!valid(text), "the schema takes it");
    }

    #[test]
    fn the_file_is_current() {
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/schema/flowproof.schema.json");
        let text = std::fs::read_to_string(path).unwrap_or_default();
        let current = format!("{:#}\n", schema());
        assert!(text == current, "schema/flowproof.schema.json is stale: run `make schema`");
    }
}
