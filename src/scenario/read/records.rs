//! Documents and texts of a `world`: external contacts, other conversations, canned responses, actions that fail.

use indexmap::IndexMap;

use super::decoder::Decoder;
use crate::scenario::model::{RecordSpec, Spanned};
use crate::yaml::Node;

/// Maps of fields, each with an `id` of its own.
pub(super) fn records(d: &mut Decoder<'_>, node: &Node) -> Vec<RecordSpec> {
    let mut found: Vec<RecordSpec> = Vec::new();
    for item in d.list(node, false) {
        let Some(mut map) = d.map(item) else { continue };
        let id = d.require(&mut map, "id", "give it an `id`").and_then(|node| d.spanned_name(node));
        // All other keys are fields, whatever their names are.
        map.rest();
        map.finish(d.reader);
        let Some(id) = id else { continue };
        if let Some(first) = found.iter().find(|one| one.id.value == id.value) {
            let first = first.id.place.clone();
            d.twice(id.place, &id.value, first);
            continue;
        }
        let fields = d.object(item, "`field: value` for each field");
        found.push(RecordSpec { id, fields });
    }
    found
}

/// Conversation → attribute → value.
pub(super) fn conversations(d: &mut Decoder<'_>, node: &Node) -> IndexMap<String, IndexMap<String, String>> {
    let mut found = IndexMap::new();
    for entry in d.entries(node, "`id: { attribute: value }` for each conversation") {
        let attributes = texts(d, &entry.value, "`attribute: value` for each attribute");
        found.insert(entry.key.text.clone(), attributes);
    }
    found
}

/// Name → text.
pub(super) fn texts(d: &mut Decoder<'_>, node: &Node, of: &str) -> IndexMap<String, String> {
    let mut found = IndexMap::new();
    for entry in d.entries(node, of) {
        match entry.value.as_text() {
            Some(text) => drop(found.insert(entry.key.text.clone(), text.to_owned())),
            None => d.expected("a text", &entry.value, "write a text here, or remove the key"),
        }
    }
    found
}

/// Action → what went wrong.
pub(super) fn failing(d: &mut Decoder<'_>, node: &Node) -> IndexMap<String, Spanned<String>> {
    let mut found = IndexMap::new();
    for entry in d.entries(node, "`action: what went wrong` for each action that fails") {
        if let Some(message) = d.spanned_name(&entry.value) {
            found.insert(entry.key.text.clone(), message);
        }
    }
    found
}
