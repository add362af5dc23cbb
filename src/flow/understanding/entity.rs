//! The types of slots that a bot's file describes, and the value of one in a text. Must not know the slot.

use std::sync::{Arc, LazyLock};

use regex::Regex;

use super::words::{folded_words, words};
use crate::flow::expression::{Type, Value};

/// What values a slot takes.
#[derive(Debug, Clone)]
pub enum EntityType {
    /// What one of these patterns finds.
    Patterns(Vec<Regex>),
    /// One of a list, by its value or a synonym; where it is not restricted, any other text too.
    List {
        /// The items.
        items: Vec<ListItem>,
        /// Whether only they count.
        restricted: bool,
    },
    /// A built-in type by its name: `number`, `date`, `time`; any other name takes any text.
    BuiltIn(Arc<str>),
    /// Any text.
    Anything,
}

/// An item of a list.
#[derive(Debug, Clone)]
pub struct ListItem {
    /// Its value.
    pub value: Arc<str>,
    /// Other words for it.
    pub synonyms: Vec<Arc<str>>,
}

static NUMBER: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"^[-+]?(?:[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(?:\.[0-9]+)?$").ok());
static DATE: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$").ok());
static TIME: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"(?i)(?:^|\s)([0-9]{1,2}):([0-9]{2})(?::([0-9]{2}))?(?:\s*([ap])\.?m\.?)?(?:$|[\s.,;!?])").ok()
});

impl EntityType {
    /// The value in a text, of the slot's own type; none where the text holds none.
    pub fn value(&self, text: &str, value_type: Type) -> Option<Value> {
        match self {
            Self::Patterns(patterns) => {
                let found = patterns.iter().find_map(|pattern| pattern.find(text))?;
                typed(found.as_str(), value_type)
            }
            Self::List { items, restricted } => {
                let said = folded_words(text);
                let names = |item: &&ListItem| {
                    std::iter::once(&item.value).chain(&item.synonyms).any(|name| folded_words(name) == said)
                };
                match items.iter().find(names) {
                    Some(item) => typed(&item.value, value_type),
                    None if *restricted => None,
                    None => typed(text.trim(), value_type),
                }
            }
            Self::BuiltIn(name) => match name.as_ref() {
                "number" | "integer" | "decimal" => typed(&number(text)?, value_type),
                "date" => typed(&date(text)?, value_type),
                "time" => typed(&clock(text)?, value_type),
                _ => read(text, value_type),
            },
            Self::Anything => read(text, value_type),
        }
    }
}

fn typed(text: &str, value_type: Type) -> Option<Value> {
    match value_type {
        Type::String | Type::Any => (!text.is_empty()).then(|| Value::text(text)),
        other => Value::parse_literal(text, &other).ok().filter(|value| !value.is_not_set()),
    }
}

/// A value of a type somewhere in a text.
fn read(text: &str, value_type: Type) -> Option<Value> {
    let text = text.trim();
    if let Some(whole) = typed(text, value_type) {
        return Some(whole);
    }
    let found = match value_type {
        Type::Integer | Type::Decimal => number(text),
        Type::Date => date(text),
        Type::Time => clock(text),
        _ => None,
    };
    typed(&found?, value_type)
}

/// Decision: a number is a word of its own, in digits, with commas between thousands; two of them are none, since nobody can tell which.
fn number(text: &str) -> Option<String> {
    only_word(text, &NUMBER).map(|word| word.trim_start_matches('+').replace(',', ""))
}

/// Decision: a date is written year-month-day; a scenario's table says what other words stand for.
fn date(text: &str) -> Option<String> {
    only_word(text, &DATE).map(str::to_owned)
}

fn only_word<'t>(text: &'t str, pattern: &LazyLock<Option<Regex>>) -> Option<&'t str> {
    let pattern = pattern.as_ref()?;
    let mut found = words(text).into_iter().filter(|word| pattern.is_match(word));
    found.next().filter(|_| found.next().is_none())
}

/// A time of day as `hh:mm:ss`.
fn clock(text: &str) -> Option<String> {
    let found = TIME.as_ref()?.captures(text)?;
    let number = |at: usize| found.get(at).map_or(Some(0), |part| part.as_str().parse::<u8>().ok());
    let (hour, minute, second) = (number(1)?, number(2)?, number(3)?);
    let half = found.get(4).map(|half| half.as_str().eq_ignore_ascii_case("p"));
    let hour = match half {
        Some(true) if hour < 12 => hour + 12,
        Some(false) if hour == 12 => 0,
        _ => hour,
    };
    Some(format!("{hour:02}:{minute:02}:{second:02}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[rstest::rstest]
    #[case("my account is 1,234", Type::Integer, Some("1234"))]
    #[case("25.5 please", Type::Decimal, Some("25.5"))]
    #[case("minus? -5!", Type::Integer, Some("-5"))]
    #[case("order A-17", Type::Integer, None)]
    #[case("2026-11-23", Type::Integer, None)]
    #[case("1,5", Type::Integer, None)]
    #[case("call +49 30", Type::Integer, None)]
    #[case("none", Type::Decimal, None)]
    #[case("on 2026-12-01 please", Type::Date, Some("2026-12-01"))]
    #[case("tomorrow", Type::Date, None)]
    #[case("at 9:30 pm", Type::Time, Some("21:30:00"))]
    #[case("12:05 AM", Type::Time, Some("00:05:00"))]
    #[case("25:00", Type::Time, None)]
    #[case("anything", Type::String, Some("anything"))]
    #[case("  ", Type::String, None)]
    fn types_are_read_from_sentences(#[case] text: &str, #[case] value_type: Type, #[case] value: Option<&str>) {
        let found = EntityType::Anything.value(text, value_type).map(|value| value.display());
        assert_eq!(found.as_deref(), value);
    }

    #[rstest::rstest]
    #[case("number", "no idea", None)]
    #[case("number", "it is 12", Some("12"))]
    #[case("date", "the 2026-12-01", Some("2026-12-01"))]
    #[case("time", "9:30", Some("09:30:00"))]
    #[case("any", "no idea", Some("no idea"))]
    fn a_built_in_type_counts_for_a_text_too(#[case] name: &str, #[case] text: &str, #[case] value: Option<&str>) {
        let found = EntityType::BuiltIn(name.into()).value(text, Type::String).map(|value| value.display());
        assert_eq!(found.as_deref(), value);
    }

    #[test]
    fn lists_take_synonyms_and_others_only_if_not_restricted() {
        let items = vec![ListItem { value: "Margherita".into(), synonyms: vec!["plain one".into()] }];
        let list = |restricted| EntityType::List { items: items.clone(), restricted };
        assert_eq!(list(true).value("The plain one", Type::String), None);
        assert_eq!(list(true).value("Plain one!", Type::String), Some(Value::text("Margherita")));
        assert_eq!(list(true).value("Hawaii", Type::String), None);
        assert_eq!(list(false).value("Hawaii", Type::String), Some(Value::text("Hawaii")));
    }

    #[test]
    fn patterns_find_their_value_in_a_sentence() {
        let pattern = EntityType::Patterns(vec![Regex::new(r"\b[0-9]{8}\b").unwrap()]);
        assert_eq!(pattern.value("it is 12345678, I think", Type::String), Some(Value::text("12345678")));
        assert_eq!(pattern.value("1234", Type::String), None);
    }
}
