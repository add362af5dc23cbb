//! How a value changes type: on assignment to a variable, and from the text of a literal. Must not know functions.

use std::sync::Arc;

use super::{Communication, DateTimeRange, Duration, PhoneNumber, Value, integer_in_range};
use crate::flow::expression::Type;
use crate::flow::expression::decimal::Decimal;
use crate::flow::expression::json::Json;

impl Value {
    /// The value as a variable of that type holds it: NOT_SET takes the type, an Integer becomes a Decimal, anything becomes a String as
    /// `ToString` prints it, a JSON scalar its plain value, a text a Communication.
    ///
    /// # Errors
    /// A lowercase fragment that names both types.
    pub fn coerce(self, target: &Type) -> Result<Self, String> {
        let from = self.type_of();
        if from == *target || *target == Type::Any {
            return Ok(self);
        }
        match (self, *target) {
            (Self::NotSet(_), target) => Ok(Self::NotSet(target)),
            (Self::Integer(number), Type::Decimal) => Ok(Self::Decimal(Decimal::from(number))),
            (value, Type::String) => Ok(Self::text(value.display())),
            (Self::String(text), Type::Communication) => Ok(Self::Communication(Arc::new(Communication { text }))),
            (Self::Prompt(name), Type::Audio) => Ok(Self::Audio(name)),
            (Self::Json(json), target) => {
                Self::from_document(&json, target).map_err(|_| format!("a {from} value `{json}` is no {target}"))
            }
            (Self::Collection(list), Type::Collection(element)) => {
                let items = list.items.iter().map(|item| item.clone().coerce(element));
                Ok(Self::collection(*element, items.collect::<Result<_, _>>()?))
            }
            (Self::Object(object), Type::Object(kind)) => {
                Ok(Self::object(super::Object { kind, properties: object.properties.clone() }))
            }
            (value, target) => Err(format!("{} `{}` is no {target}", with_article(from), value.quoted())),
        }
    }

    /// The value of a literal's text for a declared type: what a YAML `lit` scalar holds. Lists have no such text.
    ///
    /// # Errors
    /// A lowercase fragment that says what the text should look like.
    pub fn parse_literal(text: &str, value_type: &Type) -> Result<Self, String> {
        let trimmed = text.trim();
        let misfit = |form: &str| format!("`{text}` is no {value_type}; {form}");
        match *value_type {
            Type::String | Type::Any => Ok(Self::from(text)),
            Type::Boolean => match trimmed.to_ascii_lowercase().as_str() {
                "true" | "yes" => Ok(Self::Boolean(true)),
                "false" | "no" => Ok(Self::Boolean(false)),
                _ => Err(misfit("write `true` or `false`")),
            },
            Type::Integer => {
                let number = trimmed.parse().ok().and_then(integer_in_range);
                number.map(Self::Integer).ok_or_else(|| misfit("write a whole number of at most 15 digits"))
            }
            Type::Decimal => trimmed.parse().map(Self::Decimal).map_err(|_| misfit("write a number such as `1.5`")),
            Type::DateTime => {
                parse_date_time(trimmed).map(Self::DateTime).ok_or_else(|| misfit("write it as `2026-11-23T10:00:00Z`"))
            }
            Type::Date => trimmed.parse().map(Self::Date).map_err(|_| misfit("write it as `2026-11-23`")),
            Type::Time => trimmed.parse().map(Self::Time).map_err(|_| misfit("write it as `10:00:00`")),
            Type::Duration => {
                trimmed.parse::<Duration>().map(Self::Duration).map_err(|()| misfit("write it as `PT5M` or `P1DT2H`"))
            }
            Type::Currency => parse_currency(trimmed).ok_or_else(|| misfit("write it as `5.25|USD`")),
            Type::PhoneNumber => match PhoneNumber::parse(trimmed) {
                Some(number) => Ok(Self::PhoneNumber(Arc::new(number))),
                None => Err(misfit("write it as `+13175550100` or `sip:name@host`")),
            },
            Type::Json => match Json::parse(trimmed) {
                Ok(json) => Ok(Self::json(json)),
                Err(error) => Err(misfit(&error.to_string())),
            },
            Type::Communication => Ok(Self::Communication(Arc::new(Communication { text: text.into() }))),
            Type::Audio => Ok(Self::Audio(text.into())),
            Type::Prompt => Ok(Self::Prompt(trimmed.into())),
            Type::Resource(kind) => Err(misfit(&format!("a {} is named, not written out", kind.describe()))),
            Type::Object(_) | Type::Collection(_) => Err(misfit("it is made of parts")),
        }
    }
}

