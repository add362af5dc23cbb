//! One text against one pattern.

use std::borrow::Cow;

use crate::scenario::model::TextPattern;

/// White space folded: every run of it is one space, none at either end.
pub fn fold(text: &str) -> Cow<'_, str> {
    let clean = !text.starts_with(char::is_whitespace)
        && !text.ends_with(char::is_whitespace)
        && !text.contains("  ")
        && text.chars().all(|c| c == ' ' || !c.is_whitespace());
    if clean { Cow::Borrowed(text) } else { Cow::Owned(text.split_whitespace().collect::<Vec<_>>().join(" ")) }
}

/// Whether the text is what the pattern says.
pub fn fits(pattern: &TextPattern, text: &str) -> bool {
    match pattern {
        TextPattern::Is(expected) => fold(expected) == fold(text),
        TextPattern::Contains(part) => fold(text).contains(&*fold(part)),
        TextPattern::Matches(regex) => regex.is_match(text),
        TextPattern::OneOf(patterns) => patterns.iter().any(|one| fits(one, text)),
        TextPattern::Not(inner) => !fits(inner, text),
    }
}

/// Whether the text would be what the pattern says if letter case did not count.
fn fits_but_for_case(pattern: &TextPattern, text: &str) -> bool {
    let low = |text: &str| fold(text).to_lowercase();
    match pattern {
        TextPattern::Is(expected) => low(expected) == low(text),
        TextPattern::Contains(part) => low(text).contains(&low(part)),
        TextPattern::OneOf(patterns) => patterns.iter().any(|one| fits_but_for_case(one, text)),
        TextPattern::Matches(_) | TextPattern::Not(_) => false,
    }
}

/// What to say behind a text that does not fit, where the reason is hard to see.
pub(super) fn case_hint(pattern: &TextPattern, text: &str) -> &'static str {
    let only_case = !fits(pattern, text) && fits_but_for_case(pattern, text);
    if only_case { ": it differs in letter case only" } else { "" }
}

/// The pattern in words.
pub fn describe(pattern: &TextPattern) -> String {
    match pattern {
        TextPattern::Is(expected) => format!("\"{}\"", fold(expected)),
        TextPattern::Contains(part) => format!("a text that contains \"{}\"", fold(part)),
        TextPattern::Matches(regex) => format!("a text that matches /{regex}/"),
        TextPattern::OneOf(patterns) => patterns.iter().map(describe).collect::<Vec<_>>().join(" or "),
        TextPattern::Not(inner) => format!("anything but {}", describe(inner)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    fn is(text: &str) -> TextPattern {
        TextPattern::Is(text.into())
    }

    #[rstest]
    #[case(is("Welcome,  Ada"), "Welcome, Ada\n", true)]
    #[case(is("welcome, Ada"), "Welcome, Ada", false)]
    #[case(TextPattern::Contains("Ada".into()), "Welcome, Ada!", true)]
    #[case(TextPattern::Matches(regex::Regex::new("^#\\d+$").unwrap().into()), "#12", true)]
    #[case(TextPattern::Matches(regex::Regex::new("^#\\d+$").unwrap().into()), "12", false)]
    #[case(TextPattern::OneOf(vec![is("a"), is("b")]), "b", true)]
    #[case(TextPattern::Not(Box::new(is("a"))), "a", false)]
    #[case(TextPattern::Not(Box::new(is("a"))), "b", true)]
    fn patterns(#[case] pattern: TextPattern, #[case] text: &str, #[case] expected: bool) {
        assert_eq!(fits(&pattern, text), expected);
    }

    #[rstest]
    #[case(TextPattern::Contains("welcome".into()), "Welcome, Ada", true)]
    #[case(is("welcome,  ada"), "Welcome, Ada", true)]
    #[case(TextPattern::OneOf(vec![is("hi"), is("welcome")]), "Welcome", true)]
    #[case(TextPattern::Contains("welcomes".into()), "Welcome, Ada", false)]
    #[case(is("Ada"), "Ada", false)]
    #[case(TextPattern::Not(Box::new(is("a"))), "a", false)]
    fn letter_case_alone_is_told(#[case] pattern: TextPattern, #[case] text: &str, #[case] expected: bool) {
        assert_eq!(case_hint(&pattern, text) == ": it differs in letter case only", expected);
    }
}
