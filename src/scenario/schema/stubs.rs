//! `stubs`.

use serde_json::{Value as Json, json};

use super::build::{
    any_of, by_name, duration, flag, list, list_or_one, map_or, name, object, one_of_keys, text, values,
};
use super::text::test;

pub(super) fn stubs() -> Json {
    object(
        [
            (
                "data_actions",
                "Answers of data actions: integration, data action, then one answer or a list. Of those whose `when` fits, the first call takes the first, the second the second; the last repeats.",
                by_name(by_name(answers())),
            ),
            ("bots", "Scripted conversations of bots that are not executed, by the bot flow's name.", by_name(bot())),
            (
                "understanding",
                "What executed bots understand: rows that are tried in order, by the bot flow's name.",
                by_name(list(any_of([heard(), otherwise()]))),
            ),
            ("modules", "Results of common modules that are not executed, by name.", by_name(module())),
            ("failing_transfers", "Transfers that fail: the queue and the message.", by_name(text())),
        ],
        &[],
    )
}

/// One answer or a list of them.
fn answers() -> Json {
    let one = map_or(json!({ "const": "timeout" }), answer());
    json!({ "if": { "type": "array" }, "then": list(one.clone()), "else": one })
}

fn answer() -> Json {
    let outputs = || json!({ "type": ["object", "null"] });
    let map = object(
        [
            ("when", "Inputs that must be equal for this answer to count, as text.", by_name(text())),
            ("success", "It succeeds with these outputs.", outputs()),
            ("failure", "It fails with these fields: errorCode, status, userMessage and others.", outputs()),
            ("timeout", "No answer comes in time.", json!({ "enum": [true, null] })),
            ("latency", "How long it takes, on the conversation's clock.", duration()),
        ],
        &[],
    );
    one_of_keys(map, &["success", "failure", "timeout"])
}

fn bot() -> Json {
    let exit = object(
        [
            ("reason", "The exit reason, as Genesys names it.", name()),
            ("intent", "The intent that it hands back.", name()),
            ("outputs", "Output variables and slots by name.", values()),
            ("disconnect", "Whether the bot closes the conversation.", flag()),
            ("error", "It fails with this message.", name()),
        ],
        &[],
    );
    object(
        [
            (
                "turns",
                "What it says: each turn is a message or a list of messages; after each but the last it waits for the customer.",
                list(list_or_one(name())),
            ),
            ("exit", "How it exits.", exit),
        ],
        &[],
    )
}

fn heard() -> Json {
    object(
        [
            ("hears", "What the customer says.", test()),
            ("intent", "The intent that is understood; `no_match` for none.", name()),
            ("slots", "Slots by name.", values()),
            ("knowledge", "What the knowledge base answers.", name()),
            ("agent", "The customer asks for a person.", flag()),
        ],
        &["hears"],
    )
}

fn otherwise() -> Json {
    object(
        [
            ("otherwise", "The intent for all else, or `no_match`. The last row.", name()),
            ("slots", "Slots by name.", values()),
            ("knowledge", "What the knowledge base answers.", name()),
            ("agent", "The customer asks for a person.", flag()),
        ],
        &["otherwise"],
    )
}

fn module() -> Json {
    object(
        [
            ("outputs", "Output variables by name.", values()),
            ("output", "The output path that the call leaves by; `default` where none is given.", name()),
        ],
        &[],
    )
}