/// An instant in ISO 8601; without a zone it is UTC, without a time it is midnight; none outside the years 1800 to 2200. Milliseconds are
/// kept, finer parts dropped.
pub(in crate::flow::expression) fn parse_date_time(text: &str) -> Option<jiff::Timestamp> {
    let instant = text.parse::<jiff::Timestamp>().ok().or_else(|| {
        let local = text.parse::<jiff::civil::DateTime>().ok()?;
        local.to_zoned(jiff::tz::TimeZone::UTC).ok().map(|zoned| zoned.timestamp())
    })?;
    to_milliseconds(instant).filter(|instant| DateTimeRange::holds(*instant))
}

/// The instant without parts finer than a millisecond.
pub(in crate::flow::expression) fn to_milliseconds(instant: jiff::Timestamp) -> Option<jiff::Timestamp> {
    jiff::Timestamp::from_millisecond(instant.as_millisecond()).ok()
}

/// `5.25|USD`, either part of which may be missing.
pub(in crate::flow::expression) fn parse_currency(text: &str) -> Option<Value> {
    let (amount, code) = text.split_once('|')?;
    let (amount, code) = (amount.trim(), code.trim());
    let amount = if amount.is_empty() { None } else { Some(amount.parse().ok()?) };
    let well_formed = code.len() <= 3 && code.bytes().all(|byte| byte.is_ascii_alphabetic());
    let code = (!code.is_empty()).then(|| code.to_ascii_uppercase().into());
    well_formed.then(|| Value::currency(amount, code))
}

fn with_article(value_type: Type) -> String {
    let name = value_type.to_string();
    let article = if name.starts_with(['A', 'E', 'I', 'O', 'U']) { "an" } else { "a" };
    format!("{article} {name}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[rstest::rstest]
    #[case("5", "integer", "5")]
    #[case("1.50", "decimal", "1.5")]
    #[case("2026-11-23T10:00:00Z", "dateTime", "2026-11-23T10:00:00Z")]
    #[case("2026-11-23", "dateTime", "2026-11-23T00:00:00Z")]
    #[case("6.50|usd", "currency", "6.5|USD")]
    #[case("PT1H", "duration", "PT1H")]
    #[case("yes", "boolean", "true")]
    #[case(" x ", "string", " x ")]
    fn literals_are_read(#[case] text: &str, #[case] name: &str, #[case] printed: &str) {
        let value = Value::parse_literal(text, &Type::parse(name).unwrap()).unwrap();
        assert_eq!(value.display(), printed);
    }

    #[test]
    fn assignment_widens_prints_and_refuses() {
        assert_eq!(Value::Integer(5).coerce(&Type::Decimal).unwrap().display(), "5.0");
        assert_eq!(Value::Boolean(true).coerce(&Type::String), Ok(Value::from("true")));
        assert_eq!(Value::NotSet(Type::Any).coerce(&Type::Integer).unwrap().type_of(), Type::Integer);
        assert_eq!(Value::from("a").coerce(&Type::Integer).unwrap_err(), "a String `\"a\"` is no Integer");
        let list = Value::collection(Type::Integer, vec![1.into()]).coerce(&Type::Decimal.collection()).unwrap();
        assert_eq!(list.display(), "1.0");
    }
}
