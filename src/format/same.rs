//! Whether two trees say the same. Must not know where they came from.

use crate::yaml::{Node, Value};

/// Whether both hold the same values; the order of a map's keys counts only where it is asked for.
pub(super) fn same(left: &Node, right: &Node, in_order: bool) -> bool {
    match (&left.value, &right.value) {
        (Value::Scalar(left), Value::Scalar(right)) => left == right,
        (Value::List(left), Value::List(right)) => {
            left.len() == right.len() && left.iter().zip(right).all(|(left, right)| same(left, right, in_order))
        }
        (Value::Map(left), Value::Map(entries)) => {
            let mut at_the_same_place = left.iter().zip(entries);
            left.len() == entries.len()
                && if in_order {
                    at_the_same_place
                        .all(|(left, right)| left.key == right.key && same(&left.value, &right.value, true))
                } else {
                    left.iter().all(|one| {
                        let other = right.entry(&one.key.text);
                        other.is_some_and(|other| other.key == one.key && same(&one.value, &other.value, false))
                    })
                }
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;
    use crate::diagnostic::SourceFile;
    use crate::yaml::{Limits, parse};

    fn tree(text: &str) -> Node {
        parse(&SourceFile::new("t.yaml", text), Limits::default()).unwrap().root
    }

    #[rstest]
    #[case::spacing("a: {b: 1}", "a:\n  b:   1", true, true)]
    #[case::order("a: 1\nb: 2", "b: 2\na: 1", false, true)]
    #[case::quotes_are_meaning("a: 1", "a: \"1\"", false, false)]
    #[case::a_key_less("a: 1\nb: 2", "a: 1", false, false)]
    #[case::another_key("a: 1", "b: 1", false, false)]
    #[case::items("a: [1, 2]", "a: [2, 1]", false, false)]
    #[case::kinds("a: []", "a: {}", true, false)]
    fn what_counts(#[case] left: &str, #[case] right: &str, #[case] in_order: bool, #[case] equal: bool) {
        assert_eq!(same(&tree(left), &tree(right), in_order), equal);
        assert!(!equal || same(&tree(left), &tree(right), false));
    }
}
