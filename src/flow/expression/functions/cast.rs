//! Functions that turn a value into another type. Each gives NOT_SET of its type for NOT_SET.

use std::sync::Arc;

use super::arguments::{decimal, integer, not_set, text, too_large};
use super::{Arguments, Definition};
use crate::flow::expression::decimal::Decimal;
use crate::flow::expression::error::Fault;
use crate::flow::expression::value::{DEFAULT_DELIMITER, parse_currency, parse_date_time};
use crate::flow::expression::{Duration, PhoneNumber, ResourceKind, Type, Value};

pub(super) const FUNCTIONS: &[Definition] = &[
    Definition {
        name: "ToBool",
        summary: "true for a number other than 0 and for `true`, `t`, `yes`, `y` or `1` in any letter case",
        signatures: &[
            "(valueToConvert: NOT_SET?) -> Boolean",
            "(valueToConvert: Decimal?) -> Boolean",
            "(valueToConvert: String?) -> Boolean",
            "(valueToConvert: Integer?) -> Boolean",
            "(valueToReturn: Boolean) -> Boolean",
        ],
        run: to_bool,
        examples: &[
            ("ToBool(1.5)", "true"),
            ("ToBool(0.0)", "false"),
            ("ToBool(\"T\")", "true"),
            ("ToBool(\"1\")", "true"),
            ("ToBool(\"false\")", "false"),
            ("ToBool(\"maybe\")", "error: \"maybe\" is no Boolean"),
            ("ToBool(-10)", "true"),
            ("IsSet(ToBool(NOT_SET))", "false"),
            ("ToBool(1 > 2)", "false"),
        ],
    },
    Definition {
        name: "ToCurrency",
        summary: "an amount of money from `5.25|USD`, or a number without a code",
        signatures: &[
            "(nullValue: NOT_SET?) -> Currency",
            "(valueToConvert: String?) -> Currency",
            "(valueToConvert: Decimal?) -> Currency",
            "(valueToConvert: Integer?) -> Currency",
            "(valueToReturn: Currency?) -> Currency",
        ],
        run: to_currency,
        examples: &[
            ("ToCurrency(\"6.50|USD\")", "MakeCurrency(6.5, \"USD\")"),
            ("IsSet(ToCurrency(NOT_SET))", "false"),
            ("ToCurrency(5.25).amount", "5.25"),
            ("ToCurrency(5).amount", "5.0"),
            ("IsSet(ToCurrency(5).code)", "false"),
            ("ToCurrency(MakeCurrency(5, \"USD\"))", "MakeCurrency(5, \"USD\")"),
            ("ToCurrency(\"much\")", "error: \"much\" is no Currency"),
        ],
    },
    Definition {
        name: "ToDateTime",
        summary: "an instant from ISO 8601, or from seconds since 1970",
        signatures: &[
            "(valueToConvert: NOT_SET?) -> DateTime",
            "(text: String?) -> DateTime",
            "(valueToConvert: Integer?) -> DateTime",
            "(valueToReturn: DateTime?) -> DateTime",
        ],
        run: to_date_time,
        examples: &[
            ("ToDateTime(\"2009-01-10T06:30:00Z\")", "MakeDateTime(2009, 1, 10, 6, 30, 0)"),
            ("ToDateTime(0)", "MakeDateTime(1970, 1, 1)"),
            ("ToDateTime(\"soon\")", "error: \"soon\" is no DateTime"),
            ("IsSet(ToDateTime(NOT_SET))", "false"),
            ("ToDateTime(MakeDateTime(2024, 2, 29))", "MakeDateTime(2024, 2, 29)"),
        ],
    },
    Definition {
        name: "ToDecimal",
        summary: "a Decimal from a number, a boolean, an amount of money or a text",
        signatures: &[
            "(valueToConvert: NOT_SET?) -> Decimal",
            "(valueToConvert: Boolean?) -> Decimal",
            "(valueToConvert: Currency?) -> Decimal",
            "(valueToConvert: String?) -> Decimal",
            "(valueToConvert: Integer?) -> Decimal",
            "(valueToReturn: Decimal?) -> Decimal",
        ],
        run: to_decimal,
        examples: &[
            ("ToDecimal(true)", "1.0"),
            ("ToDecimal(MakeCurrency(5.25, \"USD\"))", "5.25"),
            ("ToDecimal(\"0.0\")", "0.0"),
            ("ToDecimal(\"x\")", "error: \"x\" is no Decimal"),
            ("ToString(ToDecimal(100))", "\"100.0\""),
            ("IsSet(ToDecimal(NOT_SET))", "false"),
            ("ToDecimal(5.5)", "5.5"),
        ],
    },
    Definition {
        name: "ToDuration",
        summary: "a length of time from ISO 8601, or from milliseconds",
        signatures: &[
            "(valueToConvert: NOT_SET?) -> Duration",
            "(valueToConvert: String?) -> Duration",
            "(valueToConvert: Integer?) -> Duration",
            "(valueToReturn: Duration?) -> Duration",
        ],
        run: to_duration,
        examples: &[
            ("ToDuration(\"PT1H\")", "MakeDuration(0, 1, 0, 0)"),
            ("ToDuration(1000)", "MakeDuration(0, 0, 0, 1)"),
            ("IsSet(ToDuration(NOT_SET))", "false"),
            ("ToDuration(MakeDuration(0, 0, 0, 5))", "MakeDuration(0, 0, 0, 5)"),
            ("ToDuration(\"long\")", "error: \"long\" is no Duration"),
        ],
    },
    Definition {
        name: "ToInt",
        summary: "a whole number: fractions are cut off, a Duration gives milliseconds",
        signatures: &[
            "(valueToConvert: NOT_SET?) -> Integer",
            "(valueToConvert: Boolean?) -> Integer",
            "(valueToConvert: Decimal?) -> Integer",
            "(valueToConvert: String?) -> Integer",
            "(valueToReturn: Integer?) -> Integer",
            "(valueToConvert: Duration?) -> Integer",
        ],
        run: to_int,
        examples: &[
            ("ToInt(-5.7)", "-5"),
            ("ToInt(\"-55\")", "-55"),
            ("ToInt(MakeDuration(0, 0, 1, 0))", "60000"),
            ("ToInt(\"\")", "error: \"\" is no Integer"),
            ("ToInt(true)", "1"),
            ("IsSet(ToInt(NOT_SET))", "false"),
            ("ToInt(5)", "5"),
        ],
    },
    Definition {
        name: "ToPhoneNumber",
        summary: "a telephone or SIP number from a text",
        signatures: &[
            "(valueToConvert: NOT_SET?) -> PhoneNumber",
            "(valueToConvert: String) -> PhoneNumber",
            "(valueToReturn: PhoneNumber?) -> PhoneNumber",
        ],
        run: to_phone_number,
        examples: &[
            ("ToPhoneNumber(\"+13178723000\") == ToPhoneNumber(\"13178723000\")", "true"),
            ("ToPhoneNumber(\"(317) 872-3000\").e164", "\"+13178723000\""),
            ("ToPhoneNumber(\"anonymous\")", "error: \"anonymous\" is no PhoneNumber"),
            ("IsSet(ToPhoneNumber(NOT_SET))", "false"),
            ("ToPhoneNumber(ToPhoneNumber(\"tel:+442079460000\")).dialingCode", "\"44\""),
            ("ToPhoneNumber(\"+13178723000;ext=105\").extension", "\"105\""),
        ],
    },
    Definition {
        name: "ToString",
        summary: "a value as text; a list with a delimiter between its items; a number with that many digits behind the point",
        signatures: &[
            "(valueToConvert: Any?) -> String",
            "(valueToConvert: AnyCollection) -> String",
            "(valueToConvert: AnyCollection, delimiter: String?) -> String",
            "(decimalValueToConvert: Decimal?, decimalPlaces: Integer) -> String",
            "(currencyValueToConvert: Currency?, decimalPlaces: Integer) -> String",
            "(valueToConvert: DecimalCollection, decimalPlaces: Integer) -> String",
            "(currencyCollectionToConvert: CurrencyCollection?, decimalPlaces: Integer) -> String",
            "(valueToConvert: DecimalCollection, delimiter: String?, decimalPlaces: Integer) -> String",
            "(currencyCollectionToConvert: CurrencyCollection?, delimiter: String?, decimalPlaces: Integer) -> String",
        ],
        run: to_string,
        examples: &[
            ("ToString(true)", "\"true\""),
            ("ToString(-1.0)", "\"-1.0\""),
            ("ToString(NOT_SET) == \"\"", "false"),
            ("ToString(MakeList(true, false), \"|\")", "\"true|false\""),
            ("ToString(1.125, 2)", "\"1.13\""),
            ("ToString(MakeCurrency(1.125, \"USD\"), 2)", "\"1.13|USD\""),
            ("ToString(MakeList(2000.5, -1.0), \"|\", 2)", "\"2000.50|-1.00\""),
            ("IsSet(ToString(NOT_SET))", "false"),
            ("ToString(MakeList(1, 2))", "\"1,2\""),
            ("ToString(MakeList(2000.5, -1.0), 1)", "\"2000.5,-1.0\""),
            ("ToString(MakeList(MakeCurrency(5, \"USD\")), 2)", "\"5.00|USD\""),
            ("ToString(MakeList(MakeCurrency(5, \"USD\"), MakeCurrency(1, \"EUR\")), \"^\", 1)", "\"5.0|USD^1.0|EUR\""),
            ("ToString(ToDateTime(\"2009-01-10T06:30:00Z\"))", "\"2009-01-10T06:30:00Z\""),
        ],
    },
    to_resource(
        "ToQueue",
        "the queue of that name",
        &["(valueToConvert: String?) -> Queue", "(valueToReturn: Queue?) -> Queue"],
        |a| find(a, ResourceKind::Queue),
        &[
            ("ToString(ToQueue(\"Sales\"))", "\"Sales\""),
            ("ToQueue(\"Nobody\")", "error: the org has no queue `Nobody`"),
            ("ToString(ToQueue(ToQueue(\"Sales\")))", "\"Sales\""),
            ("IsSet(ToQueue(NOT_SET))", "false"),
        ],
    ),
    to_resource(
        "ToUser",
        "the user with that e-mail address or name",
        &["(userName: String?) -> User", "(valueToReturn: User?) -> User"],
        |a| find(a, ResourceKind::User),
        &[
            ("IsSet(ToUser(NOT_SET))", "false"),
            ("ToString(ToUser(ToUser(\"a@b.c\")))", "\"a@b.c\""),
            ("IsSet(ToUser(NOT_SET))", "false"),
        ],
    ),
    to_resource(
        "ToGroup",
        "the group of that name",
        &["(valueToConvert: String?) -> Group", "(valueToReturn: Group?) -> Group"],
        |a| find(a, ResourceKind::Group),
        &[
            ("ToString(ToGroup(\"Team\"))", "\"Team\""),
            ("ToString(ToGroup(ToGroup(\"Team\")))", "\"Team\""),
            ("IsSet(ToGroup(NOT_SET))", "false"),
        ],
    ),
    to_resource(
        "ToSkill",
        "the ACD skill of that name",
        &["(skillName: String?) -> Skill", "(valueToReturn: Skill?) -> Skill"],
        |a| find(a, ResourceKind::Skill),
        &[
            ("ToString(ToSkill(\"Spanish\"))", "\"Spanish\""),
            ("ToString(ToSkill(ToSkill(\"Spanish\")))", "\"Spanish\""),
            ("IsSet(ToSkill(NOT_SET))", "false"),
        ],
    ),
    to_resource(
        "ToLanguageSkill",
        "the language skill of that name",
        &["(languageTag: String?) -> LanguageSkill", "(valueToReturn: LanguageSkill) -> LanguageSkill"],
        |a| find(a, ResourceKind::LanguageSkill),
        &[
            ("IsSet(ToLanguageSkill(\"en-US\"))", "true"),
            ("ToString(ToLanguageSkill(ToLanguageSkill(\"en-US\")))", "\"en-US\""),
            ("IsSet(ToLanguageSkill(NOT_SET))", "false"),
        ],
    ),
    to_resource(
        "ToWrapupCode",
        "the wrap-up code of that name",
        &["(valueToConvert: String?) -> WrapupCode", "(valueToReturn: WrapupCode?) -> WrapupCode"],
        |a| find(a, ResourceKind::WrapupCode),
        &[
            ("IsSet(ToWrapupCode(\"Done\"))", "true"),
            ("ToString(ToWrapupCode(ToWrapupCode(\"Done\")))", "\"Done\""),
            ("IsSet(ToWrapupCode(NOT_SET))", "false"),
        ],
    ),
    to_resource(
        "ToSchedule",
        "the schedule of that name",
        &["(valueToConvert: String?) -> Schedule", "(valueToReturn: Schedule?) -> Schedule"],
        |a| find(a, ResourceKind::Schedule),
        &[
            ("IsSet(ToSchedule(NOT_SET))", "false"),
            ("ToString(ToSchedule(ToSchedule(\"Open hours\")))", "\"Open hours\""),
            ("IsSet(ToSchedule(NOT_SET))", "false"),
        ],
    ),
    to_resource(
        "ToScheduleGroup",
        "the schedule group of that name",
        &["(valueToConvert: String?) -> ScheduleGroup", "(valueToReturn: ScheduleGroup?) -> ScheduleGroup"],
        |a| find(a, ResourceKind::ScheduleGroup),
        &[
            ("IsSet(ToScheduleGroup(NOT_SET))", "false"),
            ("ToString(ToScheduleGroup(ToScheduleGroup(\"Open hours\")))", "\"Open hours\""),
            ("IsSet(ToScheduleGroup(NOT_SET))", "false"),
        ],
    ),
    to_resource(
        "ToEmergencyGroup",
        "the emergency group of that name",
        &["(valueToConvert: String?) -> EmergencyGroup", "(valueToReturn: EmergencyGroup?) -> EmergencyGroup"],
        |a| find(a, ResourceKind::EmergencyGroup),
        &[
            ("IsSet(ToEmergencyGroup(\"Fire\"))", "true"),
            ("ToString(ToEmergencyGroup(ToEmergencyGroup(\"Fire\")))", "\"Fire\""),
            ("IsSet(ToEmergencyGroup(NOT_SET))", "false"),
        ],
    ),
];

