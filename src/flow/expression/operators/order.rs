//! The order of texts, for `<`, `>` and `Compare`. Must not know values.

use std::cmp::Ordering;

/// Decision: texts are ordered as a dictionary does: first without regard to letter case, and where that leaves them equal, small letters
/// before capitals. Basis: the vendor's examples `Compare("hello", "Hello")` -1, `Compare("Hello", "hello")` 1, `Compare("2", "10")` 1.
/// Accents are ordered by code point, which differs from a full collation.
pub(in crate::flow::expression) fn order_of_texts(a: &str, b: &str, ignore_case: bool) -> Ordering {
    let folded = |text: &'_ str| -> Vec<char> { text.chars().flat_map(char::to_lowercase).collect() };
    let without_case = if a.is_ascii() && b.is_ascii() {
        a.bytes().map(|byte| byte.to_ascii_lowercase()).cmp(b.bytes().map(|byte| byte.to_ascii_lowercase()))
    } else {
        folded(a).cmp(&folded(b))
    };
    // Small letters stand behind capitals in Unicode, so the order of the plain texts is turned around.
    if ignore_case { without_case } else { without_case.then_with(|| b.cmp(a)) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[rstest::rstest]
    #[case("hello", "Hello", false, Ordering::Less)]
    #[case("Hello", "hello", true, Ordering::Equal)]
    #[case("Hel", "Hello", false, Ordering::Less)]
    #[case("2", "10", false, Ordering::Greater)]
    #[case("apple", "Banana", false, Ordering::Less)]
    #[case("É", "é", true, Ordering::Equal)]
    fn texts_are_ordered_as_in_a_dictionary(
        #[case] a: &str,
        #[case] b: &str,
        #[case] ignore_case: bool,
        #[case] order: Ordering,
    ) {
        assert_eq!(order_of_texts(a, b, ignore_case), order);
    }
}
