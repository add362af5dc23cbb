//! What looks personal or secret: by the name that a value stands under, or by its own form. Must not know what is done about it.

use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

/// Digits that make a number personal: a telephone number, a card, an account. Numbers of orders and amounts are shorter.
const DIGITS: Range<usize> = 7..31;

/// Names of values that are never written, in part or whole, without letter case and separators.
const SECRET: [&str; 8] =
    ["token", "password", "passwd", "authorization", "secret", "apikey", "credential", "privatekey"];

/// Names that are a secret's as a whole: within longer names they mean other things.
const SECRET_ALONE: [&str; 10] =
    ["pin", "cvv", "cvc", "otp", "pwd", "jwt", "cookie", "sessionid", "accesskey", "signature"];

/// Names of values that are a person's, without letter case and separators.
const PERSONAL: [&str; 22] = [
    "firstname",
    "lastname",
    "givenname",
    "middlename",
    "surname",
    "familyname",
    "fullname",
    "customername",
    "callername",
    "username",
    "nickname",
    "birthday",
    "birthdate",
    "dateofbirth",
    "dob",
    "address",
    "street",
    "streetaddress",
    "iban",
    "ssn",
    "passport",
    "taxid",
];

/// Digits with at most one separator between groups, a plus or a bracket at the front.
pub const NUMBER: &str = r"\+?\(?[0-9]+(?:\)?[ ./-]?\(?[0-9]+)*";

static NUMBERS: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(NUMBER).ok());
static MAILS: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"[A-Za-z0-9._%+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+").ok());
/// What an HTTP header or a JSON web token holds.
static BEARERS: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"(?:Bearer|Basic) [A-Za-z0-9._~+/=-]{8,}|eyJ[A-Za-z0-9_-]{8,}\.[A-Za-z0-9._-]+").ok());
/// Dates and amounts are no one's number.
static NO_NUMBERS: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"^(?:[0-9]{4}-[0-9]{2}-[0-9]{2}(?:[ ].*)?|[0-9]{1,2}[./-][0-9]{1,2}[./-][0-9]{4}|[0-9]+\.[0-9]{1,2})$")
        .ok()
});

/// Letters and digits alone, in small letters: `First Name`, `first_name` and `Slot.firstName` end alike.
pub(super) fn plain(name: &str) -> String {
    name.chars().filter(|letter| letter.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

/// Whether a value of that name is never written.
pub(super) fn is_secret(name: &str) -> bool {
    let last = plain(name.rsplit('.').next().unwrap_or(name));
    let name = plain(name);
    SECRET.iter().any(|word| name.contains(word)) || SECRET_ALONE.contains(&last.as_str())
}

/// Whether a value of that name is a person's: the last part of a name with dots counts.
pub(super) fn is_personal(name: &str) -> bool {
    let last = plain(name.rsplit('.').next().unwrap_or(name));
    PERSONAL.contains(&last.as_str())
}

/// Where e-mail addresses stand in a text.
pub(super) fn mails(text: &str) -> Vec<Range<usize>> {
    spans(&MAILS, text)
}

/// Where tokens of a header stand in a text.
pub(super) fn bearers(text: &str) -> Vec<Range<usize>> {
    spans(&BEARERS, text)
}

/// Where long numbers stand in a text.
pub(super) fn numbers(text: &str) -> Vec<Range<usize>> {
    let is_part =
        |letter: Option<char>| letter.is_some_and(|letter| letter.is_alphanumeric() || "_-@".contains(letter));
    let personal = |span: &Range<usize>| {
        let number = text.get(span.clone()).unwrap_or_default();
        let alone = !is_part(text.get(..span.start).and_then(|before| before.chars().next_back()))
            && !is_part(text.get(span.end..).and_then(|after| after.chars().next()));
        let other = NO_NUMBERS.as_ref().is_some_and(|pattern| pattern.is_match(number));
        alone && !other && DIGITS.contains(&number.bytes().filter(u8::is_ascii_digit).count())
    };
    spans(&NUMBERS, text).into_iter().filter(personal).collect()
}

fn spans(pattern: &LazyLock<Option<Regex>>, text: &str) -> Vec<Range<usize>> {
    pattern.as_ref().map(|pattern| pattern.find_iter(text).map(|found| found.range()).collect()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case("call +1 (312) 555-0100.", &["+1 (312) 555-0100"])]
    #[case("4111 1111 1111 1111 or 4111111111111111", &["4111 1111 1111 1111", "4111111111111111"])]
    #[case("order 1001 of 2026-11-23, 125.50 dollars, 27.11.2026", &[])]
    #[case("550e8400-e29b-41d4-a716-446655440000 and T12345678", &[])]
    #[case("it costs 1234567.89 and 12345678 is yours", &["12345678"])]
    #[case("We come on 2026-11-23 10", &[])]
    fn long_numbers_are_personal_and_dates_and_amounts_are_not(#[case] text: &str, #[case] expected: &[&str]) {
        let found: Vec<&str> = numbers(text).into_iter().map(|span| text.get(span).unwrap()).collect();
        assert_eq!(found, expected);
    }

    #[rstest]
    #[case("write to ada.lovelace@mail.example.co.uk, please", &["ada.lovelace@mail.example.co.uk"])]
    #[case("a@b is none", &[])]
    fn mail_addresses_have_their_form(#[case] text: &str, #[case] expected: &[&str]) {
        let found: Vec<&str> = mails(text).into_iter().map(|span| text.get(span).unwrap()).collect();
        assert_eq!(found, expected);
    }

    #[test]
    fn names_tell_what_is_secret_and_what_is_a_persons() {
        assert!(is_secret("Access-Token") && is_secret("api_key") && is_secret("userPassword"));
        assert!(is_secret("Flow.pin") && !is_secret("ticket") && !is_secret("shipping"));
        assert!(is_personal("Flow.first_name") && is_personal("customerName") && is_personal("Slot.Address"));
        assert!(!is_personal("name") && !is_personal("language"));
        assert_eq!(bearers("got Bearer abc.def-12345 here").len(), 1);
    }
}