const fn to_resource(
    name: &'static str,
    summary: &'static str,
    signatures: &'static [&'static str],
    run: fn(&Arguments<'_>) -> Result<Value, Fault>,
    examples: &'static [(&'static str, &'static str)],
) -> Definition {
    Definition { name, summary, signatures, run, examples }
}

fn misfit(value: &Value, wanted: Type) -> Fault {
    Fault::new(format!("{} is no {wanted}", value.quoted())).operand(0)
}

fn to_bool(arguments: &Arguments<'_>) -> Result<Value, Fault> {
    let value = arguments.value(0)?;
    Ok(Value::Boolean(match value {
        Value::NotSet(_) => return not_set(Type::Boolean),
        Value::Boolean(flag) => *flag,
        Value::Integer(number) => *number != 0,
        Value::Decimal(number) => !number.is_zero(),
        other => match other.as_text().unwrap_or_default().trim().to_ascii_lowercase().as_str() {
            "true" | "t" | "yes" | "y" | "1" => true,
            "false" | "f" | "no" | "n" | "0" => false,
            _ => return Err(misfit(value, Type::Boolean)),
        },
    }))
}

fn to_currency(arguments: &Arguments<'_>) -> Result<Value, Fault> {
    let value = arguments.value(0)?;
    match value {
        Value::NotSet(_) => not_set(Type::Currency),
        Value::Integer(number) => Ok(Value::currency(Some(Decimal::from(*number)), None)),
        Value::Decimal(number) => Ok(Value::currency(Some(number.clone()), None)),
        Value::String(source) => {
            let plain = || source.parse().ok().map(|number| Value::currency(Some(number), None));
            parse_currency(source.trim()).or_else(plain).ok_or_else(|| misfit(value, Type::Currency))
        }
        other => Ok(other.clone()),
    }
}

