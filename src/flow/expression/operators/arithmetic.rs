//! Sums, products, quotients and powers of two values. Must not know the table; none means that the operands are refused.

use std::sync::Arc;

use crate::flow::expression::decimal::{Decimal, Overflow};
use crate::flow::expression::error::Fault;
use crate::flow::expression::functions::{decimal, integer, text_result, too_large};
use crate::flow::expression::{Currency, DateTimeRange, Duration, Value};

type Outcome = Option<Result<Value, Fault>>;

/// `+`.
pub(super) fn add(left: &Value, right: &Value) -> Outcome {
    Some(match (left, right) {
        (Value::Integer(a), Value::Integer(b)) => integer(a.checked_add(*b)),
        (Value::String(a), Value::String(b)) => text_result([a.as_ref(), b.as_ref()].concat()),
        (Value::Currency(a), Value::Currency(b)) => money(a, b, Decimal::add),
        (Value::Duration(a), Value::Duration(b)) => length(a.checked_add(*b)),
        (Value::DateTime(at), Value::Duration(by)) | (Value::Duration(by), Value::DateTime(at)) => {
            shift(*at, Some(*by))
        }
        (Value::Audio(a) | Value::Prompt(a), Value::Audio(b) | Value::Prompt(b)) => {
            Ok(Value::Audio([a.as_ref(), " ", b.as_ref()].concat().into()))
        }
        _ => decimal(numbers(left, right, Decimal::add)?),
    })
}

/// `-` between two operands.
pub(super) fn subtract(left: &Value, right: &Value) -> Outcome {
    Some(match (left, right) {
        (Value::Integer(a), Value::Integer(b)) => integer(a.checked_sub(*b)),
        (Value::Currency(a), Value::Currency(b)) => money(a, b, Decimal::subtract),
        (Value::Duration(a), Value::Duration(b)) => length(b.checked_neg().and_then(|b| a.checked_add(b))),
        (Value::DateTime(at), Value::Duration(by)) => shift(*at, by.checked_neg()),
        _ => decimal(numbers(left, right, Decimal::subtract)?),
    })
}

/// `*`.
pub(super) fn multiply(left: &Value, right: &Value) -> Outcome {
    Some(match (left, right) {
        (Value::Integer(a), Value::Integer(b)) => integer(a.checked_mul(*b)),
        (Value::Currency(money), factor) | (factor, Value::Currency(money)) => {
            scaled(money, &number(factor)?, |a, b| a.multiply(b).map(Some))
        }
        _ => decimal(numbers(left, right, Decimal::multiply)?),
    })
}

/// `/`, which gives a Decimal for two Integers also.
pub(super) fn divide(left: &Value, right: &Value) -> Outcome {
    if let Value::Currency(money) = left {
        return Some(scaled(money, &number(right)?, Decimal::divide));
    }
    Some(quotient(numbers(left, right, Decimal::divide)?))
}

/// `%`, with the sign of the dividend.
pub(super) fn remainder(left: &Value, right: &Value) -> Outcome {
    Some(match (left, right) {
        (Value::Integer(_), Value::Integer(0)) => Err(by_zero()),
        (Value::Integer(a), Value::Integer(b)) => integer(a.checked_rem(*b)),
        (Value::Currency(money), factor) => scaled(money, &number(factor)?, Decimal::remainder),
        _ => quotient(numbers(left, right, Decimal::remainder)?),
    })
}

/// `^`.
pub(super) fn power(left: &Value, right: &Value) -> Outcome {
    let result = numbers(left, right, Decimal::power)?;
    Some(match result.map_err(too_large) {
        Ok(Some(power)) => Ok(Value::Decimal(power)),
        Ok(None) => Err(Fault::new("no real number is the result of this power")),
        Err(fault) => Err(fault),
    })
}

