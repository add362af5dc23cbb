//! Functions of texts: cut, search, replace, join, change letter case. Positions count UTF-16 units (see `units`).

use super::arguments::{integer, not_set, text};
use super::units::{length, position, slice};
use super::{Arguments, Definition};
use crate::flow::expression::error::Fault;
use crate::flow::expression::operators::order_of_texts;
use crate::flow::expression::{Type, Value};

pub(super) const FUNCTIONS: &[Definition] = &[
    Definition {
        name: "Append",
        summary: "all texts one behind the other; those that are NOT_SET vanish",
        signatures: &[
            "(initialText: String?, textToAppend: String?...) -> String",
            "(initialAudioOrPrompt: Audible?, audioOrPromptToAppend: Audible?...) -> Audio",
        ],
        run: append,
        examples: &[
            ("Append(\"Hello\", \" World\")", "\"Hello World\""),
            ("Append(NOT_SET, \"Hello\")", "\"Hello\""),
            ("Append(ToString(NOT_SET), NOT_SET)", "\"\""),
            ("Append(\"x\", 1)", "error: `Append` takes String for its parameter `textToAppend`, not Integer"),
            ("ToString(Append(ToAudioTTS(\"Hello\"), FindUserPrompt(\"Name\")))", "\"Hello Name\""),
        ],
    },
    Definition {
        name: "Compare",
        summary: "-1, 0 or 1 as the first text stands before, with or behind the second; NOT_SET stands before all",
        signatures: &[
            "(stringToCompare: String?, stringToCompareTo: String?) -> Integer",
            "(stringToCompare: String?, stringToCompareTo: String?, ignoreCase: Boolean) -> Integer",
        ],
        run: compare,
        examples: &[
            ("Compare(\"hello\", \"Hello\")", "-1"),
            ("Compare(\"hello\", \"Hello\", true)", "0"),
            ("Compare(\"\", NOT_SET)", "1"),
        ],
    },
    Definition {
        name: "Contains",
        summary: "whether the first text holds the second; a third argument of true ignores letter case",
        signatures: &[
            "(stringToSearch: String, textToFind: String) -> Boolean",
            "(stringToSearch: String, textToFind: String, ignoreCase: Boolean) -> Boolean",
        ],
        run: contains,
        examples: &[
            ("Contains(\"Hello\", \"he\")", "false"),
            ("Contains(\"Hello\", \"he\", true)", "true"),
            ("Contains(\"Hello\", \"\")", "true"),
            ("Contains(NOT_SET, \"a\")", "error: `Contains` does not take NOT_SET for its parameter `stringToSearch`"),
        ],
    },
    Definition {
        name: "DetectLanguage",
        summary: "the language tag of a text, or the second argument where it cannot be told",
        signatures: &["(stringToSearch: String?, defaultString: String?) -> String"],
        run: detect_language,
        examples: &[
            (
                "DetectLanguage(\"Ich möchte bitte mit einem Mitarbeiter sprechen, denn mein Paket ist nicht da.\", \"\")",
                "\"de\"",
            ),
            ("DetectLanguage(\"\", \"en\")", "\"en\""),
        ],
    },
    Definition {
        name: "FindString",
        summary: "the position of the second text in the first, from 0, or -1; of its nth occurrence where a number is given",
        signatures: &[
            "(stringToSearch: String, textToFind: String) -> Integer",
            "(stringToSearch: String, textToFind: String, ignoreCase: Boolean) -> Integer",
            "(stringToSearch: String, textToFind: String, occurrenceNumber: Integer) -> Integer",
            "(stringToSearch: String, textToFind: String, occurrenceNumber: Integer, ignoreCase: Boolean) -> Integer",
        ],
        run: find_string,
        examples: &[
            ("FindString(\"Hello\", \"he\")", "-1"),
            ("FindString(\"Hello\", \"he\", true)", "0"),
            ("FindString(\"Hello Hello\", \"l\", 3, true)", "8"),
            ("FindString(\"Hello\", \"\", 1)", "0"),
            ("FindString(\"Hello\", \"l\", 0)", "-1"),
            ("FindString(\"Hello\", \"\", 2)", "0"),
        ],
    },
    Definition {
        name: "Left",
        summary: "that many characters from the start",
        signatures: &["(srcString: String, length: Integer) -> String"],
        run: |arguments| text(slice(arguments.text(0)?, 0, arguments.integer(1)?)),
        examples: &[
            ("Left(\"Hello\", 2)", "\"He\""),
            ("Left(\"Hello\", 9)", "\"Hello\""),
            ("Left(\"Hello\", 0)", "\"\""),
        ],
    },
    Definition {
        name: "Length",
        summary: "how many characters a text has",
        signatures: &["(text: String) -> Integer"],
        run: |arguments| integer(Some(length(arguments.text(0)?))),
        examples: &[("Length(\"Hello World\")", "11"), ("Length(\"\")", "0")],
    },
    Definition {
        name: "Lower",
        summary: "the text in small letters",
        signatures: &["(text: String) -> String"],
        run: |arguments| text(arguments.text(0)?.to_lowercase()),
        examples: &[("Lower(\"HeLLo\")", "\"hello\"")],
    },
    Definition {
        name: "LTrim",
        summary: "the text without white space at its start",
        signatures: &["(value: String) -> String"],
        run: |arguments| text(arguments.text(0)?.trim_start()),
        examples: &[("LTrim(\"    Hello    \")", "\"Hello    \"")],
    },
    Definition {
        name: "Replace",
        summary: "the text with each occurrence of the second argument replaced by the third; letter case counts",
        signatures: &["(text: String, findString: String, replacementString: String?) -> String"],
        run: replace,
        examples: &[
            ("Replace(\"Hello World\", \"Hello\", \"World\")", "\"World World\""),
            ("Replace(\"Hello World\", \"Hello\", NOT_SET)", "\" World\""),
            ("Replace(\"Hello World\", \"\", \"Ball\")", "\"Hello World\""),
        ],
    },
    Definition {
        name: "Reverse",
        summary: "the characters in reverse order",
        signatures: &["(text: String) -> String"],
        run: |arguments| text(arguments.text(0)?.chars().rev().collect::<String>()),
        examples: &[("Reverse(\"abc\")", "\"cba\"")],
    },
    Definition {
        name: "Right",
        summary: "that many characters from the end",
        signatures: &["(srcString: String, length: Integer) -> String"],
        run: right,
        examples: &[("Right(\"Hello\", 3)", "\"llo\""), ("Right(\"Hello\", 6)", "\"Hello\"")],
    },
    Definition {
        name: "RTrim",
        summary: "the text without white space at its end",
        signatures: &["(stringToTrim: String) -> String"],
        run: |arguments| text(arguments.text(0)?.trim_end()),
        examples: &[("RTrim(\"  Hello  \")", "\"  Hello\"")],
    },
    Definition {
        name: "Split",
        summary: "the parts of a text between the occurrences of a delimiter",
        signatures: &["(textToSplit: String, delimiter: String) -> StringCollection"],
        run: split,
        examples: &[
            ("Split(\"10.50\", \".\")[0]", "\"10\""),
            ("Split(\"a,,b\", \",\")", "MakeList(\"a\", \"\", \"b\")"),
            ("Split(\"ab\", \"\")", "MakeList(\"ab\")"),
        ],
    },
    Definition {
        name: "Substring",
        summary: "that many characters from a position on; what lies beyond the end is left out",
        signatures: &["(text: String, start: Integer, length: Integer) -> String"],
        run: |arguments| text(slice(arguments.text(0)?, arguments.integer(1)?, arguments.integer(2)?)),
        examples: &[
            ("Substring(\"Hello\", 0, 3)", "\"Hel\""),
            ("Substring(\"Hello\", 3, 3)", "\"lo\""),
            ("Substring(\"Hello\", 10, 5)", "\"\""),
        ],
    },
    Definition {
        name: "Trim",
        summary: "the text without white space at either end",
        signatures: &["(stringToTrim: String) -> String"],
        run: |arguments| text(arguments.text(0)?.trim()),
        examples: &[("Trim(\"  Hello \")", "\"Hello\"")],
    },
    Definition {
        name: "Upper",
        summary: "the text in capitals",
        signatures: &["(text: String) -> String"],
        run: |arguments| text(arguments.text(0)?.to_uppercase()),
        examples: &[("Upper(\"Hello\")", "\"HELLO\""), ("Upper(\"\")", "\"\"")],
    },
];