fn to_date_time(arguments: &Arguments<'_>) -> Result<Value, Fault> {
    let value = arguments.value(0)?;
    let instant = match value {
        Value::NotSet(_) => return not_set(Type::DateTime),
        Value::String(source) => parse_date_time(source.trim()),
        // Decision: a number counts seconds since 1970.
        Value::Integer(seconds) => jiff::Timestamp::from_second(*seconds).ok(),
        other => return Ok(other.clone()),
    };
    let held = instant.filter(|instant| crate::flow::expression::DateTimeRange::holds(*instant));
    held.map(Value::DateTime).ok_or_else(|| misfit(value, Type::DateTime))
}

fn to_decimal(arguments: &Arguments<'_>) -> Result<Value, Fault> {
    let value = arguments.value(0)?;
    decimal(Ok(match value {
        Value::NotSet(_) => return not_set(Type::Decimal),
        Value::Boolean(flag) => Decimal::from(i64::from(*flag)),
        Value::Integer(number) => Decimal::from(*number),
        Value::String(source) => source.parse().map_err(|_| misfit(value, Type::Decimal))?,
        Value::Currency(currency) => match &currency.amount {
            Some(amount) => amount.clone(),
            None => return not_set(Type::Decimal),
        },
        other => return Ok(other.clone()),
    }))
}

