//! The schema of the whole file. Must not know how a file is read.

use serde_json::{Map, Value as Json, json};

use super::{live, parts, world};

/// The JSON Schema (2020-12) of `flowproof.yaml`, as `schema/flowproof.schema.json` holds it.
pub fn schema() -> Json {
    let (world, mut definitions) = world::world();
    let own = [
        ("duration", parts::duration()),
        ("flow", parts::flow()),
        ("id", parts::id()),
        ("substitutions", parts::substitutions()),
        ("texts", parts::texts()),
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
            "world": world,
            "defaults": parts::defaults(),
            "live": live::live(),
            "simulate": parts::simulate(),
        },
        "$defs": sorted(definitions),
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
        for part in ["flow", "defaults", "live", "simulate"] {
            let whole = schema();
            let at = if part == "flow" { "/$defs/flow/anyOf/1" } else { &format!("/properties/{part}") };
            for key in whole.pointer(at).unwrap()["properties"].as_object().unwrap().keys() {
                assert!(
                    ALL.lines().any(|line| line.trim().starts_with(&format!("{key}:"))),
                    "{part}.{key} is not tried"
                );
            }
        }
    }

    #[rstest]
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
