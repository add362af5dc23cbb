//! Telephone and SIP numbers: read from text, compared, and taken apart. What a telephone number is, the numbering plans of the world
//! say; their library is touched here alone. Must not know values.

use std::sync::Arc;

use rlibphonenumber::{PHONE_NUMBER_UTIL, PhoneNumberFormat, Region};

/// Decision: a number without a leading `+` belongs to the North American plan. Basis: the vendor's example
/// `ToPhoneNumber("+13178723000") == ToPhoneNumber("13178723000")` is true.
const HOME: Region = Region::US;

/// The most digits that a number has (ITU-T E.164).
const MAX_DIGITS: usize = 15;

/// A telephone number or a SIP address.
#[derive(Debug, Clone)]
pub struct PhoneNumber {
    input: Arc<str>,
    form: Form,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Form {
    Telephone(Telephone),
    /// The address without a trailing `@`, in lower case.
    Sip(Arc<str>),
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Telephone {
    /// The digits with the leading `+`.
    e164: Arc<str>,
    /// The code of the country or the area of several, without `+`.
    dialing_code: i32,
    extension: Option<Arc<str>>,
}

/// Two numbers are equal when they reach the same line, however they were written.
impl PartialEq for PhoneNumber {
    fn eq(&self, other: &Self) -> bool {
        self.form == other.form
    }
}

impl Eq for PhoneNumber {}

impl PhoneNumber {
    /// Reads a number with or without punctuation, with an extension (`x12`, `;ext=12`), or a `sip:`, `sips:` or `tel:` address; none for
    /// any other text. A number of a plan's form is taken also where nobody can have it: 555 numbers are what tests use.
    pub fn parse(text: &str) -> Option<Self> {
        let input = text.trim();
        let scheme = input.split_once(':').map(|(scheme, _)| scheme.to_ascii_lowercase());
        let form = match scheme.as_deref() {
            Some("sip" | "sips") => sip(&input.to_ascii_lowercase())?,
            _ => Form::Telephone(telephone(input)?),
        };
        Some(Self { input: input.into(), form })
    }

    /// The number as it prints: E.164 for a telephone number, the address as it was written for SIP.
    pub fn display(&self) -> &str {
        match &self.form {
            Form::Telephone(telephone) => &telephone.e164,
            Form::Sip(_) => &self.input,
        }
    }

    /// The property of that name, one of [`Self::PROPERTIES`] in any letter case; the inner none where this number lacks it, the outer
    /// where no number has it.
    pub fn property(&self, name: &str) -> Option<Option<String>> {
        let telephone = match &self.form {
            Form::Telephone(telephone) => Some(telephone),
            Form::Sip(_) => None,
        };
        Some(match name.to_ascii_lowercase().as_str() {
            "e164" => telephone.map(|one| one.e164.to_string()),
            "dialingcode" => telephone.map(|one| one.dialing_code.to_string()),
            "extension" => telephone.and_then(|one| one.extension.as_deref()).map(str::to_owned),
            "uri" => Some(match (telephone, telephone.and_then(|one| one.extension.as_deref())) {
                (None, _) => self.input.to_string(),
                (Some(one), None) => format!("tel:{}", one.e164),
                (Some(one), Some(extension)) => format!("tel:{};ext={extension}", one.e164),
            }),
            _ => return None,
        })
    }

    /// The names that [`Self::property`] knows.
    pub const PROPERTIES: &[&str] = &["e164", "dialingCode", "extension", "uri"];
}

fn sip(lower: &str) -> Option<Form> {
    let uri = lower.trim_end_matches('@');
    let names_somebody = uri.split_once(':').is_some_and(|(_, address)| !address.is_empty());
    names_somebody.then(|| Form::Sip(uri.into()))
}

fn telephone(text: &str) -> Option<Telephone> {
    let number = PHONE_NUMBER_UTIL.parse(text, Some(HOME)).ok()?;
    let e164 = number.format_as(PhoneNumberFormat::E164);
    let digits = e164.bytes().filter(u8::is_ascii_digit).count();
    (digits <= MAX_DIGITS).then(|| Telephone {
        e164: e164.as_ref().into(),
        dialing_code: number.country_code,
        extension: number.extension.as_deref().filter(|digits| !digits.is_empty()).map(Into::into),
    })
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
    #[case("tel:+13178723000;ext=105", "extension", Some("105"))]
    #[case("tel:+13178723000;ext=105", "e164", Some("+13178723000"))]
    #[case("+13178723000;ext=105", "uri", Some("tel:+13178723000;ext=105"))]
    #[case("+39 06 1234 5678", "e164", Some("+390612345678"))]
    #[case("1-800-FLOWERS", "e164", Some("+18003569377"))]
    #[case("+1 (555) 555-0100", "e164", Some("+15555550100"))]
    #[case("SIPS:+13178723000;ext=105@genesys.com", "uri", Some("SIPS:+13178723000;ext=105@genesys.com"))]
    fn parts(#[case] number: &str, #[case] property: &str, #[case] value: Option<&str>) {
        assert_eq!(PhoneNumber::parse(number).unwrap().property(property).unwrap().as_deref(), value);
    }

    #[rstest::rstest]
    #[case("anonymous")]
    #[case("")]
    #[case("sip:")]
    #[case("1234567890123456")]
    #[case("+999 123 4567")]
    #[case("5")]
    #[case("tel:nobody")]
    fn other_texts_are_no_numbers(#[case] text: &str) {
        assert_eq!(PhoneNumber::parse(text), None);
    }
}