fn to_duration(arguments: &Arguments<'_>) -> Result<Value, Fault> {
    let value = arguments.value(0)?;
    Ok(Value::Duration(match value {
        Value::NotSet(_) => return not_set(Type::Duration),
        Value::Integer(milliseconds) => Duration::from_milliseconds(*milliseconds),
        Value::String(source) => source.parse().map_err(|()| misfit(value, Type::Duration))?,
        other => return Ok(other.clone()),
    }))
}

fn to_int(arguments: &Arguments<'_>) -> Result<Value, Fault> {
    let value = arguments.value(0)?;
    integer(Some(match value {
        Value::NotSet(_) => return not_set(Type::Integer),
        Value::Boolean(flag) => i64::from(*flag),
        Value::Decimal(number) => number.truncate().ok_or_else(|| too_large(crate::flow::expression::Overflow))?,
        Value::Duration(duration) => duration.milliseconds,
        // Decision: a text with a fraction is cut as a Decimal is.
        Value::String(source) => {
            let number = source.parse::<Decimal>().ok().and_then(|number| number.truncate());
            number.ok_or_else(|| misfit(value, Type::Integer))?
        }
        other => return Ok(other.clone()),
    }))
}

fn to_phone_number(arguments: &Arguments<'_>) -> Result<Value, Fault> {
    let value = arguments.value(0)?;
    match value {
        Value::NotSet(_) => not_set(Type::PhoneNumber),
        Value::String(source) => match PhoneNumber::parse(source) {
            Some(number) => Ok(Value::PhoneNumber(Arc::new(number))),
            None => Err(misfit(value, Type::PhoneNumber)),
        },
        other => Ok(other.clone()),
    }
}

