//! Functions that make what a bot says and what a message shows: the text that a customer of a message channel reads.

use std::sync::Arc;

use super::arguments::text;
use super::{Arguments, Definition};
use crate::flow::expression::error::Fault;
use crate::flow::expression::{Communication, Json, Value};

pub(super) const FUNCTIONS: &[Definition] = &[
    Definition {
        name: "ToDisplayString",
        summary: "a value as a message shows it; NOT_SET is an empty text",
        signatures: &["(value: Anything?) -> String", "(value: Anything?, format: Anything) -> String"],
        run: |arguments| text(arguments.value(0)?.display()),
        examples: &[
            ("ToDisplayString(5)", "\"5\""),
            ("ToDisplayString(NOT_SET)", "\"\""),
            ("ToDisplayString(ToInt(NOT_SET))", "\"\""),
            (
                "Trim(Append(\"Hi\", \" \", ToDisplayString(\"Ada\"), If(IsNotSetOrEmpty(ToDisplayString(\"Ada\")), \"\", \" \")))",
                "\"Hi Ada\"",
            ),
            ("ToDisplayString(MakeDateTime(2024, 1, 1), Format.Date.shortYear)", "\"2024-01-01T00:00:00Z\""),
        ],
    },
    Definition {
        name: "MakeCommunication",
        summary: "what a bot says, of several parts",
        signatures: &["(part: Anything?...) -> Communication"],
        run: make,
        examples: &[
            ("ToString(MakeCommunication(\"Card ending in \", 2345, \", right?\"))", "\"Card ending in 2345, right?\""),
            ("ToString(MakeCommunication(\"Please say\", \"yes or no\"))", "\"Please say yes or no\""),
        ],
    },
    Definition {
        name: "ToCommunication",
        summary: "a value as something that a bot says",
        signatures: &["(value: Anything?) -> Communication", "(value: Anything?, format: Anything) -> Communication"],
        run: |arguments| communication(&spoken(arguments.value(0)?)),
        examples: &[
            ("ToString(ToCommunication(ToCommunication(\"Hello\")))", "\"Hello\""),
            ("ToString(ToCommunication(5, Format.Number.value))", "\"5\""),
        ],
    },
    Definition {
        name: "ToCommunicationBlank",
        summary: "a pause of that many milliseconds; nothing on a message channel",
        signatures: &["(lengthMs: Integer) -> Communication"],
        run: |_| communication(""),
        examples: &[("ToString(ToCommunicationBlank(500))", "\"\"")],
    },
    Definition {
        name: "ToCommunicationSsml",
        summary: "speech markup as something that a bot says; a message channel shows its words",
        signatures: &["(ssml: String?) -> Communication"],
        run: |arguments| communication(&without_markup(arguments.text_if_set(0)?.unwrap_or_default())),
        examples: &[(
            "ToString(ToCommunicationSsml(\"<speak>Hello <break/> you &amp; me</speak>\"))",
            "\"Hello you & me\"",
        )],
    },
];

fn communication(words: &str) -> Result<Value, Fault> {
    Ok(Value::Communication(Arc::new(Communication { text: words.into() })))
}

fn spoken(value: &Value) -> String {
    match value {
        Value::Json(Json::String(words)) => words.to_string(),
        other => other.display(),
    }
}

/// Decision: parts are joined with one space unless one side has white space there already, or the next begins with punctuation; published
/// bots write parts both ways and mean sentences.
fn make(arguments: &Arguments<'_>) -> Result<Value, Fault> {
    let mut words = String::new();
    for part in arguments.from(0).map(spoken).filter(|part| !part.is_empty()) {
        let glued = words.is_empty()
            || words.ends_with(char::is_whitespace)
            || part.starts_with(|c: char| c.is_whitespace() || matches!(c, ',' | '.' | ';' | ':' | '!' | '?'));
        if !glued {
            words.push(' ');
        }
        words.push_str(&part);
    }
    communication(&words)
}

/// The words between the tags, white space folded.
fn without_markup(ssml: &str) -> String {
    let mut words = String::with_capacity(ssml.len());
    let mut in_tag = false;
    for character in ssml.chars() {
        match character {
            '<' => {
                in_tag = true;
                words.push(' ');
            }
            '>' if in_tag => in_tag = false,
            _ if in_tag => {}
            other => words.push(other),
        }
    }
    let entities = [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&apos;", "'"), ("&amp;", "&")];
    let folded = words.split_whitespace().collect::<Vec<_>>().join(" ");
    entities.iter().fold(folded, |words, (entity, character)| words.replace(entity, character))
}
