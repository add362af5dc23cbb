//! The small keys: tags, flow, clock, start, queue, snapshot, drivers, targets, time-out, skip.

use serde_json::{Value as Json, json};

use super::build::{list_or_one, or_variable, with, words_of};
use crate::scenario::model::{Driver, SnapshotPart, TargetName};
use crate::scenario::read::STARTS;

pub(super) fn tags() -> Json {
    list_or_one(json!({ "type": ["string", "number", "boolean"], "pattern": r"^[^,\s]+$" }))
}

pub(super) fn now() -> Json {
    json!({
        "type": "string",
        "pattern": r"^\d{4}-\d\d-\d\d[T ]\d\d:\d\d|\$\{",
        "examples": ["2026-11-23T10:00 America/Chicago", "2026-11-23T10:00:00-06:00"],
    })
}

pub(super) fn start() -> Json {
    with(words_of(STARTS), "default", json!("message"))
}

pub(super) fn snapshot() -> Json {
    list_or_one(words_of(SnapshotPart::WORDS))
}

pub(super) fn drivers() -> Json {
    list_or_one(words_of(Driver::WORDS))
}

pub(super) fn targets() -> Json {
    list_or_one(words_of(TargetName::WORDS))
}

/// A reason in words; `true` is none.
pub(super) fn skip() -> Json {
    or_variable(json!({ "type": ["string", "number"], "minLength": 1 }))
}
