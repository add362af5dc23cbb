//! Tests of a text: `Welcome`, `{ contains: … }`, `{ matches: … }`, `{ one_of: […] }`, `{ not: … }`. Must not know what is tested.

use crate::diagnostic::Code;
use crate::scenario::model::{Spanned, TextMatch, TextPattern};
use crate::yaml::{MapReader, Node, Value};

use super::decoder::{Chosen, Decoder};

/// The keys of a pattern, of which one stands in its map.
pub(in crate::scenario) const PATTERN_KEYS: &[&str] = &["is", "contains", "matches", "one_of", "not"];

/// A pattern: a text (the whole), or a map with one key.
pub(super) fn text_match(d: &mut Decoder<'_>, node: &Node) -> Option<TextMatch> {
    let value = pattern(d, node)?;
    Some(d.spanned(node, value))
}

/// A pattern that some message must fit: an empty one is reported, for no message is empty.
pub(super) fn message_match(d: &mut Decoder<'_>, node: &Node) -> Option<TextMatch> {
    match node.as_text() {
        Some(_) => d.spanned_name(node).map(|name| Spanned { value: TextPattern::Is(name.value), place: name.place }),
        None => text_match(d, node),
    }
}

fn pattern(d: &mut Decoder<'_>, node: &Node) -> Option<TextPattern> {
    match &node.value {
        Value::Scalar(scalar) if !scalar.is_null() => Some(TextPattern::Is(scalar.text.clone())),
        Value::Map(_) if d.is_unquoted(node, "a text", PATTERN_KEYS) => None,
        Value::Map(_) => {
            let mut map = d.map(node)?;
            let found = pattern_in(d, &mut map);
            map.finish(d.reader);
            found
        }
        _ => {
            d.expected(
                "a text or a map",
                node,
                "write the whole text, or `{ contains: … }`, `{ matches: … }`, `{ not: … }`",
            );
            None
        }
    }
}

/// The pattern whose key stands in a map, which may hold other keys, too.
pub(super) fn pattern_in(d: &mut Decoder<'_>, map: &mut MapReader<'_>) -> Option<TextPattern> {
    let chosen = d.one_key(map, PATTERN_KEYS)?;
    chosen_pattern(d, &chosen)
}

/// The pattern of a key that was chosen.
pub(super) fn chosen_pattern(d: &mut Decoder<'_>, chosen: &Chosen<'_>) -> Option<TextPattern> {
    let node = &chosen.entry.value;
    match chosen.key {
        "is" => d.text(node).map(TextPattern::Is),
        "contains" => d.name(node).map(TextPattern::Contains),
        "matches" => {
            let text = d.name(node)?;
            d.regex(&text, &node.span).map(TextPattern::Matches)
        }
        "one_of" => {
            let items = d.filled_list(node, false);
            let found: Vec<TextPattern> = items.iter().filter_map(|item| pattern(d, item)).collect();
            (found.len() == items.len() && !found.is_empty()).then_some(TextPattern::OneOf(found))
        }
        "not" => pattern(d, node).map(|inner| TextPattern::Not(Box::new(inner))),
        other => {
            d.problem(Code::UNKNOWN_KEY, &chosen.entry.key_span, format!("unknown key `{other}`"), "remove it");
            None
        }
    }
}
