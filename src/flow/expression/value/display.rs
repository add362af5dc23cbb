//! How a value prints: what `ToString` gives, and a short form for messages about it. Must not know functions.

use std::fmt::Write as _;

use super::{Currency, Value};
use crate::flow::expression::ObjectKind;
use crate::flow::expression::json::Json;

/// Decision: what stands between the items of a list where `ToString` is not told. The vendor's examples all give a delimiter.
pub const DEFAULT_DELIMITER: &str = ",";

/// Longer values are cut in messages.
const SHOWN: usize = 80;

impl Value {
    /// The value as `ToString` prints it; nothing for an undefined one.
    ///
    /// A DateTime prints as `2009-01-10T06:30:00Z`, a Duration as `PT1H`, a Currency as `5.25|USD`, a resource as its name.
    /// Decision: a JSON text prints without quotes, every other JSON value as its document, because published flows put
    /// `ToString(GetJsonObjectProperty(…))` into sentences.
    pub fn display(&self) -> String {
        match self {
            Self::NotSet(_) => String::new(),
            Self::Boolean(flag) => flag.to_string(),
            Self::Integer(number) => number.to_string(),
            Self::Decimal(number) => number.to_string(),
            Self::String(text) | Self::Audio(text) | Self::Prompt(text) => text.to_string(),
            Self::DateTime(instant) => instant.to_string(),
            Self::Date(date) => date.to_string(),
            Self::Time(time) => time.to_string(),
            Self::Duration(duration) => duration.to_string(),
            Self::Currency(currency) => currency.display(None),
            Self::PhoneNumber(number) => number.display().to_owned(),
            Self::Json(Json::String(text)) => text.to_string(),
            Self::Json(json) => json.to_string(),
            Self::Communication(communication) => communication.text.to_string(),
            Self::Resource(resource) => resource.name.to_string(),
            Self::Object(object) => match object.get("id") {
                Some(id) if object.kind == ObjectKind::EmailAddress => id.display(),
                _ => self.to_document().to_string(),
            },
            Self::Collection(_) => self.join(DEFAULT_DELIMITER),
        }
    }

    /// The items of a list, each as it prints, with a delimiter between; a single value as it prints.
    pub fn join(&self, delimiter: &str) -> String {
        let Some(items) = self.as_items() else { return self.display() };
        let mut joined = String::new();
        for (index, item) in items.iter().enumerate() {
            if index > 0 {
                joined.push_str(delimiter);
            }
            joined.push_str(&item.display());
        }
        joined
    }

    /// The value as a person writes it in an expression: texts in quotes, `NOT_SET`, lists in brackets; cut when it is long.
    pub fn quoted(&self) -> String {
        let full = match self {
            Self::NotSet(_) => "NOT_SET".to_owned(),
            Self::String(text) => quote(text),
            Self::Collection(collection) => {
                let mut list = String::from("[");
                for (index, item) in collection.items.iter().enumerate() {
                    let comma = if index == 0 { "" } else { ", " };
                    let _ = write!(list, "{comma}{}", item.quoted());
                    if list.len() > SHOWN {
                        break;
                    }
                }
                list + "]"
            }
            other => other.display(),
        };
        match full.char_indices().nth(SHOWN).and_then(|(at, _)| full.get(..at)) {
            Some(head) => format!("{head}…"),
            None => full,
        }
    }
}

impl Currency {
    /// `amount|code`, the amount with that many digits behind the point where given.
    pub fn display(&self, digits: Option<u32>) -> String {
        let amount = match (&self.amount, digits) {
            (None, _) => String::new(),
            (Some(amount), Some(digits)) => amount.to_fixed(digits),
            (Some(amount), None) => amount.to_string(),
        };
        format!("{amount}|{}", self.code.as_deref().unwrap_or_default())
    }
}

/// A text in double quotes with the language's escapes.
pub(in crate::flow::expression) fn quote(text: &str) -> String {
    let mut quoted = String::with_capacity(text.len() + 2);
    quoted.push('"');
    for character in text.chars() {
        match character {
            '"' => quoted.push_str("\\\""),
            '\\' => quoted.push_str("\\\\"),
            '\n' => quoted.push_str("\\n"),
            '\r' => quoted.push_str("\\r"),
            '\t' => quoted.push_str("\\t"),
            other => quoted.push(other),
        }
    }
    quoted.push('"');
    quoted
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::flow::expression::Type;

    #[test]
    fn values_print_as_the_vendor_shows() {
        let instant = "2009-01-10T06:30:00Z".parse().unwrap();
        assert_eq!(Value::DateTime(instant).display(), "2009-01-10T06:30:00Z");
        assert_eq!(Value::currency("5.25".parse().ok(), Some("USD".into())).display(), "5.25|USD");
        assert_eq!(Value::Json(Json::String("a".into())).display(), "a");
        assert_eq!(Value::NotSet(Type::String).display(), "");
    }

    #[test]
    fn messages_show_quotes_and_are_cut() {
        assert_eq!(Value::from("a\"b").quoted(), "\"a\\\"b\"");
        assert_eq!(Value::collection(Type::Integer, vec![1.into(), 2.into()]).quoted(), "[1, 2]");
        assert_eq!(Value::from("x".repeat(200).as_str()).quoted().chars().count(), 81);
    }
}
