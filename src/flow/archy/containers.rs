//! States, tasks, menus and bots: their names, references, variables and ways out. Must not know actions.

use std::sync::Arc;

use super::reference::References;
use super::variables::{VariablePart, declare_all};
use crate::diagnostic::Code;
use crate::flow::program::{ContainerIndex, ContainerKind, Draft, FlowIndex};
use crate::yaml::{Node, Reader};

/// A container of which the name is known and the actions are not yet.
pub(super) struct ContainerPart<'n> {
    pub index: ContainerIndex,
    pub name: Arc<str>,
    pub kind: ContainerKind,
    /// Whether the flow starts here for want of a `startUpRef`.
    pub is_start: bool,
    node: &'n Node,
}

/// What a container does.
pub(super) enum Body<'n> {
    /// A list of actions.
    Actions(&'n Node),
    /// A menu's choices.
    Menu(&'n Node),
    /// Nothing.
    Nothing,
}

/// The lists of a flow: their key, the key of one entry, the kind.
const LISTS: &[(&str, &str, ContainerKind)] = &[
    ("states", "state", ContainerKind::State),
    ("tasks", "task", ContainerKind::Task),
    ("menus", "menu", ContainerKind::Menu),
    ("bots", "bot", ContainerKind::Bot),
];

/// The list of actions that a flow without `startUpRef` starts with, and the name of the container that we make of it: the file has none.
const START_ACTIONS: &str = "startUpTaskActions";
const START_VARIABLES: &str = "startUpTaskVariables";
const START_NAME: &str = "Startup Task";

impl<'n> ContainerPart<'n> {
    /// What is to be read as its actions.
    pub(super) fn kind_of_body(&self) -> Body<'n> {
        if self.is_start {
            return Body::Actions(self.node);
        }
        match self.kind {
            ContainerKind::Menu => Body::Menu(self.node),
            _ => self.node.get("actions").map_or(Body::Nothing, Body::Actions),
        }
    }
}

/// Reads all containers of a flow, in file order.
pub(super) fn read_containers<'n>(
    reader: &mut Reader,
    draft: &mut Draft,
    flow: FlowIndex,
    body: &'n Node,
    references: &mut References,
    variables: &mut Vec<VariablePart<'n>>,
) -> Vec<ContainerPart<'n>> {
    let mut parts = Vec::new();
    for entry in body.as_map().unwrap_or_default() {
        if entry.key.text == START_ACTIONS {
            let place = reader.place(&entry.key_span);
            let index = draft.add_container(flow, ContainerKind::Task, START_NAME.into(), place);
            declare_all(reader, draft, flow, Some(index), body.get(START_VARIABLES), variables);
            let kind = ContainerKind::Task;
            parts.push(ContainerPart { index, name: START_NAME.into(), kind, is_start: true, node: &entry.value });
            continue;
        }
        let Some(&(_, singular, kind)) = LISTS.iter().find(|(list, ..)| *list == entry.key.text) else { continue };
        for item in reader.list(&entry.value).unwrap_or_default() {
            let Some(node) = item.get(singular) else {
                reader.error(Code::FLOW_WRONG_SHAPE, &item.span, format!("expected `{singular}:` with its parts"));
                continue;
            };
            let Some(name) = node.get("name").and_then(Node::as_text) else {
                reader.error(Code::FLOW_PART_MISSING, &node.span, format!("the {} has no `name`", kind.describe()));
                continue;
            };
            let name: Arc<str> = name.into();
            let place = reader.place(&node.get("name").map_or(node.span.clone(), |name| name.span.clone()));
            let index = draft.add_container(flow, kind, name.clone(), place);
            references.add(reader, kind, node, index);
            declare_all(reader, draft, flow, Some(index), node.get("variables"), variables);
            if let Some(container) = draft.containers.get_mut(index.get()) {
                container.output_paths = output_paths(node);
            }
            parts.push(ContainerPart { index, name, kind, is_start: false, node });
        }
    }
    parts
}

fn output_paths(node: &Node) -> Vec<Arc<str>> {
    let paths = node.get("outputPaths").and_then(Node::as_list).unwrap_or_default();
    paths.iter().filter_map(|path| path.path(&["outputPath", "name"])?.as_text()).map(Arc::from).collect()
}