fn append(arguments: &Arguments<'_>) -> Result<Value, Fault> {
    let audible = |value: &Value| match value {
        Value::Audio(words) | Value::Prompt(words) => Some(words.clone()),
        _ => None,
    };
    if arguments.from(0).any(|value| audible(value).is_some()) {
        let parts: Vec<_> = arguments.from(0).filter_map(audible).filter(|part| !part.is_empty()).collect();
        return Ok(Value::Audio(parts.join(" ").into()));
    }
    let mut joined = String::with_capacity(arguments.from(0).filter_map(Value::as_text).map(str::len).sum());
    joined.extend(arguments.from(0).filter_map(Value::as_text));
    text(joined)
}

fn compare(arguments: &Arguments<'_>) -> Result<Value, Fault> {
    let ignore_case = arguments.flag(2)?;
    let order = match (arguments.text_if_set(0)?, arguments.text_if_set(1)?) {
        (Some(a), Some(b)) => order_of_texts(a, b, ignore_case),
        (a, b) => a.is_some().cmp(&b.is_some()),
    };
    Ok(Value::Integer(order as i64))
}

fn contains(arguments: &Arguments<'_>) -> Result<Value, Fault> {
    let (searched, wanted) = (arguments.text(0)?, arguments.text(1)?);
    let found = if arguments.flag(2)? { fold(searched).contains(&fold(wanted)) } else { searched.contains(wanted) };
    Ok(Value::Boolean(found))
}

