//! What a conversation captures, from its tree, before it is read: whoever fills variables in must know. Must not know patterns.

use std::collections::HashSet;

use super::expand::BasePart;
use super::row::Row;
use crate::diagnostic::{Code, Diagnostic, Span};
use crate::scenario::read::PARTS;
use crate::scenario::variables::{Found, Variables, is_name, walk};
use crate::yaml::{Node, Reader};

/// The names that a conversation captures, each with its first key.
fn keys_of(conversation: &Node) -> Vec<(&str, &Span)> {
    let mut found: Vec<(&str, &Span)> = Vec::new();
    for step in conversation.as_list().unwrap_or_default() {
        let entries = step.get("receive").and_then(|receive| receive.get("capture")).and_then(Node::as_map);
        for entry in entries.unwrap_or_default() {
            if !found.iter().any(|(name, _)| *name == entry.key.text) {
                found.push((&entry.key.text, &entry.key_span));
            }
        }
    }
    found
}

/// The names that a conversation captures.
pub(super) fn names_of(conversation: &Node) -> Vec<Box<str>> {
    keys_of(conversation).into_iter().map(|(name, _)| name.into()).collect()
}

/// Reports a captured value that has the name of a variable, and warns of one that nothing uses.
pub(super) fn check(reader: &mut Reader, parts: &[Option<BasePart>], rows: &[Row], project: &Variables) {
    let at = PARTS.iter().position(|part| part.key == "conversation").unwrap_or(usize::MAX);
    let base = parts.get(at).and_then(Option::as_ref).map(|part| keys_of(&part.node)).unwrap_or_default();
    let own = rows.iter().filter_map(|row| row.overrides.iter().find(|(part, _)| *part == at));
    let own: Vec<(&str, &Span)> = own.flat_map(|(_, node)| keys_of(node)).collect();
    if base.is_empty() && own.is_empty() {
        return;
    }
    let mut used: HashSet<&str> = HashSet::new();
    let overrides = || rows.iter().flat_map(|row| row.overrides.iter().map(|(_, node)| node));
    for node in parts.iter().flatten().map(|part| &part.node).chain(overrides()) {
        walk(node, &mut |found, _| {
            if let Found::Variable(name) = found {
                used.insert(name);
            }
        });
    }
    let mut told: HashSet<(&str, usize)> = HashSet::new();
    for (name, span) in base.into_iter().chain(own) {
        if !told.insert((name, span.start)) {
            continue;
        }
        let place = reader.place(span);
        let set = rows.iter().flat_map(|row| &row.bindings).find(|binding| *binding.name == *name);
        if set.is_some() || project.value(name).is_some() {
            let one = Diagnostic::error(Code::BAD_CAPTURE, format!("`{name}` is captured here and set as a variable"));
            let one = one.at(place);
            let one = match set {
                Some(binding) => one.label(reader.place(&binding.name_span), "set here"),
                None => one,
            };
            reader.push(one.help("give one of the two another name"));
        // What a block captures serves those of its uses that want it.
        } else if !used.contains(name) && is_name(name) && place.used_at.is_none() {
            let one = Diagnostic::warning(Code::UNUSED_CAPTURE, format!("nothing uses the captured value `{name}`"));
            let help = format!("write `${{{name}}}` in a later step or in `expect`, or remove it");
            reader.push(one.at(place).help(help));
        }
    }
}
