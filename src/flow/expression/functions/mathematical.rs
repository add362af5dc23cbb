//! Functions of numbers: rounding and sums.

use super::arguments::{decimal, integer, too_large};
use super::{Arguments, Definition};
use crate::flow::expression::decimal::Decimal;
use crate::flow::expression::error::Fault;
use crate::flow::expression::operators::BinaryOperator;
use crate::flow::expression::{Duration, Type, Value};

pub(super) const FUNCTIONS: &[Definition] = &[
    Definition {
        name: "Abs",
        summary: "the number without its sign",
        signatures: &["(value: Integer) -> Integer", "(value: Decimal) -> Decimal"],
        run: absolute,
        examples: &[("Abs(-3)", "3"), ("Abs(-3.5)", "3.5")],
    },
    Definition {
        name: "Ceiling",
        summary: "the smallest whole number that is not below",
        signatures: &[
            "(currencyValue: Currency) -> Currency",
            "(decimalValue: Decimal) -> Decimal",
            "(integerValue: Integer) -> Integer",
        ],
        run: |arguments| rounded(arguments, Decimal::ceiling),
        examples: &[
            ("Ceiling(-3.2)", "-3.0"),
            ("Ceiling(3)", "3"),
            ("Ceiling(MakeCurrency(3.2, \"USD\"))", "MakeCurrency(4, \"USD\")"),
        ],
    },
    Definition {
        name: "Floor",
        summary: "the largest whole number that is not above",
        signatures: &[
            "(value: Currency) -> Currency",
            "(decimalValue: Decimal) -> Decimal",
            "(integerValue: Integer) -> Integer",
        ],
        run: |arguments| rounded(arguments, Decimal::floor),
        examples: &[
            ("Floor(-3.2)", "-4.0"),
            ("Floor(3+7)", "10"),
            ("Floor(MakeCurrency(3.8, \"USD\"))", "MakeCurrency(3, \"USD\")"),
        ],
    },
    Definition {
        name: "Max",
        summary: "the largest of numbers",
        signatures: &[
            "(value: Integer, nextValue: Integer...) -> Integer",
            "(value: Decimal, nextValue: Decimal...) -> Decimal",
        ],
        run: |arguments| extreme(arguments, BinaryOperator::Greater),
        examples: &[("Max(1, 5, 3)", "5"), ("Max(1.5, 2)", "2.0")],
    },
    Definition {
        name: "Min",
        summary: "the smallest of numbers",
        signatures: &[
            "(value: Integer, nextValue: Integer...) -> Integer",
            "(value: Decimal, nextValue: Decimal...) -> Decimal",
        ],
        run: |arguments| extreme(arguments, BinaryOperator::Less),
        examples: &[("Min(4, 1, 3)", "1"), ("Min(1.5, 2)", "1.5")],
    },
    Definition {
        name: "Round",
        summary: "rounded to a whole number, or to that many digits behind the point; halves go away from zero",
        signatures: &[
            "(currencyValue: Currency) -> Currency",
            "(value: Decimal) -> Decimal",
            "(value: Decimal, digits: Integer) -> Decimal",
            "(value: Currency, digits: Integer) -> Currency",
        ],
        run: round,
        examples: &[
            ("Round(1.5)", "2.0"),
            ("Round(-3.6)", "-4.0"),
            ("Round(3.225, 1)", "3.2"),
            ("Round(-3.614, 2)", "-3.61"),
            ("Round(MakeCurrency(3.5, \"USD\"))", "MakeCurrency(4, \"USD\")"),
            ("Round(MakeCurrency(3.225, \"USD\"), 2)", "MakeCurrency(3.23, \"USD\")"),
        ],
    },
    Definition {
        name: "Sum",
        summary: "the sum of numbers, amounts or lengths of time, or of a list of them; those that are NOT_SET count as nothing",
        signatures: &[
            "(integerValue: Integer?, nextIntegerValue: Integer?...) -> Integer",
            "(currencyValue: Currency?, nextCurrencyValue: Currency?...) -> Currency",
            "(decimalValue: Decimal?, nextDecimalValue: Decimal?...) -> Decimal",
            "(value: Duration?, nextValue: Duration?...) -> Duration",
            "(integerCollection: IntegerCollection) -> Integer",
            "(currencyCollection: CurrencyCollection) -> Currency",
            "(decimalCollection: DecimalCollection) -> Decimal",
            "(value: DurationCollection) -> Duration",
        ],
        run: sum,
        examples: &[
            ("Sum(3, 5, -8)", "0"),
            ("Sum(NOT_SET, 5.0)", "5.0"),
            ("Sum(MakeList(3, ToInt(NOT_SET), 5))", "8"),
            ("Sum(ToDecimal(NOT_SET), ToDecimal(NOT_SET))", "0.0"),
            ("Sum(MakeDuration(0, 1, 0, 0), MakeDuration(0, 0, 30, 0))", "MakeDuration(0, 1, 30, 0)"),
            ("Sum(MakeCurrency(5, \"USD\"), NOT_SET, MakeCurrency(1.5, \"USD\"))", "MakeCurrency(6.5, \"USD\")"),
            ("Sum(MakeList(MakeCurrency(5, \"USD\"), ToCurrency(NOT_SET)))", "MakeCurrency(5, \"USD\")"),
            ("Sum(MakeList(3.5, 5.5))", "9.0"),
            ("Sum(MakeList(MakeDuration(0, 1, 0, 0), ToDuration(NOT_SET)))", "MakeDuration(0, 1, 0, 0)"),
            ("Sum(MakeEmptyList(ToInt(NOT_SET)))", "0"),
            ("Sum(999999999999999, 1)", "error: the result is too large for an Integer"),
        ],
    },
];

