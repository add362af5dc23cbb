//! Texts as the page may hold them: not too long, without characters that no page may have; and the hash by which a policy allows a script.

use std::borrow::Cow;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;

/// No single text is longer, in characters: a page is to be read, and a thousand cases must open.
const LONGEST: usize = 4_000;

/// A text of its beginning, with the count of what is left out, where it is too long.
pub(super) fn cut(text: &str) -> Cow<'_, str> {
    shortened(text, LONGEST)
}

/// The same with another limit.
pub(super) fn shortened(text: &str, most: usize) -> Cow<'_, str> {
    match text.char_indices().nth(most) {
        Some((at, _)) => {
            let (head, rest) = text.split_at(at);
            Cow::Owned(format!("{head}… ({} more characters)", rest.chars().count()))
        }
        None => Cow::Borrowed(text),
    }
}

/// The page with every control character shown by its symbol: a page must not hold one, and whoever reads it should see that it was there.
pub(super) fn without_controls(page: String) -> String {
    let is_bad = |letter: char| (letter.is_control() && letter != '\n') || is_noncharacter(letter);
    if !page.contains(is_bad) {
        return page;
    }
    let shown = |letter: char| match u32::from(letter) {
        code @ 0..=0x1f => char::from_u32(0x2400 + code).unwrap_or('\u{fffd}'),
        0x7f => '\u{2421}',
        _ => '\u{fffd}',
    };
    page.chars().map(|letter| if is_bad(letter) { shown(letter) } else { letter }).collect()
}

fn is_noncharacter(letter: char) -> bool {
    let code = u32::from(letter);
    (0xfdd0..=0xfdef).contains(&code) || code & 0xfffe == 0xfffe
}

/// `sha256-…` of a text, as a content security policy names it.
pub(super) fn policy_hash(text: &str) -> String {
    let digest = ring::digest::digest(&ring::digest::SHA256, text.as_bytes());
    format!("sha256-{}", STANDARD.encode(digest))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_text_says_how_much_is_left_out() {
        assert_eq!(shortened("Größe", 5), "Größe");
        assert_eq!(shortened("Größen", 4), "Größ… (2 more characters)");
    }

    #[test]
    fn controls_are_shown_and_line_breaks_stay() {
        assert_eq!(without_controls("a\u{0}\u{1b}\r\n\u{7f}\u{85}\u{fffe}é".to_owned()), "a␀␛␍\n␡\u{fffd}\u{fffd}é");
    }

    #[test]
    fn the_hash_of_nothing_is_known() {
        // The digest of the empty text, from FIPS 180-4's examples, in base64.
        assert_eq!(policy_hash(""), "sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=");
    }
}
