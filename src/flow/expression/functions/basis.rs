//! On what each function rests. Must not know what any function does.

use crate::flow::basis::Basis;

/// The functions that the vendor's published examples call, which a test holds us to.
const BY_EXAMPLE: &[&str] = &[
    "Append",
    "AreEqual",
    "Average",
    "Ceiling",
    "Compare",
    "Contains",
    "Count",
    "Day",
    "DayOfWeek",
    "DetectLanguage",
    "EmailAddressDomainPart",
    "EmailAddressLocalPart",
    "FindFirst",
    "FindString",
    "Floor",
    "GetAt",
    "GetCurrencySymbol",
    "GetCurrentDateTimeUtc",
    "If",
    "IsNotSetOrEmpty",
    "IsSet",
    "Left",
    "Length",
    "LTrim",
    "MakeCurrency",
    "MakeDateTime",
    "MakeDuration",
    "MakeEmailAddress",
    "MakeEmptyList",
    "MakeList",
    "Minute",
    "Month",
    "Replace",
    "Right",
    "Round",
    "RTrim",
    "Second",
    "Substring",
    "Sum",
    "ToBool",
    "ToCurrency",
    "ToDateTime",
    "ToDecimal",
    "ToDuration",
    "ToInt",
    "ToPhoneNumber",
    "ToSkill",
    "ToString",
    "ToUser",
    "Upper",
    "WeekNum",
];

/// Those of the vendor's public scripting SDK that no example calls: its signatures say what they take. And those that its pages on
/// JSON values, on modifying collection values and on agent score pairs explain.
const BY_DOCUMENTATION: &[&str] = &[
    "AddDays",
    "AddDuration",
    "AddHours",
    "AddItem",
    "AddItemAt",
    "AddMinutes",
    "AddMonths",
    "AddSeconds",
    "AddYears",
    "AudioPlaybackOptions",
    "ConvertCurrency",
    "DateTimeDiff",
    "Find",
    "FindLanguageSkill",
    "FindQueue",
    "FindSkill",
    "FindSystemPrompt",
    "FindUser",
    "FindUserById",
    "FindUserPrompt",
    "GetDayOfWeekOccurrence",
    "GetDefaultLanguage",
    "GetSupportedLanguages",
    "Hour",
    "JsonParse",
    "Lower",
    "MakeAgentScorePair",
    "MakeListAgentScorePair",
    "MakeListCurrency",
    "Range",
    "RemoveDups",
    "RemoveItem",
    "RemoveItemAt",
    "ReplaceItem",
    "ReplaceItemAt",
    "ReplaceItemFirst",
    "Reverse",
    "RoundUp",
    "Split",
    "ToAudio",
    "ToAudioBlank",
    "ToAudioBool",
    "ToAudioCurrency",
    "ToAudioDate",
    "ToAudioDateTime",
    "ToAudioDuration",
    "ToAudioNumber",
    "ToAudioNumberOrdinal",
    "ToAudioPercent",
    "ToAudioPhoneNumber",
    "ToAudioTime",
    "ToAudioTimeRange",
    "ToAudioTTS",
    "ToGroup",
    "ToJson",
    "ToJsonCollection",
    "ToLanguageSkill",
    "ToQueue",
    "ToWrapupCode",
    "Trim",
    "Year",
];

/// On what the function of that name rests; one that no list has is inferred from published flows, or from its like.
pub(super) fn basis_of(name: &str) -> Basis {
    if BY_EXAMPLE.contains(&name) {
        Basis::Example
    } else if BY_DOCUMENTATION.contains(&name) {
        Basis::Documentation
    } else {
        Basis::Decision
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::flow::expression::vendor_examples::functions_of_the_examples;
    use crate::flow::expression::{function_names, function_table};

    #[test]
    fn each_list_names_functions_once() {
        let mut names = [BY_EXAMPLE, BY_DOCUMENTATION].concat();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), BY_EXAMPLE.len() + BY_DOCUMENTATION.len());
        assert!(names.iter().all(|name| function_names().any(|one| one == *name)), "a name is no function");
        assert!(function_table().any(|one| one.basis == Basis::Decision));
    }

    #[test]
    fn the_functions_of_the_vendors_examples_are_listed() {
        let Some(called) = functions_of_the_examples() else { return };
        let mut listed = BY_EXAMPLE.to_vec();
        listed.sort_unstable();
        assert_eq!(called, listed);
    }
}
