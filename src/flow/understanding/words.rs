//! Texts compared as language: white space, letter case and punctuation around words do not count. Must not know who compares.

/// What may stand around a word without being part of it.
const PUNCTUATION: &[char] =
    &['.', ',', ';', ':', '!', '?', '"', '\'', '(', ')', '\u{2019}', '\u{201c}', '\u{201d}', '\u{bf}', '\u{a1}'];

/// A text in the form in which two of them are compared: small letters, single spaces, no punctuation around words. One that is nothing
/// but punctuation stays as it is.
pub(crate) fn folded_words(text: &str) -> String {
    let folded: Vec<String> = words(text).iter().map(|word| word.to_lowercase()).collect();
    match folded.is_empty() {
        true => text.trim().to_owned(),
        false => folded.join(" "),
    }
}

/// The words of a text as they are written, without the punctuation around them.
pub(super) fn words(text: &str) -> Vec<&str> {
    text.split_whitespace().map(bare).filter(|word| !word.is_empty()).collect()
}

fn bare(word: &str) -> &str {
    word.trim_matches(PUNCTUATION)
}

/// Decision: the words that count as yes and as no without a table. The vendor's model knows more; a table can name them.
const YES: &[&str] = &["yes", "y", "yes please", "yeah", "yep", "sure", "ok", "okay", "correct", "true"];
const NO: &[&str] = &["no", "n", "no thanks", "nope", "not", "incorrect", "false"];

/// Whether a text says yes or no.
pub(crate) fn said_yes(text: &str) -> Option<bool> {
    let words = folded_words(text);
    let is = |list: &[&str]| list.contains(&words.as_str());
    if is(YES) { Some(true) } else { is(NO).then_some(false) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[rstest::rstest]
    #[case("  Cancel   MY order. ", "cancel my order")]
    #[case("Where's my stuff?", "where's my stuff")]
    #[case("Well, (perhaps) \"so\".", "well perhaps so")]
    #[case("+1 317 872 3000", "+1 317 872 3000")]
    #[case("-5", "-5")]
    #[case("*", "*")]
    #[case("?!", "?!")]
    fn punctuation_case_and_space_do_not_count(#[case] text: &str, #[case] folded: &str) {
        assert_eq!(folded_words(text), folded);
    }

    #[rstest::rstest]
    #[case("Yes", Some(true))]
    #[case(" yes, please", Some(true))]
    #[case("NO.", Some(false))]
    #[case("perhaps", None)]
    fn yes_and_no_are_words(#[case] text: &str, #[case] answer: Option<bool>) {
        assert_eq!(said_yes(text), answer);
    }
}
