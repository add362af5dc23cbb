//! The schemas of the parts of `flowproof.yaml`. Must not know how they are put together.

use serde_json::{Value as Json, json};

use crate::project::{CASE_TIMEOUT, MOST_RETRIES, REQUEST_TIMEOUT, SCENARIOS, SLOW, SLOW_LIVE, STEP_TIMEOUT};
use crate::scenario::show_duration;

/// A flow: a path, or a map.
pub(super) fn flow() -> Json {
    json!({
        "description": "A path to a flow file, or a map with more about it.",
        "if": { "type": "string" },
        "then": { "type": "string", "minLength": 1 },
        "else": {
                "type": "object",
                "required": ["file"],
                "additionalProperties": false,
                "properties": {
                    "file": { "description": "The flow file, from the folder of flowproof.yaml: Archy YAML, an .i3… export, or a REST configuration.", "type": "string", "minLength": 1 },
                    "substitutions": { "$ref": "#/$defs/substitutions" },
                    "links": {
                        "description": "Other flows of this file that it calls (bots, common modules) and that are run with it. Callees that are not listed are answered by stubs.",
                        "$ref": "#/$defs/texts",
                    },
                    "live": {
                        "description": "Its ids in the sandbox org.",
                        "type": ["object", "null"],
                        "additionalProperties": false,
                        "properties": {
                            "flow_id": { "description": "The flow. GENESYS_FLOW_ID beats it.", "$ref": "#/$defs/id" },
                            "deployment_id": { "description": "The web messaging deployment that starts the flow.", "$ref": "#/$defs/id" },
                        },
                    },
                },
            },
    })
}

/// What a profile changes of flows: all that a flow has, nothing of it required.
pub(super) fn flow_changes() -> Json {
    let mut flow = flow();
    if let Some(map) = flow.pointer_mut("/else").and_then(Json::as_object_mut) {
        map.remove("required");
    }
    json!({ "type": ["object", "null"], "propertyNames": { "pattern": "^[^/\\\\]+$" }, "additionalProperties": flow })
}

/// Variable → value.
pub(super) fn variables() -> Json {
    json!({
        "description": "Variables that every scenario may use as `${name}`. What a case sets under `with` wins.",
        "type": ["object", "null"],
        "propertyNames": { "pattern": "^[A-Za-z0-9_]+$" },
        "additionalProperties": { "type": ["string", "number", "boolean"] },
    })
}

/// Placeholder → value.
pub(super) fn substitutions() -> Json {
    json!({
        "description": "What the placeholders of the flow file stand for: `{{name}}` is replaced by the value of `name`.",
        "type": ["object", "null"],
        "additionalProperties": { "type": ["string", "number", "boolean", "null"] },
    })
}

/// The defaults of scenarios.
pub(super) fn defaults() -> Json {
    let duration = |text: &str, default: std::time::Duration| json!({ "description": format!("{text} {} where nothing is said.", show_duration(default)), "$ref": "#/$defs/duration" });
    let drivers = json!({ "enum": ["simulate", "converse", null] });
    json!({
        "description": "How scenarios run where they, and the command line, do not say otherwise.",
        "type": ["object", "null"],
        "additionalProperties": false,
        "properties": {
            "timeout": duration("Time-out of a case.", CASE_TIMEOUT),
            "step_timeout": duration("Time-out of a step of the conversation.", STEP_TIMEOUT),
            "request_timeout": duration("Time-out of a request.", REQUEST_TIMEOUT),
            "run_timeout": { "description": "Time-out of a whole run. No limit where nothing is said.", "$ref": "#/$defs/duration" },
            "scenarios": { "description": format!("Folder of the scenarios, below that of flowproof.yaml. `{SCENARIOS}` where nothing is said."), "type": ["string", "null"] },
            "jobs": { "description": "Cases that run side by side. As many as suit the machine where nothing is said.", "type": ["integer", "null"], "minimum": 1 },
            "slow": { "description": format!("A case that runs longer is told while it runs. {} where nothing is said, {} in a live org.", show_duration(SLOW), show_duration(SLOW_LIVE)), "$ref": "#/$defs/duration" },
            "retries": { "description": "How often a case that is not green is tried again. One that is green then is `flaky`. Never where nothing is said.", "type": ["integer", "null"], "minimum": 0, "maximum": MOST_RETRIES },
            "groups": { "description": "How many cases of a group (`group` of a scenario) run side by side. One where nothing is said.", "type": ["object", "null"], "additionalProperties": { "type": "integer", "minimum": 1 } },
            "drivers": { "description": "Drivers that scenarios without `drivers` may run in. All where nothing is said.", "anyOf": [drivers, { "type": "array", "items": drivers }] },
            "strict": { "description": "The fake org refuses an attribute that no widget declares, even in a request that names no widget, as the seed's own does. `false` where nothing is said.", "type": ["boolean", "null"] },
        },
    })
}

