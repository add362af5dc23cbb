//! `faults`.

use serde_json::{Value as Json, json};

use super::build::{any_of, by_name, duration, filled, flag, list, name, number, object, one_of_keys, words, words_of};
use crate::scenario::model::{OrgSetting, RunStep};
use crate::scenario::read::TROUBLES;

pub(super) fn faults() -> Json {
    let alone = |key, description, schema| object([(key, description, schema)], &[key]);
    list(any_of([
        answer(),
        trouble(),
        alone("lacks", "The client lacks this scope or permission.", name()),
        alone("credentials", "The client's credentials are wrong.", json!({ "const": "wrong" })),
        alone("token_lifetime", "Tokens live so long.", duration()),
        alone("strict", "The org holds every request to a declared attribute.", json!({ "enum": [true, null] })),
        alone("rate_limit", "So many requests a minute are allowed.", number(1)),
        alone("lag", "The org is slow to know what happened.", lag()),
        alone("without", "A setting of the org that tests rely on is off.", words_of(OrgSetting::WORDS)),
    ]))
}

fn answer() -> Json {
    let steps: Vec<&str> = steps(false).collect();
    let endpoint = json!({ "type": "string", "pattern": r"^(GET|POST|PUT|PATCH|DELETE) /|\$\{" });
    object(
        [
            (
                "at",
                "Which endpoint: the word of a step, or method and path: `POST /api/v2/webchat/widgets`.",
                any_of([json!({ "enum": steps }), endpoint]),
            ),
            ("times", "How often; always where it is not given.", number(1)),
            ("after", "How many calls pass first.", number(0)),
            ("status", "The HTTP status of the answer.", number(100)),
            ("retry_after", "`Retry-After` in seconds.", number(0)),
            ("delay", "Time before the answer.", duration()),
            ("malformed", "The body is not JSON.", flag()),
            ("reset", "The connection is reset.", flag()),
            ("truncated", "The body is cut short.", flag()),
            ("silent", "No answer comes.", flag()),
        ],
        &["at"],
    )
}

/// A fault at a step of a guest.
fn trouble() -> Json {
    let map = object(
        [
            ("at", "Which step of the guest.", words(steps(true))),
            ("times", "How often; always where it is not given.", number(1)),
            ("after", "How many such steps pass first.", number(0)),
            ("close", "The org closes the connection with this code; with 1006 it just breaks.", number(1_000)),
            ("silent", "Nothing is answered.", flag()),
            ("error", "The step is refused with this code.", number(400)),
            ("says", "The words of the `error`.", name()),
            ("rate_limited", "The step is refused for coming too fast: so many seconds to wait.", number(0)),
            ("expired", "The session expires.", flag()),
            ("unknown_class", "A frame of a class that nobody knows comes first.", flag()),
            ("duplicate", "Each frame comes twice.", flag()),
            ("out_of_order", "The frames come in reverse order.", flag()),
            ("oversized", "A frame that is larger than a client takes comes first.", flag()),
            ("malformed", "A frame that is not JSON comes first.", flag()),
            ("delay", "The frames come so much later.", duration()),
            ("refused", "At `connect`: the handshake is refused with this HTTP status.", number(300)),
        ],
        &["at"],
    );
    one_of_keys(map, TROUBLES)
}

/// The words of the steps that a guest takes over its connection, or of those that have an endpoint.
fn steps(of_guest: bool) -> impl Iterator<Item = &'static str> {
    RunStep::WORDS.iter().filter(move |(_, step)| step.is_of_guest() == of_guest).map(|(word, _)| *word)
}

fn lag() -> Json {
    filled(object(
        [
            ("message", "Until a message leads to its conversation.", duration()),
            ("attributes", "Until what the flow wrote shows among the attributes.", duration()),
            ("execution", "Until an execution that has ended is listed.", duration()),
        ],
        &[],
    ))
}

/// Regular expression → replacement.
pub(super) fn redact() -> Json {
    by_name(super::build::text())
}
