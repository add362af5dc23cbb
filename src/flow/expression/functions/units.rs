//! Positions in a text, counted in UTF-16 units as the vendor's JavaScript does (decision: its examples hold only characters of one
//! unit). Must not know functions.

/// How many units a text has.
pub(super) fn length(text: &str) -> i64 {
    let units = if text.is_ascii() { text.len() } else { text.chars().map(char::len_utf16).sum() };
    i64::try_from(units).unwrap_or(i64::MAX)
}

/// The units before a byte offset.
pub(super) fn position(text: &str, offset: usize) -> i64 {
    length(text.get(..offset).unwrap_or(text))
}

/// That many units from a position on, clipped to the text; a character that is cut through is left out. What lies before the start
/// counts as cut away.
pub(super) fn slice(text: &str, start: i64, count: i64) -> &str {
    let end = start.saturating_add(count.max(0)).max(0);
    let start = start.max(0);
    if text.is_ascii() {
        let whole = length(text);
        let offset = |unit: i64| usize::try_from(unit.min(whole)).unwrap_or(0);
        return text.get(offset(start)..offset(end)).unwrap_or_default();
    }
    let mut unit = 0_i64;
    let (mut from, mut to) = (text.len(), 0);
    for (offset, character) in text.char_indices() {
        let next = unit + character.len_utf16() as i64;
        if unit >= start && next <= end {
            from = from.min(offset);
            to = offset + character.len_utf8();
        }
        unit = next;
    }
    text.get(from..to).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[rstest::rstest]
    #[case("Hello", 1, 3, "ell")]
    #[case("Hello", 4, 9, "o")]
    #[case("Hello", 9, 1, "")]
    #[case("Élever", 0, 2, "Él")]
    #[case("a😀b", 1, 2, "😀")]
    #[case("a😀b", 1, 1, "")]
    #[case("a😀b", 2, 2, "b")]
    #[case("Hello", 0, i64::MAX, "Hello")]
    fn parts_of_texts(#[case] text: &str, #[case] start: i64, #[case] count: i64, #[case] part: &str) {
        assert_eq!(slice(text, start, count), part);
    }
}
