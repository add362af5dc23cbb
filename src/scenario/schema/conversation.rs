//! `conversation`.

use serde_json::{Value as Json, json};

use super::blocks::arguments;
use super::build::{any_of, by_name, described, duration, filled, list, map_or, name, object, one_of_keys, text, with};
use super::expect::attributes;
use super::text::{keys as text_keys, test};
use crate::scenario::read::STEP_KEYS;

pub(super) fn conversation() -> Json {
    json!({ "type": "array", "items": step_reference() })
}

/// A step, by reference.
pub(super) fn step_reference() -> Json {
    json!({ "$ref": "#/$defs/step" })
}

/// What `#/$defs/step` holds.
pub(super) fn step_definition() -> Json {
    let bare = || json!({ "enum": [true, null] });
    let map = object(
        [
            ("say", "The customer says this.", say()),
            (
                "receive",
                "The customer must be told this: the whole text, white space folded, or a test of it.",
                receive(),
            ),
            ("choose", "The customer picks a quick reply, card button or list item by its label.", name()),
            ("attach", "The customer sends a file, named relative to the scenario.", attach()),
            ("wait", "The customer is silent for so long.", duration()),
            ("leave", "The customer closes the window; the conversation stays open.", bare()),
            ("end", "The customer ends the conversation.", bare()),
            ("resume", "The customer comes back with the same session.", bare()),
            ("start_new", "The customer starts a new conversation.", bare()),
            ("attributes", "The customer's attributes must be so now.", attributes()),
            ("timeout", "The time-out of this step.", duration()),
            ("use", "The steps of this block stand here.", name()),
            ("with", "What is handed over to the block: parameter and value.", arguments()),
        ],
        &[],
    );
    let keys: Vec<&str> = STEP_KEYS.iter().copied().chain(["use"]).collect();
    let map = with(one_of_keys(map, &keys), "dependentRequired", json!({ "with": ["use"] }));
    map_or(json!({ "enum": ["leave", "end", "resume", "start_new"] }), map)
}

fn say() -> Json {
    let map = object(
        [("text", "The text.", name()), ("attributes", "Attributes that the message brings.", by_name(text()))],
        &["text"],
    );
    map_or(name(), map)
}

fn receive() -> Json {
    let mut keys = text_keys();
    keys.push((
        "quick_replies",
        "The labels of its quick replies, in order; an empty list for none.",
        any_of([name(), json!({ "type": "array", "items": name() })]),
    ));
    keys.push((
        "capture",
        "Values to take out of it, for later steps and `expect`: a name, and a regular expression whose one group is the value.",
        with(by_name(json!({ "type": "string", "minLength": 1 })), "minProperties", json!(1)),
    ));
    keys.push(("any_order", "Several messages, in any order.", list(test())));
    keys.push(("none_for", "No message for so long, on the conversation's clock.", duration()));
    map_or(name(), described(filled(object(keys, &[])), "One test, with or without `quick_replies` and `capture`."))
}

fn attach() -> Json {
    let map = object(
        [
            ("file", "The file, relative to the scenario.", name()),
            ("media_type", "Its media type, where it is not to be guessed from the name: `image/png`.", name()),
        ],
        &["file"],
    );
    map_or(name(), map)
}