/// `-` before an operand.
pub(super) fn negate(operand: &Value) -> Outcome {
    Some(match operand {
        Value::Integer(number) => integer(number.checked_neg()),
        Value::Decimal(number) => Ok(Value::Decimal(number.negate())),
        Value::Duration(duration) => length(duration.checked_neg()),
        Value::Currency(money) => {
            Ok(Value::currency(money.amount.as_ref().map(Decimal::negate), money.code.as_ref().map(Arc::clone)))
        }
        _ => return None,
    })
}

/// The instant moved by a length of time.
pub(in crate::flow::expression) fn shift(at: jiff::Timestamp, by: Option<Duration>) -> Result<Value, Fault> {
    by.and_then(|by| at.checked_add(jiff::SignedDuration::from_millis(by.milliseconds)).ok())
        .filter(|instant| DateTimeRange::holds(*instant))
        .map(Value::DateTime)
        .ok_or_else(|| Fault::new("the result is outside the years 1800 to 2200"))
}

fn number(value: &Value) -> Option<Decimal> {
    match value {
        Value::Integer(number) => Some(Decimal::from(*number)),
        Value::Decimal(number) => Some(number.clone()),
        _ => None,
    }
}

fn numbers<T>(left: &Value, right: &Value, compute: fn(&Decimal, &Decimal) -> T) -> Option<T> {
    Some(match (left, right) {
        (Value::Decimal(a), Value::Decimal(b)) => compute(a, b),
        _ => compute(&number(left)?, &number(right)?),
    })
}

fn quotient(result: Result<Option<Decimal>, Overflow>) -> Result<Value, Fault> {
    result.map_err(too_large)?.map(Value::Decimal).ok_or_else(by_zero)
}

fn by_zero() -> Fault {
    Fault::new("division by zero")
}

fn length(duration: Option<Duration>) -> Result<Value, Fault> {
    duration.map(Value::Duration).ok_or_else(|| Fault::new("the result is too long for a Duration"))
}

fn money(
    a: &Currency,
    b: &Currency,
    compute: fn(&Decimal, &Decimal) -> Result<Decimal, Overflow>,
) -> Result<Value, Fault> {
    if a.code != b.code {
        return Err(Fault::new("amounts of two currencies do not add up").help("convert one with `ConvertCurrency(…)`"));
    }
    let (Some(x), Some(y)) = (&a.amount, &b.amount) else {
        return Err(Fault::new("a Currency has no amount"));
    };
    Ok(Value::currency(Some(compute(x, y).map_err(too_large)?), a.code.clone()))
}

fn scaled(
    money: &Currency,
    factor: &Decimal,
    compute: impl Fn(&Decimal, &Decimal) -> Result<Option<Decimal>, Overflow>,
) -> Result<Value, Fault> {
    let Some(amount) = &money.amount else { return Err(Fault::new("the Currency has no amount")) };
    let amount = compute(amount, factor).map_err(too_large)?.ok_or_else(by_zero)?;
    Ok(Value::currency(Some(amount), money.code.clone()))
}

#[cfg(test)]
mod tests {
    use crate::flow::expression::{EveryName, FixedScope, parse};

    #[rstest::rstest]
    #[case("999999999999999 + 1", "the result is too large for an Integer")]
    #[case("1.0 % 0", "division by zero")]
    #[case("7 % 0", "division by zero")]
    #[case("10.0 ^ 100", "the result is too large for a Decimal")]
    #[case("MakeDateTime(2200, 12, 31) + MakeDuration(1, 0, 0, 0)", "the result is outside the years 1800 to 2200")]
    #[case("MakeCurrency(1.0, \"USD\") + MakeCurrency(1.0, \"EUR\")", "amounts of two currencies do not add up")]
    #[case("1 + NOT_SET", "`+` does not take NOT_SET for its parameter `addend`")]
    #[case("1 + \"a\"", "`+` takes Integer for its parameter `addend`, not String")]
    fn what_cannot_be_computed_is_said(#[case] text: &str, #[case] message: &str) {
        let error = parse(text).unwrap().evaluate(&FixedScope::<EveryName>::default()).unwrap_err();
        assert_eq!(error.message, message);
    }
}
