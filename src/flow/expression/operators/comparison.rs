//! Equality and order of two values. Must not know the table.

use std::cmp::Ordering;

use super::order_of_texts;
use crate::flow::expression::Value;
use crate::flow::expression::error::Fault;
use crate::flow::expression::value::same;

/// `==`; a failure where the types cannot be compared.
pub(super) fn equal(left: &Value, right: &Value) -> Result<bool, Fault> {
    same(left, right).ok_or_else(|| {
        Fault::new(format!("cannot compare {} with {}", left.type_of(), right.type_of()))
            .help("convert one side, for example with `ToString(…)` or `ToInt(…)`")
    })
}

/// `<` and its kin; none where the operands are refused.
pub(super) fn ordered(left: &Value, right: &Value, wanted: fn(Ordering) -> bool) -> Option<Result<Value, Fault>> {
    let order = match (left, right) {
        (Value::Integer(a), Value::Integer(b)) => a.cmp(b),
        (Value::Decimal(a), Value::Decimal(b)) => a.cmp(b),
        (Value::Decimal(a), Value::Integer(b)) => a.compare_integer(*b),
        (Value::Integer(a), Value::Decimal(b)) => b.compare_integer(*a).reverse(),
        (Value::DateTime(a), Value::DateTime(b)) => a.cmp(b),
        (Value::Duration(a), Value::Duration(b)) => a.cmp(b),
        (Value::Date(a), Value::Date(b)) => a.cmp(b),
        (Value::Time(a), Value::Time(b)) => a.cmp(b),
        (Value::String(a), Value::String(b)) => order_of_texts(a, b, false),
        (Value::Currency(a), Value::Currency(b)) => match (&a.amount, &b.amount) {
            (Some(x), Some(y)) if a.code == b.code => x.cmp(y),
            (Some(_), Some(_)) => return Some(Err(Fault::new("cannot compare amounts of two currencies"))),
            _ => return Some(Err(Fault::new("cannot compare a Currency without an amount"))),
        },
        _ => return None,
    };
    Some(Ok(Value::Boolean(wanted(order))))
}
