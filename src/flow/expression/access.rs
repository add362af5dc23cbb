//! What stands behind a value: its properties and its items; and the constants that the language names. Must not know the tree.

use super::error::Fault;
use super::value::DateTimeRange;
use super::{Json, MAX_INTEGER, Type, Value};
use crate::diagnostic::list_of;

/// The named constants of the language; a scope may give them another value.
pub(super) fn constant(name: &str) -> Option<Value> {
    Some(match name.to_ascii_lowercase().as_str() {
        "system.maxint" => Value::Integer(MAX_INTEGER),
        "system.minint" => Value::Integer(-MAX_INTEGER),
        "system.maxdatetime" => Value::DateTime(DateTimeRange::last()),
        "system.mindatetime" => Value::DateTime(DateTimeRange::first()),
        "system.maxduration" => Value::Duration(super::Duration::from_milliseconds(MAX_INTEGER)),
        "system.minduration" => Value::Duration(super::Duration::from_milliseconds(-MAX_INTEGER)),
        // A format is its own name: the functions that take one read it as text.
        lower if lower.starts_with("format.") => Value::from(name),
        _ => return None,
    })
}

/// The property of that name.
pub(super) fn property(object: &Value, name: &str) -> Result<Value, Fault> {
    let unknown = |known: &[&str]| {
        let fault = Fault::new(format!("{} has no property `{name}`", object.type_of()));
        match list_of("properties", name, known.iter().copied()) {
            Some(help) => fault.help(help),
            None => fault,
        }
    };
    match object {
        Value::NotSet(_) => Err(Fault::new(format!("NOT_SET has no property `{name}`")).operand(0)),
        // Decision: a property that the document lacks is NOT_SET; the names' letter case counts.
        Value::Json(Json::Object(_)) => match object {
            Value::Json(json) => Ok(json.get(name).cloned().map_or(Value::NotSet(Type::Json), Value::json)),
            _ => Ok(Value::NotSet(Type::Json)),
        },
        Value::Json(_) => {
            Err(Fault::new(format!("the JSON value is no object, so it has no property `{name}`")).operand(0))
        }
        Value::Object(one) => {
            let known: Vec<&str> = one.properties.iter().map(|(name, _)| name.as_ref()).collect();
            one.get(name).cloned().ok_or_else(|| unknown(&known))
        }
        Value::Currency(currency) => match name.to_ascii_lowercase().as_str() {
            "amount" => Ok(currency.amount.clone().map_or(Value::NotSet(Type::Decimal), Value::Decimal)),
            "code" => Ok(currency.code.clone().map_or(Value::NotSet(Type::String), Value::String)),
            _ => Err(unknown(&["amount", "code"])),
        },
        Value::PhoneNumber(number) => match number.property(name) {
            Some(part) => Ok(part.map_or(Value::NotSet(Type::String), Value::text)),
            None => Err(unknown(super::PhoneNumber::PROPERTIES)),
        },
        Value::Resource(resource) => match name.to_ascii_lowercase().as_str() {
            "id" => Ok(Value::String(resource.id.clone())),
            "name" => Ok(Value::String(resource.name.clone())),
            _ => Err(unknown(&["id", "name"])),
        },
        _ => Err(unknown(&[])),
    }
}

/// `list[2]` and `object["name"]`.
pub(super) fn element(list: &Value, index: &Value) -> Result<Value, Fault> {
    match (list, index) {
        (Value::NotSet(_), _) => Err(Fault::new("`[` does not take NOT_SET as its list").operand(0)),
        (_, Value::NotSet(_)) => Err(Fault::new("`[` does not take NOT_SET as its index").operand(1)),
        (_, Value::Json(json @ (Json::Number(_) | Json::String(_)))) => {
            let plain = Value::from_document(json, Type::Any).map_err(Fault::new)?;
            if let Value::Json(_) = plain {
                Err(Fault::new("this index is no number").operand(1))
            } else {
                element(list, &plain)
            }
        }
        (Value::Collection(collection), Value::Integer(at)) => {
            item(&collection.items, *at).cloned().ok_or_else(|| out_of_range(*at, collection.items.len()))
        }
        (Value::Json(Json::Array(items)), Value::Integer(at)) => {
            item(items, *at).cloned().map(Value::json).ok_or_else(|| out_of_range(*at, items.len()))
        }
        (Value::Collection(_) | Value::Json(Json::Array(_)), other) => {
            Err(Fault::new(format!("a list takes an Integer as its index, not {}", other.type_of())).operand(1))
        }
        (object, Value::String(name)) => property(object, name),
        (object, _) => Err(Fault::new(format!("{} is no list", object.type_of())).operand(0)),
    }
}

fn item<T>(items: &[T], at: i64) -> Option<&T> {
    items.get(usize::try_from(at).ok()?)
}

/// Decision: an index outside the list is a failure, not NOT_SET; the vendor's pages are silent.
fn out_of_range(at: i64, count: usize) -> Fault {
    let items = if count == 1 { "1 item".to_owned() } else { format!("{count} items") };
    Fault::new(format!("index {at} is outside the list of {items}; the first has index 0")).operand(1)
}
