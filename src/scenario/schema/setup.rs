//! `widget` and `participant`.

use serde_json::{Value as Json, json};

use super::build::{by_name, filled, map_or_words, name, object, text, with, words_of};
use crate::scenario::read::{TYPES, UNDECLARED};

pub(super) fn widget() -> Json {
    let declared = object(
        [
            ("type", "The type of its values, which always travel as text.", words_of(TYPES)),
            ("label", "What a person reads.", name()),
            ("description", "What it is for.", name()),
        ],
        &["type"],
    );
    object(
        [
            ("name", "The widget's name; made from the scenario's title where none is given.", name()),
            (
                "attributes",
                "The attributes that the page may send, by name: a type, or a map.",
                by_name(map_or_words(words_of(TYPES), declared)),
            ),
            (
                "undeclared",
                "What to do with an attribute that is not declared: `error` (a mistake of the scenario, found offline), `allow` (sent in a request that names no widget, and passes), `send` (sent, and answered 400).",
                with(words_of(UNDECLARED), "default", json!("error")),
            ),
        ],
        &[],
    )
}

pub(super) fn participant() -> Json {
    filled(object(
        [
            ("name", "The customer's name.", name()),
            ("email", "The customer's e-mail address.", name()),
            (
                "attributes",
                "The attributes that the customer brings. Values are what is written: `007` stays `007`.",
                by_name(text()),
            ),
        ],
        &[],
    ))
}
