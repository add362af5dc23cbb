//! Nodes of the tree that the Archy reader reads, each with the place of the JSON that it stands for. Must not know what they mean.

use crate::diagnostic::Span;
use crate::yaml::{Entry, Node, Scalar, Value};

/// A map.
pub(super) fn map(at: &Span, entries: Vec<Entry>) -> Node {
    Node { value: Value::Map(entries), span: at.clone() }
}

/// A map with one key.
pub(super) fn one(key: &str, value: Node) -> Node {
    let at = value.span.clone();
    map(&at, vec![entry(key, value)])
}

/// A list.
pub(super) fn list(at: &Span, items: Vec<Node>) -> Node {
    Node { value: Value::List(items), span: at.clone() }
}

/// A key with its value.
pub(super) fn entry(key: &str, value: Node) -> Entry {
    Entry { key: Scalar { text: key.to_owned(), plain: false }, key_span: value.span.clone(), value }
}

/// A text.
pub(super) fn text(text: &str, at: &Span) -> Node {
    Node { value: Value::Scalar(Scalar { text: text.to_owned(), plain: false }), span: at.clone() }
}

/// A number, `true` or `false`.
pub(super) fn plain(text: &str, at: &Span) -> Node {
    Node { value: Value::Scalar(Scalar { text: text.to_owned(), plain: true }), span: at.clone() }
}

/// A flag below a key: `{noValue: true}`, `{none: true}`, `{enabled: false}`.
pub(super) fn flag(key: &str, set: bool, at: &Span) -> Node {
    one(key, plain(if set { "true" } else { "false" }, at))
}

/// A name with a small first letter, as Archy writes what the JSON form writes with a capital.
pub(super) fn small_first(name: &str) -> String {
    let mut letters = name.chars();
    letters.next().map(|first| first.to_ascii_lowercase()).into_iter().chain(letters).collect()
}

/// A name with a capital first letter, as it stands behind another word.
pub(super) fn capital_first(name: &str) -> String {
    let mut letters = name.chars();
    letters.next().map(|first| first.to_ascii_uppercase()).into_iter().chain(letters).collect()
}
