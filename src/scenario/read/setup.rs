//! Who the customer is and what the page may send: `widget`, `participant`. Must not know what is said.

use indexmap::IndexMap;

use crate::diagnostic::Code;
use crate::scenario::model::{AttributeType, DeclaredAttribute, Participant, Undeclared, Widget};
use crate::yaml::Node;

use super::decoder::Decoder;

/// The types of an attribute.
pub(in crate::scenario) const TYPES: &[(&str, AttributeType)] = &[
    ("string", AttributeType::String),
    ("integer", AttributeType::Integer),
    ("decimal", AttributeType::Decimal),
    ("boolean", AttributeType::Boolean),
];

/// What may happen to an attribute that the widget does not declare.
pub(in crate::scenario) const UNDECLARED: &[(&str, Undeclared)] =
    &[("error", Undeclared::Error), ("allow", Undeclared::Allow), ("send", Undeclared::Send)];

pub(super) fn widget(d: &mut Decoder<'_>, node: &Node) -> Option<Widget> {
    let mut map = d.map(node)?;
    let name = map.given("name").and_then(|node| d.spanned_name(node));
    let attributes = map.given("attributes").map(|node| declared(d, node)).unwrap_or_default();
    let undeclared = map.given("undeclared").and_then(|node| d.word(node, UNDECLARED)).unwrap_or_default();
    map.finish(d.reader);
    Some(Widget { name, attributes, undeclared, place: d.place(node) })
}

fn declared(d: &mut Decoder<'_>, node: &Node) -> IndexMap<String, DeclaredAttribute> {
    let entries = d.entries(node, "`name: { type: string }` for each attribute");
    let mut found = IndexMap::with_capacity(entries.len());
    for entry in entries {
        if let Some(attribute) = attribute(d, &entry.value) {
            found.insert(entry.key.text.clone(), attribute);
        }
    }
    found
}

/// `{ type, label, description }`, or the type alone.
fn attribute(d: &mut Decoder<'_>, node: &Node) -> Option<DeclaredAttribute> {
    let place = d.place(node);
    if node.as_text().is_some() {
        let kind = d.word(node, TYPES)?;
        return Some(DeclaredAttribute { kind, label: None, description: None, place });
    }
    let Some(mut map) = node.as_map().and_then(|_| d.map(node)) else {
        d.expected("a type or a map", node, "write `{ type: string }`");
        return None;
    };
    let label = map.given("label").and_then(|node| d.name(node));
    let description = map.given("description").and_then(|node| d.name(node));
    let kind = d.require(&mut map, "type", "write `type: string`, `integer`, `decimal` or `boolean`");
    let kind = kind.and_then(|node| d.word(node, TYPES));
    map.finish(d.reader);
    // An attribute whose type is wrong is declared all the same: one mistake, one message.
    Some(DeclaredAttribute { kind: kind.unwrap_or(AttributeType::String), label, description, place })
}

pub(super) fn participant(d: &mut Decoder<'_>, node: &Node) -> Participant {
    let Some(mut map) = d.map(node) else { return Participant::default() };
    let name = map.given("name").and_then(|node| d.name(node));
    let email = map.given("email").and_then(|node| d.name(node));
    let attributes = map.given("attributes").map(|node| d.texts(node, "`name: value` for each attribute"));
    if name.is_none() && email.is_none() && attributes.is_none() && !map.has_left() {
        let help = "give a `name`, an `email` or `attributes`, or remove the key";
        d.problem(Code::NOTHING_GIVEN, &node.span, "the customer is not described", help);
    }
    map.finish(d.reader);
    Participant { name, email, attributes: attributes.unwrap_or_default() }
}
