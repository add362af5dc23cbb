//! `faults`.

use serde_json::{Value as Json, json};

use super::build::{any_of, by_name, duration, flag, list, name, number, object};
use crate::scenario::model::RunStep;

pub(super) fn faults() -> Json {
    let alone = |key, description, schema| object([(key, description, schema)], &[key]);
    list(any_of([
        answer(),
        alone("lacks", "The client lacks this scope.", name()),
        alone("credentials", "The client's credentials are wrong.", json!({ "const": "wrong" })),
        alone("token_lifetime", "Tokens live so long.", duration()),
        alone("strict", "The org holds every request to a declared attribute.", json!({ "enum": [true, null] })),
        alone("rate_limit", "So many requests a minute are allowed.", number(1)),
    ]))
}

fn answer() -> Json {
    let steps: Vec<&str> = RunStep::WORDS.iter().map(|(word, _)| *word).collect();
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

/// Regular expression → replacement.
pub(super) fn redact() -> Json {
    by_name(super::build::text())
}
