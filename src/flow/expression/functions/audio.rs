//! Functions that make what a voice flow plays. The value is the words that a caller would hear, so that a voice flow can be read and
//! its path tested; a number is rounded to the digits that are asked for, other formats of numbers and dates are not spelt out.

use super::cast::with_digits;
use super::{Arguments, Definition};
use crate::flow::expression::error::Fault;
use crate::flow::expression::{Type, Value};

macro_rules! spoken {
    ($($name:literal, $summary:literal, [$($signature:literal),*], [$($example:literal => $value:literal),*];)*) => {
        pub(super) const FUNCTIONS: &[Definition] = &[$(Definition {
            name: $name,
            summary: $summary,
            signatures: &[$($signature),*],
            run: speak,
            examples: &[$(($example, $value)),*],
        },)*
        Definition {
            name: "ToAudioBlank",
            summary: "silence of that many milliseconds",
            signatures: &["(lengthMs: Integer) -> Audio"],
            run: |_| Ok(Value::Audio("".into())),
            examples: &[("ToString(ToAudioBlank(500))", "\"\"")],
        },
        Definition {
            name: "ToAudioTimeRange",
            summary: "a range of lengths of time, spoken",
            signatures: &["(lowerBound: Integer, upperBound: Integer) -> Audio", "(lowerBound: Integer, upperBound: Integer, timePart: Anything?) -> Audio"],
            run: |arguments| Ok(Value::Audio(format!("{} to {}", arguments.integer(0)?, arguments.integer(1)?).into())),
            examples: &[("ToString(ToAudioTimeRange(5, 10))", "\"5 to 10\""), ("ToString(ToAudioTimeRange(5, 10, NOT_SET))", "\"5 to 10\"")],
        }];
    };
}