/// A host that serves the seed's endpoints.
pub(super) fn simulate() -> Json {
    json!({
        "description": "A host that serves the seed's endpoints, for driver `simulate` on target `live`. Genesys Cloud does not serve them.",
        "type": ["object", "null"],
        "additionalProperties": false,
        "properties": {
            "base_url": {
                "description": "Its base URL.",
                "type": ["string", "null"],
                "pattern": "^https?://[^/?#@ ]+(/[^?#@ ]*)?$",
                "examples": ["http://127.0.0.1:8080"],
            },
        },
    })
}

/// How much of the flows must be covered, and what does not count.
pub(super) fn coverage() -> Json {
    let percent = json!({ "anyOf": [
        { "type": "number", "minimum": 0, "maximum": 100 },
        { "type": "string", "pattern": r"^(100(\.00?)?|[0-9]{1,2}(\.[0-9]{1,2})?)$" },
        { "type": "null" },
    ] });
    let least = |text: &str| {
        let mut found = percent.clone();
        if let Some(map) = found.as_object_mut() {
            map.insert("description".to_owned(), json!(text));
        }
        found
    };
    let name = |text: &str| json!({ "description": text, "type": "string" });
    json!({
        "description": "How much of the flows must be covered where coverage is asked for, and what does not count.",
        "type": ["object", "null"],
        "additionalProperties": false,
        "properties": {
            "fail_under": least("The least percentage of the ways of all flows together."),
            "fail_under_flow": {
                "description": "The least percentage of the ways of single flows, by their names under `flows`.",
                "type": ["object", "null"],
                "additionalProperties": percent,
            },
            "exclude": {
                "description": "Ways that do not count.",
                "type": ["array", "null"],
                "items": {
                    "type": "object",
                    "required": ["flow", "reason"],
                    "additionalProperties": false,
                    "dependentRequired": { "output": ["action"] },
                    "properties": {
                        "flow": name("The flow, by its name under `flows`."),
                        "action": name("The name of an action of that flow; the whole flow where nothing is said."),
                        "output": name("An output of that action; all its ways where nothing is said."),
                        "reason": name("Why. It is shown with the ways."),
                    },
                },
            },
        },
    })
}

/// A length of time.
pub(super) fn duration() -> Json {
    json!({
        "description": "A length of time with its unit, from the largest unit to the smallest.",
        "type": ["string", "null"],
        "pattern": "^([0-9]+(\\.[0-9]{1,3})?(d|h|m|s|ms))+$",
        "examples": ["500ms", "30s", "1m30s"],
    })
}

/// An id of Genesys Cloud.
pub(super) fn id() -> Json {
    json!({
        "type": ["string", "null"],
        "pattern": "^[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}$",
    })
}

/// A text or a list of texts.
pub(super) fn texts() -> Json {
    json!({ "anyOf": [{ "type": ["string", "null"] }, { "type": "array", "items": { "type": "string" } }] })
}