/// The values that a call adds up: its arguments, or the items of its one list; and their type.
pub(super) fn addends<'a>(arguments: &Arguments<'a>) -> Result<(Vec<&'a Value>, Type), Fault> {
    if let Value::Collection(list) = arguments.value(0)? {
        return Ok((list.items.iter().collect(), list.element));
    }
    let values: Vec<&Value> = arguments.from(0).collect();
    let known = values.iter().map(|value| value.type_of()).filter(|one| *one != Type::Any);
    // A Decimal beside an Integer makes a Decimal.
    let element = known.reduce(|a, b| if b == Type::Decimal { b } else { a }).unwrap_or(Type::Integer);
    Ok((values, element))
}

/// The sum of what is set; none where nothing is.
pub(super) fn total(values: &[&Value]) -> Result<Option<Value>, Fault> {
    let mut set = values.iter().filter(|value| !value.is_not_set());
    let Some(first) = set.next() else { return Ok(None) };
    set.try_fold((*first).clone(), |sum, value| BinaryOperator::Add.apply(&sum, value)).map(Some)
}

/// Nothing, of a type that can be added up.
pub(super) fn nothing(element: Type) -> Value {
    match element {
        Type::Decimal => Value::Decimal(Decimal::zero()),
        Type::Duration => Value::Duration(Duration::default()),
        Type::Currency => Value::currency(Some(Decimal::zero()), None),
        _ => Value::Integer(0),
    }
}

fn sum(arguments: &Arguments<'_>) -> Result<Value, Fault> {
    let (values, element) = addends(arguments)?;
    Ok(total(&values)?.unwrap_or_else(|| nothing(element)))
}

fn rounded(arguments: &Arguments<'_>, round: fn(&Decimal) -> Decimal) -> Result<Value, Fault> {
    Ok(match arguments.value(0)? {
        Value::Decimal(number) => Value::Decimal(round(number)),
        Value::Currency(currency) => Value::currency(currency.amount.as_ref().map(round), currency.code.clone()),
        other => other.clone(),
    })
}

fn round(arguments: &Arguments<'_>) -> Result<Value, Fault> {
    let digits = if arguments.count() > 1 { arguments.integer(1)? } else { 0 };
    Ok(match arguments.value(0)? {
        Value::Decimal(number) => Value::Decimal(number.round(digits)),
        Value::Currency(currency) => {
            Value::currency(currency.amount.as_ref().map(|amount| amount.round(digits)), currency.code.clone())
        }
        other => other.clone(),
    })
}

fn absolute(arguments: &Arguments<'_>) -> Result<Value, Fault> {
    match arguments.value(0)? {
        Value::Integer(number) => integer(number.checked_abs()),
        Value::Decimal(number) if number.is_negative() => Ok(Value::Decimal(number.negate())),
        other => Ok(other.clone()),
    }
}

fn extreme(arguments: &Arguments<'_>, better: BinaryOperator) -> Result<Value, Fault> {
    let mut best = arguments.value(0)?;
    for value in arguments.from(1) {
        if better.apply(value, best)? == Value::Boolean(true) {
            best = value;
        }
    }
    Ok(best.clone())
}

/// A quotient of a sum and a count.
pub(super) fn mean(sum: &Value, count: usize) -> Result<Value, Fault> {
    let count = i64::try_from(count).unwrap_or(i64::MAX);
    match sum {
        Value::Duration(length) => Ok(Value::Duration(Duration::from_milliseconds(length.milliseconds / count))),
        Value::Currency(_) => BinaryOperator::Divide.apply(sum, &Value::Integer(count)),
        Value::Integer(number) => decimal(quotient(&Decimal::from(*number), count)?),
        Value::Decimal(number) => decimal(quotient(number, count)?),
        other => Err(Fault::new(format!("{} has no average", other.type_of()))),
    }
}

fn quotient(number: &Decimal, count: i64) -> Result<Result<Decimal, crate::flow::expression::Overflow>, Fault> {
    let quotient = number.divide(&Decimal::from(count)).map_err(too_large)?;
    quotient.map(Ok).ok_or_else(|| Fault::new("division by zero"))
}