spoken! {
    "AudioPlaybackOptions", "audio, and whether a caller may interrupt it",
        ["(audio: Audible, bargeIn: Boolean) -> Audio", "(audio: Audible, bargeIn: Boolean, flushNow: Boolean) -> Audio"],
        ["ToString(AudioPlaybackOptions(ToAudioTTS(\"Hello\"), true))" => "\"Hello\"", "ToString(AudioPlaybackOptions(FindUserPrompt(\"Welcome\"), true, false))" => "\"Welcome\""];
    "ToAudio", "a prompt as audio", ["(promptToConvert: Audible) -> Audio"], ["ToString(ToAudio(FindUserPrompt(\"Welcome\")))" => "\"Welcome\""];
    "ToAudioBool", "yes or no, spoken", ["(boolToConvert: Boolean?) -> Audio", "(boolToConvert: Boolean?, format: Anything) -> Audio"],
        ["ToString(ToAudioBool(true))" => "\"true\"", "ToString(ToAudioBool(false, Format.Boolean.trueFalse))" => "\"false\""];
    "ToAudioCurrency", "an amount of money, spoken", ["(currencyToConvert: Currency?) -> Audio", "(currencyToConvert: Currency?, format: Anything) -> Audio"],
        ["ToString(ToAudioCurrency(MakeCurrency(5, \"USD\")))" => "\"5.0|USD\"", "ToString(ToAudioCurrency(MakeCurrency(5.255, \"USD\"), 2))" => "\"5.26|USD\""];
    "ToAudioDate", "a date, spoken", ["(dateTimeToConvert: DateTime?) -> Audio", "(dateTimeToConvert: DateTime?, format: Anything) -> Audio"],
        ["ToString(ToAudioDate(MakeDateTime(2024, 1, 1)))" => "\"2024-01-01T00:00:00Z\"", "ToString(ToAudioDate(MakeDateTime(2024, 1, 1), Format.Date.shortYear))" => "\"2024-01-01T00:00:00Z\""];
    "ToAudioDateTime", "an instant, spoken", ["(dateTimeToConvert: DateTime?) -> Audio"], ["ToString(ToAudioDateTime(NOT_SET))" => "\"\""];
    "ToAudioDuration", "a length of time, spoken", ["(durationToConvert: Duration?) -> Audio", "(durationToConvert: Duration?, format: Anything) -> Audio"],
        ["ToString(ToAudioDuration(MakeDuration(0, 1, 0, 0)))" => "\"PT1H\"", "ToString(ToAudioDuration(MakeDuration(0, 1, 0, 0), Format.Duration.value))" => "\"PT1H\""];
    "ToAudioNumber", "a number, spoken",
        ["(numberToConvert: Integer?) -> Audio", "(numberToConvert: Decimal?) -> Audio", "(numberToConvert: Integer?, format: Anything...) -> Audio", "(numberToConvert: Decimal?, format: Anything...) -> Audio"],
        ["ToString(Append(ToAudioTTS(\"Wait\"), ToAudioNumber(5), ToAudioTTS(\"seconds\")))" => "\"Wait 5 seconds\"", "ToString(ToAudioNumber(5.5))" => "\"5.5\"", "ToString(ToAudioNumber(5, Format.Number.value))" => "\"5\"", "ToString(ToAudioNumber(5.256, Format.Number.value, 2))" => "\"5.26\""];
    "ToAudioNumberOrdinal", "an ordinal number, spoken",
        ["(integerToConvert: Integer?) -> Audio", "(integerToConvert: Integer?, languageContext: Anything...) -> Audio"], ["ToString(ToAudioNumberOrdinal(3))" => "\"3\"", "ToString(ToAudioNumberOrdinal(3, \"feminine\"))" => "\"3\""];
    "ToAudioPercent", "a percentage, spoken",
        ["(integerToConvert: Integer?) -> Audio", "(decimalToConvert: Decimal?) -> Audio", "(decimalToConvert: Decimal?, numberOfDecimalPlaces: Integer) -> Audio"],
        ["ToString(ToAudioPercent(50))" => "\"50\"", "ToString(ToAudioPercent(12.5))" => "\"12.5\"", "ToString(ToAudioPercent(12.345, 1))" => "\"12.3\""];
    "ToAudioPhoneNumber", "a telephone number, spoken",
        ["(phoneNumberToConvert: PhoneNumber?) -> Audio", "(stringToConvert: String?) -> Audio", "(phoneNumberToConvert: PhoneNumber?, format: Anything?) -> Audio"],
        ["ToString(ToAudioPhoneNumber(\"555\"))" => "\"555\"", "ToString(ToAudioPhoneNumber(ToPhoneNumber(\"+13178723000\")))" => "\"+13178723000\"", "ToString(ToAudioPhoneNumber(ToPhoneNumber(\"+13178723000\"), \"1\"))" => "\"+13178723000\""];
    "ToAudioTTS", "a text, spoken by the speech engine",
        ["(text: String?) -> Audio", "(text: String?, format: Anything) -> Audio"], ["ToString(ToAudioTTS(\"Hello\"))" => "\"Hello\"", "ToString(ToAudioTTS(\"Hello\", \"en-US\"))" => "\"Hello\""];
    "ToAudioTime", "a time of day, spoken", ["(dateTimeToConvert: DateTime?) -> Audio", "(dateTimeToConvert: DateTime?, format: Anything) -> Audio"],
        ["ToString(ToAudioTime(NOT_SET))" => "\"\"", "ToString(ToAudioTime(MakeDateTime(2024, 1, 1, 8, 0, 0), Format.Time.twelveHour))" => "\"2024-01-01T08:00:00Z\""];
}

fn speak(arguments: &Arguments<'_>) -> Result<Value, Fault> {
    let value = arguments.value(0)?;
    Ok(match value {
        Value::Audio(_) => value.clone(),
        Value::NotSet(Type::Audio) => Value::NotSet(Type::Audio),
        other => {
            let digits = arguments.from(1).find_map(Value::as_integer).and_then(|digits| u32::try_from(digits).ok());
            Value::Audio(with_digits(other, digits).into())
        }
    })
}
