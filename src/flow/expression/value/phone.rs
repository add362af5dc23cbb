//! Telephone and SIP numbers: read from text, compared, and taken apart. Must not know values.

use std::sync::Arc;

/// Decision: a number without a leading `+` belongs to the North American plan. Basis: the vendor's example
/// `ToPhoneNumber("+13178723000") == ToPhoneNumber("13178723000")` is true.
const HOME_DIALING_CODE: &str = "1";

/// Digits of a number in the home plan, without its dialing code.
const HOME_DIGITS: usize = 10;

/// The most digits that a number has (ITU-T E.164).
const MAX_DIGITS: usize = 15;

/// The country codes of two digits (ITU-T E.164); those that start with 1 or 7 have one digit, all others three.
const TWO_DIGIT_CODES: &[&str] = &[
    "20", "27", "30", "31", "32", "33", "34", "36", "39", "40", "41", "43", "44", "45", "46", "47", "48", "49", "51",
    "52", "53", "54", "55", "56", "57", "58", "60", "61", "62", "63", "64", "65", "66", "81", "82", "84", "86", "90",
    "91", "92", "93", "94", "95", "98",
];

/// A telephone number or a SIP address.
#[derive(Debug, Clone)]
pub struct PhoneNumber {
    input: Arc<str>,
    form: Form,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Form {
    /// The digits with the leading `+`, and an extension.
    Telephone { e164: Arc<str>, extension: Option<Arc<str>> },
    /// The address without a trailing `@`, in lower case.
    Sip { uri: Arc<str> },
}

/// Two numbers are equal when they reach the same line, however they were written.
impl PartialEq for PhoneNumber {
    fn eq(&self, other: &Self) -> bool {
        self.form == other.form
    }
}

impl Eq for PhoneNumber {}

impl PhoneNumber {
    /// Reads a number with or without punctuation, or a `sip:`, `sips:` or `tel:` address; none for any other text.
    pub fn parse(text: &str) -> Option<Self> {
        let input = text.trim();
        let lower = input.to_ascii_lowercase();
        let form = if lower.starts_with("sip:") || lower.starts_with("sips:") {
            let uri = lower.trim_end_matches('@');
            let has_user = uri.split_once(':').is_some_and(|(_, address)| !address.is_empty());
            has_user.then(|| Form::Sip { uri: uri.into() })?
        } else {
            telephone(lower.strip_prefix("tel:").unwrap_or(&lower))?
        };
        Some(Self { input: input.into(), form })
    }

    /// The number as it prints: E.164 for a telephone number, the address as it was written for SIP.
    pub fn display(&self) -> &str {
        match &self.form {
            Form::Telephone { e164, .. } => e164,
            Form::Sip { .. } => &self.input,
        }
    }

    /// The property of that name: `e164`, `dialingCode`, `extension`, `uri`; the inner none where this number lacks it, the outer where
    /// no number has it.
    pub fn property(&self, name: &str) -> Option<Option<String>> {
        let telephone = match &self.form {
            Form::Telephone { e164, extension } => Some((e164, extension)),
            Form::Sip { .. } => None,
        };
        Some(match name.to_ascii_lowercase().as_str() {
            "e164" => telephone.map(|(e164, _)| e164.to_string()),
            "dialingcode" => telephone.and_then(|(e164, _)| dialing_code(e164)).map(str::to_owned),
            "extension" => telephone.and_then(|(_, extension)| extension.as_deref()).map(str::to_owned),
            "uri" => Some(telephone.map_or_else(|| self.input.to_string(), |(e164, _)| format!("tel:{e164}"))),
            _ => return None,
        })
    }

    /// The names that [`Self::property`] knows.
    pub const PROPERTIES: &[&str] = &["e164", "dialingCode", "extension", "uri"];
}

fn telephone(text: &str) -> Option<Form> {
    let (number, extension) =
        match text.split_once("ext").or_else(|| text.split_once('x')).or_else(|| text.split_once(';')) {
            Some((number, rest)) => (number, Some(rest.chars().filter(char::is_ascii_digit).collect::<String>())),
            None => (text, None),
        };
    if number.chars().any(|c| !c.is_ascii_digit() && !matches!(c, '+' | ' ' | '-' | '.' | '(' | ')' | '/')) {
        return None;
    }
    let international = number.trim_start().starts_with('+');
    let digits: String = number.chars().filter(char::is_ascii_digit).collect();
    if digits.is_empty() || digits.len() > MAX_DIGITS {
        return None;
    }
    let e164 = if !international && digits.len() == HOME_DIGITS {
        format!("+{HOME_DIALING_CODE}{digits}")
    } else {
        format!("+{digits}")
    };
    let extension = extension.filter(|digits| !digits.is_empty()).map(Into::into);
    Some(Form::Telephone { e164: e164.into(), extension })
}

fn dialing_code(e164: &str) -> Option<&str> {
    let digits = e164.strip_prefix('+')?;
    let length = match digits.get(..1)? {
        "1" | "7" => 1,
        _ if digits.get(..2).is_some_and(|two| TWO_DIGIT_CODES.contains(&two)) => 2,
        _ => 3,
    };
    digits.get(..length)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[rstest::rstest]
    #[case("+13178723000", "13178723000", true)]
    #[case("(317) 872-3000", "+1 317.872.3000", true)]
    #[case("sip:john.doe@company.com", "sips:john.doe@company.com", false)]
    #[case("sips:john.doe@company.com@", "sips:john.doe@company.com", true)]
    fn numbers_are_equal_when_they_reach_the_same_line(#[case] a: &str, #[case] b: &str, #[case] equal: bool) {
        assert_eq!(PhoneNumber::parse(a).unwrap() == PhoneNumber::parse(b).unwrap(), equal);
    }

    #[rstest::rstest]
    #[case("+44 20 7946 0000", "e164", Some("+442079460000"))]
    #[case("+442079460000", "dialingCode", Some("44"))]
    #[case("+353 1 2345678", "DIALINGCODE", Some("353"))]
    #[case("3178723000x12", "extension", Some("12"))]
    #[case("sip:a@b.c", "e164", None)]
    fn parts(#[case] number: &str, #[case] property: &str, #[case] value: Option<&str>) {
        assert_eq!(PhoneNumber::parse(number).unwrap().property(property).unwrap().as_deref(), value);
    }

    #[rstest::rstest]
    #[case("anonymous")]
    #[case("")]
    #[case("sip:")]
    #[case("1234567890123456")]
    fn other_texts_are_no_numbers(#[case] text: &str) {
        assert_eq!(PhoneNumber::parse(text), None);
    }
}
