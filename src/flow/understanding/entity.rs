//! The types of slots that a bot's file describes, and the value of one in a text. Must not know the slot.

use std::sync::{Arc, LazyLock};

use regex::Regex;

use super::words::folded_words;
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
    /// A built-in type, such as `number` or `date`: what the slot's own type can be read from.
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

static NUMBER: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r"[-+]?[0-9][0-9,]*(?:\.[0-9]+)?").ok());
static DATE: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r"\b[0-9]{4}-[0-9]{2}-[0-9]{2}\b").ok());
static TIME: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"(?i)\b([0-9]{1,2}):([0-9]{2})(?::([0-9]{2}))?(?:\s*([ap])\.?m\b\.?)?").ok());

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
            Self::BuiltIn(_) | Self::Anything => read(text, value_type),
        }
    }
}

fn typed(text: &str, value_type: Type) -> Option<Value> {
    match value_type {
        Type::String | Type::Any => (!text.is_empty()).then(|| Value::text(text)),
        other => Value::parse_literal(text, &other).ok().filter(|value| !value.is_not_set()),
    }
}

/// A value of a type somewhere in a text. Decision: numbers in digits, dates as year-month-day, times on the clock; a scenario's table
/// says what other words stand for.
fn read(text: &str, value_type: Type) -> Option<Value> {
    let text = text.trim();
    let part = |pattern: &LazyLock<Option<Regex>>| Some(pattern.as_ref()?.find(text)?.as_str().to_owned());
    if let Some(whole) = typed(text, value_type) {
        return Some(whole);
    }
    match value_type {
        Type::Integer | Type::Decimal => typed(&part(&NUMBER)?.replace(',', ""), value_type),
        Type::Date => typed(&part(&DATE)?, value_type),
        Type::Time => typed(&clock(text)?, value_type),
        _ => None,
    }
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

    fn built_in(text: &str, value_type: Type) -> Option<String> {
        EntityType::BuiltIn("x".into()).value(text, value_type).map(|value| value.display())
    }

    #[rstest::rstest]
    #[case("my account is 1,234", Type::Integer, Some("1234"))]
    #[case("25.5 please", Type::Decimal, Some("25.5"))]
    #[case("none", Type::Decimal, None)]
    #[case("on 2026-12-01 please", Type::Date, Some("2026-12-01"))]
    #[case("tomorrow", Type::Date, None)]
    #[case("at 9:30 pm", Type::Time, Some("21:30:00"))]
    #[case("12:05 AM", Type::Time, Some("00:05:00"))]
    #[case("25:00", Type::Time, None)]
    #[case("anything", Type::String, Some("anything"))]
    #[case("  ", Type::String, None)]
    fn built_in_types_are_read(#[case] text: &str, #[case] value_type: Type, #[case] value: Option<&str>) {
        assert_eq!(built_in(text, value_type).as_deref(), value);
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
