//! Texts compared as language: white space, letter case and closing punctuation do not count. Must not know who compares.

/// A text in the form in which two of them are compared: small letters, single spaces, no punctuation at the ends.
pub(crate) fn folded_words(text: &str) -> String {
    let lower = text.to_lowercase();
    let words: Vec<&str> = lower.split_whitespace().collect();
    words.join(" ").trim_matches(|c: char| c.is_ascii_punctuation() && !matches!(c, '+' | '#' | '%' | '$')).to_owned()
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
    #[case("+1 317 872 3000", "+1 317 872 3000")]
    #[case("?!", "")]
    fn ends_case_and_space_do_not_count(#[case] text: &str, #[case] folded: &str) {
        assert_eq!(folded_words(text), folded);
    }

    #[rstest::rstest]
    #[case("Yes", Some(true))]
    #[case(" yes, please", None)]
    #[case("Yes please!", Some(true))]
    #[case("NO.", Some(false))]
    #[case("perhaps", None)]
    fn yes_and_no_are_words(#[case] text: &str, #[case] answer: Option<bool>) {
        assert_eq!(said_yes(text), answer);
    }
}