/// The text without letter case.
fn fold(text: &str) -> String {
    text.to_lowercase()
}

fn find_string(arguments: &Arguments<'_>) -> Result<Value, Fault> {
    let (searched, wanted) = (arguments.text(0)?, arguments.text(1)?);
    let (occurrence, ignore_case) = match arguments.from(2).next() {
        Some(Value::Integer(number)) => (*number, arguments.flag(3)?),
        _ => (1, arguments.flag(2)?),
    };
    // Decision: an occurrence before the first is not found; the empty text is found at the start only.
    if occurrence < 1 {
        return Ok(Value::Integer(-1));
    }
    if wanted.is_empty() {
        return Ok(Value::Integer(0));
    }
    let skipped = usize::try_from(occurrence - 1).unwrap_or(usize::MAX);
    let at = if ignore_case {
        // Characters whose small form is longer move positions; counting in the folded text is off by that much only for them.
        let (searched, wanted) = (fold(searched), fold(wanted));
        searched.match_indices(&wanted).nth(skipped).map(|(at, _)| position(&searched, at))
    } else {
        searched.match_indices(wanted).nth(skipped).map(|(at, _)| position(searched, at))
    };
    integer(Some(at.unwrap_or(-1)))
}

fn replace(arguments: &Arguments<'_>) -> Result<Value, Fault> {
    let (within, wanted) = (arguments.text(0)?, arguments.text(1)?);
    if wanted.is_empty() {
        return arguments.value(0).cloned();
    }
    text(within.replace(wanted, arguments.text_if_set(2)?.unwrap_or_default()))
}

fn right(arguments: &Arguments<'_>) -> Result<Value, Fault> {
    let (whole, wanted) = (arguments.text(0)?, arguments.integer(1)?.max(0));
    let count = length(whole);
    text(slice(whole, (count - wanted).max(0), wanted))
}

fn split(arguments: &Arguments<'_>) -> Result<Value, Fault> {
    let (whole, delimiter) = (arguments.text(0)?, arguments.text(1)?);
    // Decision: an empty delimiter splits nothing.
    let parts: Vec<Value> =
        if delimiter.is_empty() { vec![whole.into()] } else { whole.split(delimiter).map(Value::from).collect() };
    Ok(Value::collection(Type::String, parts))
}

fn detect_language(arguments: &Arguments<'_>) -> Result<Value, Fault> {
    let detected = arguments.text_if_set(0)?.and_then(super::detection::language_of);
    match (detected, arguments.text_if_set(1)?) {
        (Some(tag), _) => text(tag),
        (None, Some(default)) => text(default),
        (None, None) => not_set(Type::String),
    }
}

#[cfg(test)]
mod tests {
    use super::super::tests_scope::Everyone;
    use crate::flow::expression::parse;

    #[rstest::rstest]
    #[case("Left(\"Hello\", -1)", "\"\"")]
    #[case("Right(\"Hello\", -1)", "\"\"")]
    #[case("Substring(\"Hello\", -2, 4)", "\"He\"")]
    #[case("Length(\"a😀\")", "3")]
    #[case("Right(\"abc😀\", 2)", "\"😀\"")]
    #[case("FindString(\"aaa\", \"aa\", 2)", "-1")]
    fn edges(#[case] call: &str, #[case] expected: &str) {
        assert_eq!(parse(call).unwrap().evaluate(&Everyone).unwrap().quoted(), expected);
    }
}
