//! Every kind of failure of an evaluation: its words, the place in the expression that it points at, and the values that met there.

use super::functions::tests_scope::variables;
use super::{EvaluationError, Json, Type, Value, parse};

fn failure(text: &str) -> EvaluationError {
    let scope = variables([
        ("Flow.zero", Value::Integer(0)),
        ("Flow.unset", Value::NotSet(Type::String)),
        ("Flow.list", Value::collection(Type::Integer, vec![1.into(), 2.into()])),
        ("Flow.big", Value::Integer(999_999_999_999_999)),
        ("Flow.text", Value::from("soon")),
        ("Flow.doc", Value::Json(Json::parse("{\"a\": [1]}").unwrap())),
    ]);
    match parse(text).unwrap().evaluate(&scope) {
        Err(error) => error,
        Ok(value) => panic!("{text} gives {}", value.quoted()),
    }
}

#[rstest::rstest]
#[case::index(
    "1 + Flow.list[2]",
    "index 2 is outside the list of 2 items; the first has index 0",
    "2",
    "Flow.list = [1, 2], 2 = 2"
)]
#[case::index_below(
    "GetAt(Flow.list, -1)",
    "index -1 is outside the list of 2 items; the first has index 0",
    "-1",
    "Flow.list = [1, 2], -1 = -1"
)]
#[case::index_of_a_document(
    "Flow.doc.a[1]",
    "index 1 is outside the list of 1 item; the first has index 0",
    "1",
    "Flow.doc.a = [1], 1 = 1"
)]
#[case::division("5 + 1 / Flow.zero", "division by zero", "1 / Flow.zero", "1 = 1, Flow.zero = 0")]
#[case::remainder("7 % Flow.zero", "division by zero", "7 % Flow.zero", "7 = 7, Flow.zero = 0")]
#[case::not_set(
    "1 + Length(Flow.unset)",
    "`Length` does not take NOT_SET for its parameter `text`: `Flow.unset` is NOT_SET",
    "Flow.unset",
    "Flow.unset = NOT_SET"
)]
#[case::not_set_operand(
    "\"a\" + Flow.unset",
    "`+` does not take NOT_SET for its parameter `addend`: `Flow.unset` is NOT_SET",
    "Flow.unset",
    "\"a\" = \"a\", Flow.unset = NOT_SET"
)]
#[case::to_int("ToInt(Flow.text)", "\"soon\" is no Integer", "Flow.text", "Flow.text = \"soon\"")]
#[case::to_bool("!ToBool(Flow.text)", "\"soon\" is no Boolean", "Flow.text", "Flow.text = \"soon\"")]
#[case::to_decimal("ToDecimal(Flow.text)", "\"soon\" is no Decimal", "Flow.text", "Flow.text = \"soon\"")]
#[case::to_date_time("ToDateTime(Flow.text)", "\"soon\" is no DateTime", "Flow.text", "Flow.text = \"soon\"")]
#[case::to_duration("ToDuration(Flow.text)", "\"soon\" is no Duration", "Flow.text", "Flow.text = \"soon\"")]
#[case::to_currency("ToCurrency(Flow.text)", "\"soon\" is no Currency", "Flow.text", "Flow.text = \"soon\"")]
#[case::to_phone_number("ToPhoneNumber(Flow.text)", "\"soon\" is no PhoneNumber", "Flow.text", "Flow.text = \"soon\"")]
#[case::json(
    "JsonParse(Flow.text)",
    "the text is no JSON: unexpected character at offset 0",
    "Flow.text",
    "Flow.text = \"soon\""
)]
#[case::resource(
    "IsSet(ToQueue(\"Nobody\"))",
    "the org has no queue `Nobody`",
    "\"Nobody\"",
    "\"Nobody\" = \"Nobody\""
)]
#[case::integer(
    "Flow.big + 1",
    "the result is too large for an Integer",
    "Flow.big + 1",
    "Flow.big = 999999999999999, 1 = 1"
)]
#[case::integer_below(
    "-Flow.big - 1",
    "the result is too large for an Integer",
    "-Flow.big - 1",
    "-Flow.big = -999999999999999, 1 = 1"
)]
#[case::integer_product(
    "Flow.big * Flow.big",
    "the result is too large for an Integer",
    "Flow.big * Flow.big",
    "Flow.big = 999999999999999, Flow.big = 999999999999999"
)]
#[case::integer_cast(
    "ToInt(1000000000000000.0)",
    "the result is too large for an Integer",
    "ToInt(1000000000000000.0)",
    "1000000000000000.0 = 1000000000000000.0"
)]
#[case::decimal("10.0 ^ 40", "the result is too large for a Decimal", "10.0 ^ 40", "10.0 = 10.0, 40 = 40")]
#[case::late(
    "MakeDateTime(2200, 12, 31) + MakeDuration(1, 0, 0, 0)",
    "the result is outside the years 1800 to 2200",
    "MakeDateTime(2200, 12, 31) + MakeDuration(1, 0, 0, 0)",
    "MakeDateTime(2200, 12, 31) = 2200-12-31T00:00:00Z, MakeDuration(1, 0, 0, 0) = P1D"
)]
#[case::early(
    "AddYears(MakeDateTime(1800, 1, 1), -1)",
    "the result is outside the years 1800 to 2200",
    "AddYears(MakeDateTime(1800, 1, 1), -1)",
    "MakeDateTime(1800, 1, 1) = 1800-01-01T00:00:00Z, -1 = -1"
)]
#[case::no_date(
    "1 + Day(MakeDateTime(2023, 2, 29))",
    "there is no such date",
    "MakeDateTime(2023, 2, 29)",
    "2023 = 2023, 2 = 2, 29 = 29"
)]
#[case::two_currencies(
    "MakeCurrency(1, \"USD\") + MakeCurrency(1, \"EUR\")",
    "amounts of two currencies do not add up",
    "MakeCurrency(1, \"USD\") + MakeCurrency(1, \"EUR\")",
    "MakeCurrency(1, \"USD\") = 1.0|USD, MakeCurrency(1, \"EUR\") = 1.0|EUR"
)]
#[case::types(
    "Flow.text == Flow.zero",
    "cannot compare String with Integer",
    "Flow.text == Flow.zero",
    "Flow.text = \"soon\", Flow.zero = 0"
)]
#[case::property("Flow.text.size", "String has no property `size`", "Flow.text.size", "Flow.text = \"soon\"")]
#[case::unknown_name("1 + Flow.gone", "there is no variable `Flow.gone`", "Flow.gone", "")]
#[case::branch("If(Flow.zero == 0, 1 / Flow.zero, 2)", "division by zero", "1 / Flow.zero", "1 = 1, Flow.zero = 0")]
fn a_failure_says_what_and_where_and_of_which_values(
    #[case] text: &str,
    #[case] message: &str,
    #[case] place: &str,
    #[case] met: &str,
) {
    let error = failure(text);
    let values: Vec<String> =
        error.values.iter().map(|(source, value)| format!("{source} = {}", value.quoted())).collect();
    assert_eq!(error.message, message);
    assert_eq!(text.get(error.span), Some(place));
    assert_eq!(values.join(", "), met);
}
