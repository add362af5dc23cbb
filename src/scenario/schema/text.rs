//! Tests of a text, which nest and so stand under `$defs`.

use serde_json::{Value as Json, json};

use super::build::{Key, list, map_or, name, object, one_of_keys, text};
use crate::scenario::read::PATTERN_KEYS;

/// A test of a text, by reference.
pub(super) fn test() -> Json {
    json!({ "$ref": "#/$defs/text" })
}

/// What `#/$defs/text` holds.
pub(super) fn definition() -> Json {
    map_or(text(), one_of_keys(object(keys(), &[]), PATTERN_KEYS))
}

/// The keys of a test, of which one stands in its map.
pub(super) fn keys() -> Vec<Key> {
    vec![
        ("is", "The whole text, white space folded.", text()),
        ("contains", "A part of the text, white space folded.", name()),
        (
            "matches",
            "A regular expression that matches somewhere in the text.",
            json!({ "type": "string", "minLength": 1 }),
        ),
        ("one_of", "Any one of these.", list(test())),
        ("not", "Not this.", test()),
    ]
}
