//! The schema of the whole file. Must not know how a file is read.

use serde_json::{Map, Value as Json, json};

use super::build::{any_of, by_name, described, duration, list, name, object, text};
use super::relax::or_nothing;
use super::text::definition;
use super::{blocks, conversation, expect, faults, settings, setup, stubs, world};

/// A part: its key, what an editor shows on hover, and its schema.
type PartSchema = (&'static str, &'static str, fn() -> Json);

/// Every key that a scenario and a case share, in the order of the documentation.
const PARTS: &[PartSchema] = &[
    ("tags", "Words by which `--tag` picks scenarios.", settings::tags),
    ("group", "A group of cases that use the same thing; one of them runs at a time.", name),
    ("flow", "The flow: a name of flowproof.yaml, or a path to a flow file.", name),
    ("now", "The conversation's clock: date, time and zone. A fixed instant where it is not given.", settings::now),
    (
        "start",
        "What starts the flow: the first `message`, or `join`, when the customer opens the window.",
        settings::start,
    ),
    ("queue", "The queue of the conversation; the world's first where it is not given.", name),
    ("widget", "The attributes that the page may send.", setup::widget),
    ("participant", "The customer.", setup::participant),
    ("stubs", "Scripted answers of data actions, bots and modules.", stubs::stubs),
    ("world", "What the flow can look up, besides what flowproof.yaml gives.", world::world),
    ("faults", "What goes wrong on purpose. Needs the target `mock`.", faults::faults),
    ("conversation", "What the customer does and sees, in order.", conversation::conversation),
    ("expect", "What must come of it.", expect::expect),
    ("snapshot", "The parts that are kept as snapshots.", settings::snapshot),
    ("redact", "Texts to replace in snapshots and reports: regular expression and replacement.", faults::redact),
    ("drivers", "The drivers that it may run in; all that can where it is not given.", settings::drivers),
    ("targets", "The targets that it may run on; all where it is not given.", settings::targets),
    ("timeout", "The time-out of the whole case.", duration),
    ("skip", "Why it is not run.", settings::skip),
];

/// The key behind which blocks stand.
const LAST_BEFORE_BLOCKS: &str = "flow";

/// The key behind which the table of cases stands.
const LAST_BEFORE_CASES: &str = "expect";

/// The JSON Schema (2020-12) of a scenario file.
pub fn schema() -> Json {
    let mut properties = Map::new();
    properties.insert("version".into(), json!({ "const": 1, "description": "The version of the language: 1." }));
    properties.insert("scenario".into(), described(name(), "What is shown, in one sentence."));
    for (key, description, part) in PARTS {
        properties.insert((*key).into(), described(part(), description));
        if *key == LAST_BEFORE_BLOCKS {
            let blocks = blocks::blocks();
            let text = "Named lists of steps that conversations of this file take with `use`.";
            properties.insert("blocks".into(), described(blocks, text));
        }
        if *key == LAST_BEFORE_CASES {
            let cases = described(
                table(),
                "A table of cases: each has a name, variables, and overrides; or `csv`, a file of them.",
            );
            properties.insert("cases".into(), cases);
        }
    }
    json!({
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "flowproof scenario",
        "description": "A scenario of flowproof: who the customer is, what they say, and which way the Architect flow must go.",
        "type": "object",
        "additionalProperties": false,
        "required": ["version", "scenario"],
        "properties": properties,
        "$defs": {
            "text": definition(),
            "block": blocks::block_definition(),
            "step": conversation::step_definition(),
            "action": expect::action_definition(),
            "times": expect::times_definition(),
        },
    })
}

fn table() -> Json {
    let csv = "A CSV file: its first line names the variables, `case` among them; each line is a case.";
    any_of([list(case()), object([("csv", csv, name())], &["csv"])])
}

fn case() -> Json {
    let mut properties = Map::new();
    properties.insert("case".into(), described(name(), "The case's name, one of its own."));
    properties.insert(
        "with".into(),
        described(by_name(text()), "Variables: `${name}` anywhere in the scenario is filled with the value."),
    );
    for (key, description, part) in PARTS {
        properties.insert((*key).into(), or_nothing(&described(part(), description)));
    }
    json!({ "type": "object", "additionalProperties": false, "required": ["case"], "properties": properties })
}
