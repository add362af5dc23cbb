//! The mark of a value that is not known yet. Must not know where marks stand.

use std::borrow::Cow;

/// What tells a mark from a `${` that the author escaped: an invisible word joiner, so that a message that shows a mark looks as it was written.
const SIGN: &str = "{\u{2060}";

/// How a mark begins and ends in a text.
const IN_TEXT: (&str, &str) = ("${\u{2060}", "}");

/// The same in a regular expression, as a group of its own: what is repeated there is the whole value.
const IN_PATTERN: (&str, &str) = ("(?:\\$\\{\u{2060}", "\\})");

/// The mark of a name.
pub(in crate::scenario) fn mark(name: &str) -> String {
    format!("{}{name}{}", IN_TEXT.0, IN_TEXT.1)
}

/// Whether a text, or the source of a regular expression, holds a value that is not known yet.
pub fn is_late(text: &str) -> bool {
    text.contains(SIGN)
}

/// A regular expression with the marks of texts in it, as one that can be compiled.
pub(in crate::scenario) fn compilable(pattern: &str) -> Cow<'_, str> {
    replaced(pattern, IN_TEXT, |name| Some(format!("{}{name}{}", IN_PATTERN.0, IN_PATTERN.1)))
}

/// The names in a text or a regular expression, in order.
pub(super) fn names(text: &str) -> impl Iterator<Item = &str> {
    let name = |rest: &'_ str| rest.find(['}', '\\']).and_then(|end| rest.get(..end).map(str::len));
    text.split(SIGN).skip(1).filter_map(move |rest| rest.get(..name(rest)?))
}

/// The text with what is known filled in.
pub(super) fn filled(text: &str, value: impl Fn(&str) -> Option<String>) -> Cow<'_, str> {
    replaced(text, IN_TEXT, value)
}

/// The source of a regular expression with what is known filled in: a value stands for itself, whatever characters it has.
pub(super) fn filled_pattern(pattern: &str, value: impl Fn(&str) -> Option<String>) -> Cow<'_, str> {
    replaced(pattern, IN_PATTERN, |name| value(name).map(|value| format!("(?:{})", regex::escape(&value))))
}

/// Replaces each mark for whose name something is given.
fn replaced<'t>(text: &'t str, (begin, end): (&str, &str), with: impl Fn(&str) -> Option<String>) -> Cow<'t, str> {
    if !text.contains(begin) {
        return Cow::Borrowed(text);
    }
    let mut parts = text.split(begin);
    let mut out = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        match part.split_once(end).and_then(|(name, rest)| Some((with(name)?, rest))) {
            Some((new, rest)) => {
                out.push_str(&new);
                out.push_str(rest);
            }
            None => {
                out.push_str(begin);
                out.push_str(part);
            }
        }
    }
    Cow::Owned(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn known(name: &str) -> Option<String> {
        (name == "x").then(|| "1.".to_owned())
    }

    #[test]
    fn marks_are_found_filled_and_told_from_what_is_escaped() {
        let text = format!("a ${{x}} {} b {}", mark("x"), mark("y"));
        assert!(is_late(&text) && !is_late("a ${x}"));
        assert_eq!(names(&text).collect::<Vec<_>>(), ["x", "y"]);
        assert_eq!(filled(&text, known), format!("a ${{x}} 1. b {}", mark("y")));
        assert_eq!(filled("plain", known), "plain");
    }

    #[test]
    fn a_mark_can_stand_in_a_regular_expression() {
        let pattern = compilable(&format!("^{}+ {}$", mark("x"), mark("y"))).into_owned();
        regex::Regex::new(&pattern).unwrap();
        assert!(is_late(&pattern));
        assert_eq!(names(&pattern).collect::<Vec<_>>(), ["x", "y"]);
        let both = filled_pattern(&pattern, |name| known(name).or_else(|| Some("*".to_owned())));
        assert_eq!(both, r"^(?:1\.)+ (?:\*)$");
    }
}
