//! The value itself. Must not know how it prints or where it comes from.

use std::sync::Arc;

use super::{Duration, Object, PhoneNumber};
use crate::flow::expression::decimal::Decimal;
use crate::flow::expression::json::Json;
use crate::flow::expression::{Resource, Type};

/// The largest Integer; the smallest is its negative (vendor's expression reference).
pub const MAX_INTEGER: i64 = 999_999_999_999_999;

/// A value of the expression language. Copies share their parts.
#[derive(Debug, Clone)]
pub enum Value {
    /// Undefined, of a known type; [`Type::Any`] for a bare `NOT_SET`.
    NotSet(Type),
    /// `true` or `false`.
    Boolean(bool),
    /// A whole number within ±[`MAX_INTEGER`].
    Integer(i64),
    /// An exact decimal number.
    Decimal(Decimal),
    /// Text.
    String(Arc<str>),
    /// An instant, to the millisecond.
    DateTime(jiff::Timestamp),
    /// A calendar date.
    Date(jiff::civil::Date),
    /// A time of day.
    Time(jiff::civil::Time),
    /// A length of time.
    Duration(Duration),
    /// An amount of money.
    Currency(Arc<Currency>),
    /// A telephone or SIP number.
    PhoneNumber(Arc<PhoneNumber>),
    /// A JSON document; `null` is [`Value::NotSet`].
    Json(Json),
    /// What a bot says.
    Communication(Arc<Communication>),
    /// What a voice flow plays, described in words.
    Audio(Arc<str>),
    /// A recorded prompt, by its name.
    Prompt(Arc<str>),
    /// Something that the org holds.
    Resource(Resource),
    /// Named properties.
    Object(Arc<Object>),
    /// A list.
    Collection(Arc<Collection>),
}

/// An amount and a currency code, each of which may be undefined.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Currency {
    /// How much.
    pub amount: Option<Decimal>,
    /// The ISO 4217 code.
    pub code: Option<Arc<str>>,
}

/// What a bot says: the text as a customer of a message channel reads it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Communication {
    /// The words.
    pub text: Arc<str>,
}

/// Values of one type.
#[derive(Debug, Clone)]
pub struct Collection {
    /// The type of the items; [`Type::Any`] for an empty list of no known type.
    pub element: Type,
    /// The items.
    pub items: Vec<Value>,
}

/// The instants that a DateTime may hold: the years 1800 to 2200 (vendor's expression reference).
#[derive(Debug, Clone, Copy)]
pub struct DateTimeRange;

impl DateTimeRange {
    const FIRST_YEAR: i16 = 1800;
    const LAST_YEAR: i16 = 2200;

    /// The first instant.
    pub fn first() -> jiff::Timestamp {
        Self::start_of(Self::FIRST_YEAR)
    }

    /// The last instant.
    pub fn last() -> jiff::Timestamp {
        Self::start_of(Self::LAST_YEAR + 1) - jiff::SignedDuration::from_millis(1)
    }

    fn start_of(year: i16) -> jiff::Timestamp {
        let start = jiff::civil::Date::new(year, 1, 1).ok();
        let zoned = start.and_then(|date| date.to_zoned(jiff::tz::TimeZone::UTC).ok());
        zoned.map_or(jiff::Timestamp::UNIX_EPOCH, |zoned| zoned.timestamp())
    }

    /// Whether the instant is one of them.
    pub fn holds(instant: jiff::Timestamp) -> bool {
        (Self::first()..=Self::last()).contains(&instant)
    }
}

/// The number, if an Integer holds it.
pub fn integer_in_range(number: i64) -> Option<i64> {
    (-MAX_INTEGER..=MAX_INTEGER).contains(&number).then_some(number)
}

impl Value {
    /// A text.
    pub fn text(text: impl Into<Arc<str>>) -> Self {
        Self::String(text.into())
    }

    /// Undefined, of that type.
    pub fn not_set(value_type: Type) -> Self {
        Self::NotSet(value_type)
    }

    /// A list of values of that type.
    pub fn collection(element: Type, items: Vec<Self>) -> Self {
        Self::Collection(Arc::new(Collection { element, items }))
    }

    /// An object.
    pub fn object(object: Object) -> Self {
        Self::Object(Arc::new(object))
    }

    /// A JSON value; `null` is undefined.
    pub fn json(json: Json) -> Self {
        match json {
            Json::Null => Self::NotSet(Type::Json),
            json => Self::Json(json),
        }
    }

    /// An amount of money.
    pub fn currency(amount: Option<Decimal>, code: Option<Arc<str>>) -> Self {
        Self::Currency(Arc::new(Currency { amount, code }))
    }

    /// Its type.
    pub fn type_of(&self) -> Type {
        match self {
            Self::NotSet(value_type) => *value_type,
            Self::Boolean(_) => Type::Boolean,
            Self::Integer(_) => Type::Integer,
            Self::Decimal(_) => Type::Decimal,
            Self::String(_) => Type::String,
            Self::DateTime(_) => Type::DateTime,
            Self::Date(_) => Type::Date,
            Self::Time(_) => Type::Time,
            Self::Duration(_) => Type::Duration,
            Self::Currency(_) => Type::Currency,
            Self::PhoneNumber(_) => Type::PhoneNumber,
            Self::Json(_) => Type::Json,
            Self::Communication(_) => Type::Communication,
            Self::Audio(_) => Type::Audio,
            Self::Prompt(_) => Type::Prompt,
            Self::Resource(resource) => Type::Resource(resource.kind),
            Self::Object(object) => Type::Object(object.kind),
            Self::Collection(collection) => collection.element.collection(),
        }
    }

    /// Whether it is undefined.
    pub fn is_not_set(&self) -> bool {
        matches!(self, Self::NotSet(_))
    }

    /// The text, if it is one.
    pub fn as_text(&self) -> Option<&str> {
        match self {
            Self::String(text) => Some(text),
            _ => None,
        }
    }

    /// The boolean, if it is one.
    pub fn as_boolean(&self) -> Option<bool> {
        match self {
            Self::Boolean(flag) => Some(*flag),
            _ => None,
        }
    }

    /// The whole number, if it is one.
    pub fn as_integer(&self) -> Option<i64> {
        match self {
            Self::Integer(number) => Some(*number),
            _ => None,
        }
    }

    /// The items, if it is a list.
    pub fn as_items(&self) -> Option<&[Self]> {
        match self {
            Self::Collection(collection) => Some(&collection.items),
            _ => None,
        }
    }
}

impl From<bool> for Value {
    fn from(flag: bool) -> Self {
        Self::Boolean(flag)
    }
}

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Self::String(text.into())
    }
}

impl From<i64> for Value {
    fn from(number: i64) -> Self {
        Self::Integer(number)
    }
}

impl From<Resource> for Value {
    fn from(resource: Resource) -> Self {
        Self::Resource(resource)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_and_integers_have_bounds() {
        assert_eq!(DateTimeRange::first().to_string(), "1800-01-01T00:00:00Z");
        assert_eq!(DateTimeRange::last().to_string(), "2200-12-31T23:59:59.999Z");
        assert_eq!(integer_in_range(MAX_INTEGER + 1), None);
        assert_eq!(integer_in_range(-MAX_INTEGER), Some(-MAX_INTEGER));
    }

    #[test]
    fn a_null_document_is_undefined() {
        assert!(Value::json(Json::Null).is_not_set());
        assert_eq!(Value::collection(Type::String, Vec::new()).type_of(), Type::String.collection());
    }
}
