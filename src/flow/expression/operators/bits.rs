//! Bitwise and logical operators on two values. Must not know the table.

use crate::flow::expression::Value;
use crate::flow::expression::error::Fault;
use crate::flow::expression::functions::integer;

type Outcome = Option<Result<Value, Fault>>;

/// `&`.
pub(super) fn and(left: &Value, right: &Value) -> Outcome {
    Some(integer(Some(left.as_integer()? & right.as_integer()?)))
}

/// `|`.
pub(super) fn or(left: &Value, right: &Value) -> Outcome {
    Some(integer(Some(left.as_integer()? | right.as_integer()?)))
}

/// `and`, `or` of two booleans.
pub(super) fn logical(left: &Value, right: &Value, combine: fn(bool, bool) -> bool) -> Outcome {
    Some(Ok(Value::Boolean(combine(left.as_boolean()?, right.as_boolean()?))))
}
