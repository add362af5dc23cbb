//! What an implementation sees of a call: arguments that were checked against a signature, and the scope. Must not know names of
//! functions.

use std::borrow::Cow;
use std::sync::Arc;

use crate::flow::expression::decimal::{Decimal, Overflow};
use crate::flow::expression::error::Fault;
use crate::flow::expression::value::integer_in_range;
use crate::flow::expression::{Duration, Json, Resource, ResourceKind, Scope, Type, Value};

/// The checked arguments of one call.
pub(in crate::flow::expression) struct Arguments<'a> {
    pub values: &'a [Cow<'a, Value>],
    pub scope: &'a dyn Scope,
}

impl<'a> Arguments<'a> {
    /// How many there are.
    pub fn count(&self) -> usize {
        self.values.len()
    }

    /// The argument at that place.
    pub fn value(&self, index: usize) -> Result<&'a Value, Fault> {
        self.values.get(index).map(Cow::as_ref).ok_or_else(|| missing(index))
    }

    /// All of them from that place on.
    pub fn from(&self, index: usize) -> impl Iterator<Item = &'a Value> {
        self.values.iter().skip(index).map(Cow::as_ref)
    }

    /// The text at that place.
    pub fn text(&self, index: usize) -> Result<&'a str, Fault> {
        self.value(index)?.as_text().ok_or_else(|| missing(index))
    }

    /// The text at that place, none when it is NOT_SET.
    pub fn text_if_set(&self, index: usize) -> Result<Option<&'a str>, Fault> {
        match self.value(index)? {
            Value::NotSet(_) => Ok(None),
            _ => self.text(index).map(Some),
        }
    }

    /// The whole number at that place.
    pub fn integer(&self, index: usize) -> Result<i64, Fault> {
        self.value(index)?.as_integer().ok_or_else(|| missing(index))
    }

    /// The boolean at that place; false where the argument was not given.
    pub fn flag(&self, index: usize) -> Result<bool, Fault> {
        match self.values.get(index) {
            None => Ok(false),
            Some(value) => value.as_boolean().ok_or_else(|| missing(index)),
        }
    }

    /// The items of the list at that place.
    pub fn items(&self, index: usize) -> Result<&'a [Value], Fault> {
        self.value(index)?.as_items().ok_or_else(|| missing(index))
    }

    /// The length of time at that place.
    pub fn duration(&self, index: usize) -> Result<Duration, Fault> {
        match self.value(index)? {
            Value::Duration(duration) => Ok(*duration),
            _ => Err(missing(index)),
        }
    }

    /// The instant at that place.
    pub fn instant(&self, index: usize) -> Result<jiff::Timestamp, Fault> {
        match self.value(index)? {
            Value::DateTime(instant) => Ok(*instant),
            _ => Err(missing(index)),
        }
    }

    /// The document at that place, none when it is NOT_SET.
    pub fn json_if_set(&self, index: usize) -> Result<Option<&'a Json>, Fault> {
        match self.value(index)? {
            Value::NotSet(_) => Ok(None),
            Value::Json(json) => Ok(Some(json)),
            _ => Err(missing(index)),
        }
    }

    /// The resource that the text at that place names; NOT_SET of its type for NOT_SET.
    ///
    /// A name that the org does not have is a failure that suggests nothing: the directory cannot be listed.
    pub fn find(&self, kind: ResourceKind, index: usize) -> Result<Option<Resource>, Fault> {
        Ok(self.text_if_set(index)?.and_then(|name| self.scope.directory().by_name(kind, name)))
    }
}

/// Cannot happen after the signature was checked; said plainly in case it does.
fn missing(index: usize) -> Fault {
    Fault::new(format!("argument {} has another type than its signature says", index + 1)).operand(index)
}

/// The result, unless it is beyond an Integer.
pub(in crate::flow::expression) fn integer(number: Option<i64>) -> Result<Value, Fault> {
    number
        .and_then(integer_in_range)
        .map(Value::Integer)
        .ok_or_else(|| Fault::new("the result is too large for an Integer"))
}

/// The result, unless it is beyond a Decimal.
pub(in crate::flow::expression) fn decimal(number: Result<Decimal, Overflow>) -> Result<Value, Fault> {
    number.map(Value::Decimal).map_err(too_large)
}

pub(in crate::flow::expression) fn too_large(_: Overflow) -> Fault {
    Fault::new("the result is too large for a Decimal")
}

/// Bytes of a text that is computed. Far above any message; a text that doubles in a loop stops here instead of filling the memory.
const MAX_TEXT: usize = 4 << 20;

/// A text result, unless it is too long.
pub(in crate::flow::expression) fn text(text: impl Into<Arc<str>> + AsRef<str>) -> Result<Value, Fault> {
    let length = text.as_ref().len();
    if length > MAX_TEXT {
        return Err(Fault::new(format!("the text has {length} bytes; at most {MAX_TEXT} are kept")));
    }
    Ok(Value::String(text.into()))
}

/// NOT_SET of a type.
pub(in crate::flow::expression) fn not_set(value_type: Type) -> Result<Value, Fault> {
    Ok(Value::NotSet(value_type))
}
