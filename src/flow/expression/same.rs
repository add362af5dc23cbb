//! Whether two texts are one expression, written with other white space, and which variables a text names. Must not know what is computed.

use super::lexer::{Token, TokenKind, tokens};

/// Whether two texts are the same tokens in the same order. Texts that cannot be read are the same only where they are equal.
pub(crate) fn same_text(a: &str, b: &str) -> bool {
    if a == b {
        return true;
    }
    let ((mine, wrong), (theirs, also_wrong)) = (tokens(a), tokens(b));
    wrong.is_empty()
        && also_wrong.is_empty()
        && mine.len() == theirs.len()
        && mine.iter().zip(&theirs).all(|(mine, theirs)| written(a, mine) == written(b, theirs))
}

/// Whether a text names that variable (`Flow.tier`), in any letter case.
pub(crate) fn mentions(text: &str, variable: &str) -> bool {
    let (found, _) = tokens(text);
    let (wanted, _) = tokens(variable);
    let wanted: Vec<&str> =
        wanted.iter().filter(|one| one.kind != TokenKind::End).map(|one| written(variable, one)).collect();
    let found: Vec<&str> = found.iter().map(|one| written(text, one)).collect();
    let is = |window: &[&str]| window.iter().zip(&wanted).all(|(one, other)| one.eq_ignore_ascii_case(other));
    !wanted.is_empty() && found.windows(wanted.len()).any(is)
}

fn written<'t>(text: &'t str, token: &Token) -> &'t str {
    text.get(token.span.clone()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case("Flow.a==\"x\"", "Flow.a ==\n  \"x\"", true)]
    #[case("Flow.a == \"x y\"", "Flow.a == \"x  y\"", false)]
    #[case("Flow.a == 1", "Flow.a == 2", false)]
    #[case("1 +", "1  +", true)]
    #[case("\"open", "\"open ", false)]
    fn white_space_outside_texts_does_not_count(#[case] a: &str, #[case] b: &str, #[case] expected: bool) {
        assert_eq!(same_text(a, b), expected);
    }

    #[rstest]
    #[case("Length(flow.tier) > 1", true)]
    #[case("Flow.tiers", false)]
    #[case("\"Flow.tier\"", false)]
    #[case("Flow.tier", true)]
    fn a_variable_is_found_as_a_name(#[case] text: &str, #[case] expected: bool) {
        assert_eq!(mentions(text, "Flow.tier"), expected);
    }
}
