//! Functions of samples: the average.

use super::mathematical::{addends, mean, nothing, total};
use super::{Arguments, Definition};
use crate::flow::expression::error::Fault;
use crate::flow::expression::{Type, Value};

pub(super) const FUNCTIONS: &[Definition] = &[Definition {
    name: "Average",
    summary: "the average of numbers, amounts or lengths of time, or of a list of them; those that are NOT_SET are left out",
    signatures: &[
        "(value: Currency?...) -> Currency",
        "(decimalValue: Decimal?...) -> Decimal",
        "(durationValue: Duration?...) -> Duration",
        "(integerValue: Integer?...) -> Decimal",
        "(currencyCollection: CurrencyCollection) -> Currency",
        "(decimalCollection: DecimalCollection) -> Decimal",
        "(integerCollection: IntegerCollection) -> Decimal",
        "(durationCollection: DurationCollection) -> Duration",
    ],
    run: average,
    examples: &[
        ("Average(8, 0, -4, 14)", "4.5"),
        ("Average(8.0, NOT_SET)", "8.0"),
        ("Average(MakeEmptyList(ToInt(NOT_SET)))", "0.0"),
        ("Average(MakeDuration(0, 0, 1, 0), MakeDuration(0, 0, 3, 0))", "MakeDuration(0, 0, 2, 0)"),
        ("Average(MakeCurrency(5, \"USD\"), MakeCurrency(6, \"USD\"))", "MakeCurrency(5.5, \"USD\")"),
        ("Average(MakeList(MakeCurrency(5, \"USD\"), ToCurrency(NOT_SET)))", "MakeCurrency(5, \"USD\")"),
        ("Average(MakeList(8.0, ToDecimal(NOT_SET)))", "8.0"),
        ("Average(MakeList(8, 4))", "6.0"),
        ("Average(MakeList(MakeDuration(0, 0, 1, 0), MakeDuration(0, 0, 2, 0)))", "MakeDuration(0, 0, 1, 30)"),
    ],
}];

fn average(arguments: &Arguments<'_>) -> Result<Value, Fault> {
    let (values, element) = addends(arguments)?;
    let count = values.iter().filter(|value| !value.is_not_set()).count();
    match total(&values)? {
        Some(sum) => mean(&sum, count),
        None => Ok(nothing(if element == Type::Integer { Type::Decimal } else { element })),
    }
}
