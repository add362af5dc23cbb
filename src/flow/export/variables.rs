//! Declarations of variables: `{name, __type, isCollection, initialValue, isInput…}` as Archy's `<type>Variable`. Must not know who uses
//! them.

use super::build::{entry, list, map, one, small_first};
use super::flow::Flow;
use super::value::{kept, value};
use crate::flow::expression::Type;
use crate::yaml::{Entry, Node};

/// The declarations of a flow or of one of its containers.
pub(super) fn declared<'j>(flow: &mut Flow<'j>, owner: &'j Node) -> Option<Entry> {
    let given = owner.get("variables").filter(|given| !given.is_null())?;
    let items = given.as_list().unwrap_or_default().iter().map(|variable| declaration(flow, variable)).collect();
    Some(entry("variables", list(&given.span, items)))
}

fn declaration<'j>(flow: &mut Flow<'j>, variable: &'j Node) -> Node {
    let mut body = Vec::new();
    for given in variable.as_map().unwrap_or_default() {
        match given.key.text.as_str() {
            "initialValue" if given.value.is_null() => {}
            key @ "initialValue" => body.push(entry(key, value(&given.value))),
            "__type" | "id" | "version" => {}
            key => body.push(entry(key, kept(&given.value))),
        }
    }
    let code = variable.path(&["initialValue", "type"]).or_else(|| variable.get("typeIdentifier"));
    let value_type = match code.and_then(Node::as_text).and_then(Type::parse) {
        Some(known) => known,
        None => by_class(flow, variable),
    };
    one(&format!("{}Variable", small_first(&value_type.to_string())), map(&variable.span, body))
}

/// The type by the editor's class, such as `StringVariable`, where no value carries a code.
fn by_class<'j>(flow: &mut Flow<'j>, variable: &'j Node) -> Type {
    let class = variable.get("__type");
    let name = class.and_then(Node::as_text).and_then(|class| class.strip_suffix("Variable"));
    let is_list = variable.get("isCollection").and_then(Node::as_text) == Some("true");
    let code = variable.path(&["initialValue", "type"]).or(class).unwrap_or(variable);
    let found = name.and_then(Type::parse).unwrap_or_else(|| {
        flow.unknown_type(code);
        Type::Any
    });
    if is_list { found.collection() } else { found }
}
