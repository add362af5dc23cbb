//! Texts and numbers as SVG writes them. Must not know what they stand for.

/// A text inside an element or a quoted attribute; what XML cannot hold becomes the replacement character.
pub(super) fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for letter in text.chars() {
        match letter {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\n' | '\t' | '\r' => out.push(' '),
            letter if letter.is_control() || matches!(letter, '\u{fffe}' | '\u{ffff}') => out.push('\u{fffd}'),
            letter => out.push(letter),
        }
    }
    out
}

/// A length to a tenth, without a needless fraction.
pub(super) fn number(value: f64) -> String {
    let text = format!("{value:.1}");
    text.strip_suffix(".0").map_or(text.clone(), str::to_owned)
}

/// A text broken between words into at most so many lines of so many characters; the last ends in an ellipsis where there is more.
pub(super) fn lines(text: &str, most: usize, wide: usize) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    for word in text.split_whitespace() {
        let full = found.len() >= most;
        match found.last_mut() {
            Some(line) if full || line.chars().count() + 1 + word.chars().count() <= wide => {
                line.push(' ');
                line.push_str(word);
            }
            _ => found.push(word.to_owned()),
        }
    }
    found.iter().map(|line| super::super::mermaid::shortened(line, wide)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_are_broken_between_words_and_cut_at_the_end() {
        assert_eq!(lines("Is it a Gold customer?", 2, 30), ["Is it a Gold customer?"]);
        assert_eq!(lines("one two three four five six", 2, 9), ["one two", "three fo…"]);
        assert_eq!(lines("unbreakable-and-long", 2, 8), ["unbreak…"]);
        assert_eq!(lines("", 2, 8), Vec::<String>::new());
    }

    #[test]
    fn nothing_of_a_text_is_markup() {
        assert_eq!(escaped("<a b=\"c\">&\u{1}"), "&lt;a b=&quot;c&quot;&gt;&amp;\u{fffd}");
    }

    #[test]
    fn numbers_are_short() {
        assert_eq!((number(12.0), number(0.25)), ("12".to_owned(), "0.2".to_owned()));
    }
}
