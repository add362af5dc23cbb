//! The order of texts, for `<`, `>` and `Compare`. Must not know values.

use std::cmp::Ordering;

use icu_normalizer::DecomposingNormalizerBorrowed;

/// Decision: texts are ordered as a dictionary does: by letters first, where that leaves them equal by accents, and last by letter case,
/// small letters before capitals. Basis: the vendor's examples `Compare("hello", "Hello")` -1, `Compare("Hello", "hello")` 1,
/// `Compare("2", "10")` 1; none has an accent.
pub(in crate::flow::expression) fn order_of_texts(a: &str, b: &str, ignore_case: bool) -> Ordering {
    let without_case = if a.is_ascii() && b.is_ascii() {
        a.bytes().map(|byte| byte.to_ascii_lowercase()).cmp(b.bytes().map(|byte| byte.to_ascii_lowercase()))
    } else {
        letters(a).cmp(letters(b)).then_with(|| parts(a).cmp(parts(b)))
    };
    // Small letters stand behind capitals in Unicode, so the order of the plain texts is turned around.
    if ignore_case { without_case } else { without_case.then_with(|| b.cmp(a)) }
}

/// The letters without case and accents.
fn letters(text: &str) -> impl Iterator<Item = char> {
    parts(text).filter(|part| !('\u{300}'..='\u{36f}').contains(part))
}

/// The letters without case, each with its accents behind it.
fn parts(text: &str) -> impl Iterator<Item = char> {
    DecomposingNormalizerBorrowed::new_nfd().normalize_iter(text.chars().flat_map(char::to_lowercase))
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
    #[case("é", "f", false, Ordering::Less)]
    #[case("e", "é", false, Ordering::Less)]
    #[case("eau", "été", false, Ordering::Less)]
    #[case("cote", "côté", true, Ordering::Less)]
    #[case("élan", "Élan", false, Ordering::Less)]
    #[case("e\u{301}", "é", true, Ordering::Equal)]
    #[case("台", "中", false, Ordering::Greater)]
    fn texts_are_ordered_as_in_a_dictionary(
        #[case] a: &str,
        #[case] b: &str,
        #[case] ignore_case: bool,
        #[case] order: Ordering,
    ) {
        assert_eq!(order_of_texts(a, b, ignore_case), order);
    }
}
