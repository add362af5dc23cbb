//! What stands in a text: words, `${name}`, `$${`. Must not know values.

use crate::diagnostic::{Place, Span};
use crate::yaml::{Node, Value};

/// A piece of a text.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Piece<'t> {
    Text(&'t str),
    /// `${name}`.
    Variable(&'t str),
    /// `$${`, which stands for `${`.
    Escaped,
    /// `${` without a name and a brace after it.
    Broken(&'t str),
}

/// Cuts the first piece off a text that is not empty.
pub(super) fn next_piece(text: &str) -> (Piece<'_>, &str) {
    let Some(at) = text.find("${") else { return (Piece::Text(text), "") };
    let (before, tail) = text.split_at(at);
    if let Some(kept) = before.strip_suffix('$') {
        if kept.is_empty() {
            let (_, rest) = tail.split_at(2);
            return (Piece::Escaped, rest);
        }
        let (kept, rest) = text.split_at(kept.len());
        return (Piece::Text(kept), rest);
    }
    if !before.is_empty() {
        return (Piece::Text(before), tail);
    }
    let inner = tail.strip_prefix("${").unwrap_or_default();
    let name_end = inner.find(|c: char| !(c.is_ascii_alphanumeric() || c == '_')).unwrap_or(inner.len());
    let (name, rest) = inner.split_at(name_end);
    match rest.strip_prefix('}') {
        Some(rest) if !name.is_empty() => (Piece::Variable(name), rest),
        _ => {
            let (broken, rest) = tail.split_at(2 + name_end);
            (Piece::Broken(broken), rest)
        }
    }
}

/// Whether filling in would change the text.
pub(super) fn is_dynamic_text(text: &str) -> bool {
    text.contains("${")
}

/// Whether filling in would change the tree.
pub(in crate::scenario) fn is_dynamic(node: &Node) -> bool {
    match &node.value {
        Value::Scalar(scalar) => is_dynamic_text(&scalar.text),
        Value::List(items) => items.iter().any(is_dynamic),
        Value::Map(entries) => entries.iter().any(|entry| is_dynamic_text(&entry.key.text) || is_dynamic(&entry.value)),
    }
}

/// What stands in a text of the tree.
pub(in crate::scenario) enum Found<'t> {
    /// A variable of this name.
    Variable(&'t str),
    /// `${` and what follows, which is no variable.
    Broken(&'t str),
}

/// Every variable and every broken one of a tree, with the span of its text.
pub(in crate::scenario) fn walk<'n>(node: &'n Node, found: &mut dyn FnMut(Found<'n>, &'n Span)) {
    match &node.value {
        Value::Scalar(scalar) => walk_text(&scalar.text, &node.span, found),
        Value::List(items) => items.iter().for_each(|item| walk(item, found)),
        Value::Map(entries) => {
            for entry in entries {
                walk_text(&entry.key.text, &entry.key_span, found);
                walk(&entry.value, found);
            }
        }
    }
}

fn walk_text<'n>(text: &'n str, span: &'n Span, found: &mut dyn FnMut(Found<'n>, &'n Span)) {
    let mut rest = text;
    while !rest.is_empty() {
        let (piece, tail) = next_piece(rest);
        match piece {
            Piece::Variable(name) => found(Found::Variable(name), span),
            Piece::Broken(text) => found(Found::Broken(text), span),
            Piece::Text(_) | Piece::Escaped => {}
        }
        rest = tail;
    }
}

/// Where `written` stands in the text of a place; the whole place where it is not found as it is (in escapes, say).
pub(in crate::scenario) fn locate(place: Place, written: &str) -> Place {
    let Some(at) = place.text().find(written) else { return place };
    let start = place.span.start + at;
    Place { span: start..start + written.len(), ..place }
}