fn to_string(arguments: &Arguments<'_>) -> Result<Value, Fault> {
    let value = arguments.value(0)?;
    let (delimiter, digits) = match (arguments.from(1).next(), arguments.from(2).next()) {
        (Some(Value::Integer(digits)), _) => (DEFAULT_DELIMITER, Some(*digits)),
        (delimiter, Some(Value::Integer(digits))) => {
            (delimiter.and_then(Value::as_text).unwrap_or_default(), Some(*digits))
        }
        (Some(delimiter), _) => (delimiter.as_text().unwrap_or_default(), None),
        (None, _) => (DEFAULT_DELIMITER, None),
    };
    let digits = match digits {
        None => None,
        Some(digits) => {
            let count = u32::try_from(digits).ok();
            Some(count.ok_or_else(|| Fault::new("the number of digits is below 0").operand(arguments.count() - 1))?)
        }
    };
    match value {
        Value::NotSet(_) => not_set(Type::String),
        Value::String(_) => Ok(value.clone()),
        Value::Collection(list) => match digits {
            None => text(value.join(delimiter)),
            Some(_) => {
                text(list.items.iter().map(|item| with_digits(item, digits)).collect::<Vec<_>>().join(delimiter))
            }
        },
        one => text(with_digits(one, digits)),
    }
}

pub(super) fn with_digits(value: &Value, digits: Option<u32>) -> String {
    match (value, digits) {
        (Value::Decimal(number), Some(digits)) => number.to_fixed(digits),
        (Value::Integer(number), Some(digits)) => Decimal::from(*number).to_fixed(digits),
        (Value::Currency(currency), digits) => currency.display(digits),
        (other, _) => other.display(),
    }
}

/// Decision: a name that the org does not have is a failure here; `Find…` gives NOT_SET.
fn find(arguments: &Arguments<'_>, kind: ResourceKind) -> Result<Value, Fault> {
    match arguments.value(0)? {
        Value::NotSet(_) => not_set(Type::Resource(kind)),
        Value::String(name) => match arguments.find(kind, 0)? {
            Some(resource) => Ok(Value::Resource(resource)),
            None => Err(Fault::new(format!("the org has no {} `{name}`", kind.describe())).operand(0)),
        },
        other => Ok(other.clone()),
    }
}
