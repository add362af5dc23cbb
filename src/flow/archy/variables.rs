//! Declarations of variables: `<type>Variable: {name, initialValue, isInput, isOutput}`. Must not know who uses them.

use super::head::Head;
use super::site::Site;
use crate::diagnostic::{Code, Diagnostic, list_of};
use crate::flow::expression::Type;
use crate::flow::program::{Argument, ContainerIndex, Draft, FlowIndex, Variable};
use crate::yaml::{Node, Reader, Scalar};

/// A declared variable whose initial value is still to be read: it may be an expression over variables declared later.
pub(super) struct VariablePart<'n> {
    container: Option<ContainerIndex>,
    index: usize,
    value_type: Type,
    initial: &'n Node,
}

/// Declares the variables of a flow, or of one of its containers.
pub(super) fn declare_all<'n>(
    reader: &mut Reader,
    draft: &mut Draft,
    flow: FlowIndex,
    container: Option<ContainerIndex>,
    list: Option<&'n Node>,
    parts: &mut Vec<VariablePart<'n>>,
) {
    let Some(list) = list.filter(|list| !list.is_null()) else { return };
    for item in reader.list(list).unwrap_or_default() {
        let Some([entry]) = item.as_map() else {
            reader.error(Code::FLOW_WRONG_SHAPE, &item.span, "expected one key such as `stringVariable:`");
            continue;
        };
        let Some(value_type) = entry.key.text.strip_suffix("Variable").and_then(Type::parse) else {
            let place = reader.place(&entry.key_span);
            let known: Vec<String> = Type::names().map(variable_key).collect();
            let message = format!("`{}` is not a type of variable", entry.key.text);
            reader.push(Diagnostic::error(Code::UNKNOWN_VARIABLE_TYPE, message).at(place).help_maybe(list_of(
                "types",
                &entry.key.text,
                known.iter().map(String::as_str),
            )));
            continue;
        };
        let node = &entry.value;
        let Some(name) = node.get("name").and_then(Node::as_text) else {
            reader.error(Code::FLOW_PART_MISSING, &node.span, "the variable has no `name`");
            continue;
        };
        let place = reader.place(&node.get("name").map_or(node.span.clone(), |name| name.span.clone()));
        let flag = |key| node.get(key).and_then(Node::as_scalar).and_then(Scalar::as_bool).unwrap_or(false);
        let variable = Variable {
            name: name.into(),
            value_type,
            initial: Argument::Absent,
            is_input: flag("isInput"),
            is_output: flag("isOutput"),
            place: Some(place.clone()),
        };
        let table = match container {
            Some(container) => draft.containers.get_mut(container.get()).map(|one| &mut one.variables),
            None => draft.flows.get_mut(flow.get()).map(|one| &mut one.variables),
        };
        let Some(table) = table else { continue };
        if !table.declare(variable) {
            reader.push(Diagnostic::error(Code::DUPLICATE_VARIABLE, format!("`{name}` is declared twice")).at(place));
            continue;
        }
        if let (Some(index), Some(initial)) = (table.find(name), node.get("initialValue")) {
            parts.push(VariablePart { container, index, value_type, initial });
        }
    }
}

/// Reads the initial values, once all names are known.
pub(super) fn read_initial_values(site: &mut Site<'_>, head: &Head<'_>) {
    for part in &head.variables {
        site.enter(part.container.or(head.start).unwrap_or(ContainerIndex(0)));
        let initial = site.argument(part.initial, part.value_type);
        let table = match part.container {
            Some(container) => site.draft.containers.get_mut(container.get()).map(|one| &mut one.variables),
            None => site.draft.flows.get_mut(head.flow.get()).map(|one| &mut one.variables),
        };
        if let Some(variable) = table.and_then(|table| table.get_mut(part.index)) {
            variable.initial = initial;
        }
    }
}

fn variable_key(type_name: &str) -> String {
    let mut letters = type_name.chars();
    let first = letters.next().map(|first| first.to_ascii_lowercase());
    format!("{}{}Variable", first.map(String::from).unwrap_or_default(), letters.as_str())
}
