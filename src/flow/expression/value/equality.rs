//! When two values are equal: exact letter case, Integer and Decimal by number, NOT_SET with NOT_SET. Must not know operators.

use super::{Collection, Value};
use crate::flow::expression::Type;
use crate::flow::expression::json::Json;

/// Whether two values are equal; none where their types cannot be compared.
pub fn same(a: &Value, b: &Value) -> Option<bool> {
    Some(match (a, b) {
        (Value::NotSet(a), Value::NotSet(b)) => comparable(*a, *b).then_some(true)?,
        (Value::NotSet(undefined), set) | (set, Value::NotSet(undefined)) => {
            comparable(*undefined, set.type_of()).then_some(false)?
        }
        (Value::String(a), Value::String(b)) => a == b,
        (Value::Integer(a), Value::Integer(b)) => a == b,
        (Value::Boolean(a), Value::Boolean(b)) => a == b,
        (Value::Decimal(a), Value::Decimal(b)) => a == b,
        (Value::Integer(a), Value::Decimal(b)) | (Value::Decimal(b), Value::Integer(a)) => {
            b.compare_integer(*a).is_eq()
        }
        (Value::DateTime(a), Value::DateTime(b)) => a == b,
        (Value::Date(a), Value::Date(b)) => a == b,
        (Value::Time(a), Value::Time(b)) => a == b,
        (Value::Duration(a), Value::Duration(b)) => a == b,
        (Value::Currency(a), Value::Currency(b)) => a == b,
        (Value::PhoneNumber(a), Value::PhoneNumber(b)) => a == b,
        (Value::Json(a), Value::Json(b)) => a == b,
        (Value::Json(json), other) | (other, Value::Json(json)) => json_is(json, other)?,
        (Value::Communication(a), Value::Communication(b)) => a == b,
        (Value::Audio(a), Value::Audio(b)) | (Value::Prompt(a), Value::Prompt(b)) => a == b,
        (Value::Resource(a), Value::Resource(b)) if a.kind == b.kind => a == b,
        (Value::Object(a), Value::Object(b)) if a.kind == b.kind => a == b,
        (Value::Collection(a), Value::Collection(b)) => same_items(a, b)?,
        _ => return None,
    })
}

/// Decision: a JSON scalar equals the plain value that it holds, so that `Flow.answer.status == "open"` means what it says. The vendor's
/// pages show no such comparison.
fn json_is(json: &Json, other: &Value) -> Option<bool> {
    Some(match (json, other) {
        (Json::String(a), Value::String(b)) => a == b,
        (Json::Boolean(a), Value::Boolean(b)) => a == b,
        (Json::Number(_), Value::Integer(b)) => json.as_decimal().is_some_and(|a| a.compare_integer(*b).is_eq()),
        (Json::Number(_), Value::Decimal(b)) => json.as_decimal().is_some_and(|a| a == *b),
        (_, Value::String(_) | Value::Boolean(_) | Value::Integer(_) | Value::Decimal(_)) => false,
        _ => return None,
    })
}

fn same_items(a: &Collection, b: &Collection) -> Option<bool> {
    if !comparable(a.element, b.element) {
        return None;
    }
    let equal = a.items.iter().zip(&b.items).all(|(a, b)| same(a, b) == Some(true));
    Some(equal && a.items.len() == b.items.len())
}

/// Whether values of these types can be compared for equality.
pub fn comparable(a: Type, b: Type) -> bool {
    let numeric = |one: Type| matches!(one, Type::Integer | Type::Decimal);
    let element = |one: Type| one.element().unwrap_or(one);
    a == b
        || matches!((a, b), (Type::Any, _) | (_, Type::Any) | (Type::Json, _) | (_, Type::Json))
        || (a.is_collection() == b.is_collection() && numeric(element(a)) && numeric(element(b)))
        || (a.is_collection() && b.is_collection() && (element(a) == Type::Any || element(b) == Type::Any))
}

/// Equality of values as the language sees it; values that cannot be compared are unequal.
impl PartialEq for Value {
    fn eq(&self, other: &Self) -> bool {
        same(self, other) == Some(true)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_equal_by_value_and_texts_by_letter() {
        assert_eq!(same(&Value::Integer(5), &Value::Decimal(5.into())), Some(true));
        assert_eq!(same(&Value::from("a"), &Value::from("A")), Some(false));
        assert_eq!(same(&Value::from("5"), &Value::Integer(5)), None);
    }

    #[test]
    fn undefined_equals_undefined_only() {
        assert_eq!(same(&Value::NotSet(Type::Integer), &Value::NotSet(Type::Decimal)), Some(true));
        assert_eq!(same(&Value::NotSet(Type::Any), &Value::from("")), Some(false));
        assert_eq!(same(&Value::NotSet(Type::String), &Value::Integer(1)), None);
    }
}
