//! `expect`.

use serde_json::{Value as Json, json};

use super::build::{
    any_of, by_name, filled, flag, list, list_or_one, map_or, map_or_words, name, number, object, one_of_keys,
    or_variable, words, words_of,
};
use super::text::test;
use crate::scenario::model::RunStep;
use crate::scenario::read::ENDINGS;

pub(super) fn expect() -> Json {
    filled(object(
        [
            (
                "path",
                "The way through the flow: actions in order with gaps, or `in_order`, `exactly`, `never`.",
                path(),
            ),
            ("attributes", "The customer's attributes.", attributes()),
            (
                "calls",
                "How often data actions are called (integration, then data action), and `bots` and `modules`.",
                by_name(by_name(map_or(number(0), call()))),
            ),
            ("ending", "How it ends.", ending()),
            ("error", "A step that must fail.", error()),
        ],
        &[],
    ))
}

fn path() -> Json {
    let map = object(
        [
            ("in_order", "These actions in this order; others may come between.", list(item())),
            ("exactly", "These actions and no others.", list(item())),
            ("never", "None of these actions.", list(item())),
        ],
        &[],
    );
    map_or(list(item()), filled(map))
}

/// An action of a path, by reference.
fn item() -> Json {
    json!({ "$ref": "#/$defs/action" })
}

/// How often, by reference.
fn times() -> Json {
    json!({ "$ref": "#/$defs/times" })
}

/// What `#/$defs/action` holds.
pub(super) fn action_definition() -> Json {
    let map = object(
        [
            ("action", "The action's name.", name()),
            ("output", "The output that it leaves by: yes, no, success, failure, timeout, or a switch case.", name()),
            ("in", "What holds it, outermost first: `Menu > Loop`, or a list.", list_or_one(name())),
            ("nth", "Which of the equal names there, from 1.", number(1)),
            ("times", "How often it is taken in all.", times()),
            ("inputs", "Inputs that it must have had.", by_name(test())),
        ],
        &["action"],
    );
    map_or(name(), map)
}

/// What `#/$defs/times` holds.
pub(super) fn times_definition() -> Json {
    let map = object([("min", "At least so often.", number(0)), ("max", "At most so often.", number(0))], &[]);
    map_or(number(0), filled(map))
}

/// Attributes, at the end or mid-way.
pub(super) fn attributes() -> Json {
    filled(object(
        [
            ("arrived", "As they arrived, before the flow ran.", by_name(test())),
            ("set", "As the flow wrote them.", by_name(test())),
            ("unset", "Not there afterwards.", list_or_one(name())),
            ("nothing_else", "Whether the flow writes nothing but what `set` names.", flag()),
        ],
        &[],
    ))
}

fn call() -> Json {
    filled(object(
        [
            ("times", "How often it is called; at least once where it is not given.", times()),
            ("inputs", "Inputs that it must have had.", by_name(test())),
        ],
        &[],
    ))
}

fn ending() -> Json {
    let transferred = object(
        [
            ("queue", "The queue.", test()),
            (
                "skills",
                "The skills, in any order; an empty list for none.",
                any_of([name(), json!({ "type": "array", "items": name() })]),
            ),
            ("priority", "The priority.", or_variable(json!({ "type": "integer" }))),
            ("language_skill", "The language skill.", name()),
        ],
        &[],
    );
    let exited = object([("reason", "The exit reason.", name())], &[]);
    let failed = object([("says", "The message of the run-time error.", test())], &[]);
    let keys = ENDINGS.iter().map(|&word| {
        let schema = match word {
            "transferred" => transferred.clone(),
            "exited" => exited.clone(),
            "failed" => failed.clone(),
            _ => json!({ "type": "object", "maxProperties": 0 }),
        };
        (word, describe(word), schema)
    });
    map_or_words(words(ENDINGS.iter().copied()), one_of_keys(object(keys, &[]), ENDINGS))
}

fn describe(word: &str) -> &'static str {
    match word {
        "transferred" => "Handed to a queue.",
        "disconnected" => "The flow closed the conversation.",
        "end_of_state" => "The actions of a state ran out and nothing ended the flow.",
        "exited" => "A flow that exits did so.",
        "failed" => "A run-time error went to the flow's error handling, which ended it.",
        "customer_left" => "The customer left.",
        "timed_out" => "Nobody answered for so long that the platform closed the conversation (72 hours).",
        "step_limit" => "The limit of actions was reached.",
        _ => "It waits for the customer.",
    }
}

fn error() -> Json {
    object(
        [
            ("step", "The step that fails.", words_of(RunStep::WORDS)),
            ("status", "The HTTP status, where the step has one.", number(100)),
            (
                "code",
                "The code of the error body, of a guest's refusal (`4013`) or of a closed connection (`1011`).",
                name(),
            ),
            ("says", "What the message says.", test()),
        ],
        &["step"],
    )
}
