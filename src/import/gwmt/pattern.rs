//! A regular expression of JavaScript with the flags `i` and `m`, as the same of ours. What differs without a counterpart is refused.

use regex::Regex;

/// The expression here.
///
/// # Errors
/// Why it has no counterpart, as a lowercase fragment.
pub(super) fn pattern(script: &str) -> Result<String, String> {
    let letters: Vec<char> = script.chars().collect();
    let mut out = String::from("(?im)");
    let mut class = false;
    let mut at = 0;
    while let Some(&letter) = letters.get(at) {
        let next = letters.get(at + 1).copied();
        let rest = || letters.iter().skip(at).take(LOOK_AHEAD).collect::<String>();
        match letter {
            '\\' => {
                out.push_str(&escaped(next, class)?);
                at += 1;
            }
            '[' if !class => {
                if next == Some(']') {
                    return Err("`[]` matches nothing".to_owned());
                }
                if next == Some('^') && letters.get(at + 2) == Some(&']') {
                    out.push_str(r"[\s\S]");
                    at += 2;
                } else {
                    class = true;
                    out.push('[');
                    if next == Some('^') {
                        out.push('^');
                        at += 1;
                    }
                }
            }
            ']' if class => {
                class = false;
                out.push(']');
            }
            // A class of ours may hold classes and set operations.
            '[' | '&' | '~' if class => out.extend(['\\', letter]),
            '(' if !class => {
                let group = rest();
                if LOOKS.iter().any(|look| group.starts_with(look)) {
                    return Err("look-ahead and look-behind have no counterpart".to_owned());
                }
                out.push('(');
            }
            '{' | '}' if !class => {
                let counted = if letter == '{' { count(&letters, at) } else { None };
                match counted {
                    Some(end) => {
                        out.extend(letters.get(at..=end).into_iter().flatten());
                        at = end;
                    }
                    // A brace that counts nothing is a brace there.
                    None => out.extend(['\\', letter]),
                }
            }
            other => out.push(other),
        }
        at += 1;
    }
    match Regex::new(&out) {
        Ok(_) => Ok(out),
        Err(error) => {
            let said = error.to_string();
            let reason = said.lines().last().unwrap_or_default().trim();
            Err(reason.strip_prefix("error: ").unwrap_or(reason).to_lowercase())
        }
    }
}

/// Openings of groups that look around.
const LOOKS: [&str; 4] = ["(?=", "(?!", "(?<=", "(?<!"];

/// Letters of the longest of them.
const LOOK_AHEAD: usize = 4;

/// An escape: digits and words are those of ASCII there.
fn escaped(letter: Option<char>, class: bool) -> Result<String, String> {
    Ok(match letter {
        None => return Err("it ends in a backslash".to_owned()),
        Some('1'..='9' | 'k') if !class => return Err("references to a group have no counterpart".to_owned()),
        Some('d') => if class { "0-9" } else { "[0-9]" }.to_owned(),
        Some('w') => if class { "0-9A-Za-z_" } else { "[0-9A-Za-z_]" }.to_owned(),
        Some('D') if !class => "[^0-9]".to_owned(),
        Some('W') if !class => "[^0-9A-Za-z_]".to_owned(),
        Some('0') => r"\x00".to_owned(),
        Some('b') if class => r"\x08".to_owned(),
        Some(letter) if letter.is_alphabetic() && !KNOWN.contains(letter) => {
            // Without a meaning, an escape is the letter itself.
            letter.to_string()
        }
        Some(letter) => format!("\\{letter}"),
    })
}

/// Letters whose escapes mean the same on both sides, or are refused by ours.
const KNOWN: &str = "bBsSnrtfvxuDWcpP";

/// The end of `{2}`, `{2,}` or `{2,3}`; none where braces hold anything else.
fn count(letters: &[char], start: usize) -> Option<usize> {
    let end = start + letters.get(start..)?.iter().position(|letter| *letter == '}')?;
    let inner: String = letters.get(start + 1..end)?.iter().collect();
    let (least, most) = inner.split_once(',').unwrap_or((&inner, ""));
    let digits = |text: &str| text.chars().all(|letter| letter.is_ascii_digit());
    (!least.is_empty() && digits(least) && digits(most)).then_some(end)
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case::plain("Thank you[\\.]+", "THANK YOU...", true)]
    #[case::slash("a\\/b", "a/b", true)]
    #[case::any_line("one[^]two", "one\ntwo", true)]
    #[case::lines("^second$", "first\nsecond", true)]
    #[case::braces("order {id} of a{2}", "order {id} of aa", true)]
    #[case::ascii_digits("^\\d$", "٣", false)]
    #[case::digits_in_a_class("^[\\d-]+$", "1-2", true)]
    #[case::class_of_brackets("^[a[&&~]+$", "a[&~", true)]
    #[case::named("(?<year>\\d{4})", "2026", true)]
    #[case::meaningless_escape("\\-\\q", "-q", true)]
    #[case::unicode("\\u0041", "a", true)]
    fn the_same_is_matched(#[case] script: &str, #[case] text: &str, #[case] fits: bool) {
        assert_eq!(Regex::new(&pattern(script).unwrap()).unwrap().is_match(text), fits);
    }

    #[rstest]
    #[case("a(?=b)", "look-ahead")]
    #[case("(?<!a)b", "look-behind")]
    #[case("(a)\\1", "references")]
    #[case("(?<x>a)\\k<x>", "references")]
    #[case("[]", "nothing")]
    #[case("a\\", "backslash")]
    #[case("(a", "unclosed group")]
    fn what_has_no_counterpart_is_refused(#[case] script: &str, #[case] says: &str) {
        let why = pattern(script).unwrap_err();
        assert!(why.contains(says), "{why}");
    }
}
