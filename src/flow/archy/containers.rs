//! States, tasks, menus and bots: their names, references, variables and ways out. Must not know actions.

use std::sync::Arc;

use super::reference::References;
use super::variables::{VariablePart, declare_all};
use crate::diagnostic::Code;
use crate::flow::engine::rules::TASK_RUNS_OUT;
use crate::flow::program::{ContainerIndex, ContainerKind, Draft, FlowIndex};
use crate::yaml::{Node, Reader};

/// A container of which the name is known and the actions are not yet.
pub(super) struct ContainerPart<'n> {
    pub index: ContainerIndex,
    pub name: Arc<str>,
    node: &'n Node,
    shape: Shape<'n>,
}

/// Where a container's actions stand.
enum Shape<'n> {
    /// Under `actions`.
    Under,
    /// They are the node itself: the start of a flow without a `startUpRef`, which declares its variables or does not.
    Bare { declares: bool },
    /// Behind choices.
    Menu(Vec<Choice<'n>>),
}

/// A choice of a menu.
pub(super) struct Choice<'n> {
    /// Its name.
    pub name: Arc<str>,
    /// The task or menu behind it, if it has one.
    pub container: Option<ContainerIndex>,
    /// What it does where it has neither: the kind, `disconnect` for a `menuDisconnect`, and its parts.
    pub action: Option<(String, &'n Node)>,
}

/// What a container does.
pub(super) enum Body<'n> {
    /// A list of actions.
    Actions(&'n Node),
    /// A menu's choices, and where the menu stands.
    Menu(&'n [Choice<'n>], &'n Node),
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
pub(crate) const START_NAME: &str = "Startup Task";

impl<'n> ContainerPart<'n> {
    /// What is to be read as its actions.
    pub(super) fn body(&self) -> Body<'_> {
        match &self.shape {
            Shape::Bare { .. } => Body::Actions(self.node),
            Shape::Menu(choices) => Body::Menu(choices, self.node),
            Shape::Under => self.node.get("actions").map_or(Body::Nothing, Body::Actions),
        }
    }

    /// The node of its own parts, which a start that is a bare list has not, and the list of its variables.
    pub(super) fn gives<'f>(&'f self, flow: &'f Node) -> (Option<&'f Node>, Option<&'f Node>) {
        match &self.shape {
            Shape::Bare { .. } => (None, flow.get(START_VARIABLES)),
            Shape::Under | Shape::Menu(_) => (Some(self.node), self.node.get("variables")),
        }
    }

    /// Whether it is a start whose file declares none of its variables.
    pub(super) fn declares_nothing(&self) -> bool {
        matches!(self.shape, Shape::Bare { declares: false })
    }

    /// Whether the flow starts here for want of a `startUpRef`.
    pub(super) fn is_start(&self) -> bool {
        matches!(self.shape, Shape::Bare { .. })
    }
}

/// What containers are read into.
pub(super) struct Into<'a, 'n> {
    pub reader: &'a mut Reader,
    pub draft: &'a mut Draft,
    pub flow: FlowIndex,
    pub references: &'a mut References,
    pub variables: &'a mut Vec<VariablePart<'n>>,
    pub parts: Vec<ContainerPart<'n>>,
}

/// Reads all containers of a flow, in file order.
pub(super) fn read_containers<'n>(mut into: Into<'_, 'n>, body: &'n Node) -> Vec<ContainerPart<'n>> {
    for entry in body.as_map().unwrap_or_default() {
        if entry.key.text == START_ACTIONS {
            let place = into.reader.place(&entry.key_span);
            let index = into.draft.add_container(into.flow, ContainerKind::Task, START_NAME.into(), place);
            let declares = body.get(START_VARIABLES).is_some();
            into.declare(index, body.get(START_VARIABLES));
            if let Some(container) = into.draft.containers.get_mut(index.get()) {
                named_ends(&entry.value, &mut container.output_paths);
            }
            into.parts.push(ContainerPart {
                index,
                name: START_NAME.into(),
                node: &entry.value,
                shape: Shape::Bare { declares },
            });
            continue;
        }
        let Some(&(_, singular, kind)) = LISTS.iter().find(|(list, ..)| *list == entry.key.text) else { continue };
        for item in into.reader.list(&entry.value).unwrap_or_default() {
            match item.get(singular) {
                Some(node) => {
                    into.read_container(kind, node, node);
                }
                None => {
                    let message = format!("expected `{singular}:` with its parts");
                    into.reader.error(Code::FLOW_WRONG_SHAPE, &item.span, message);
                }
            }
        }
    }
    into.parts
}

impl<'n> Into<'_, 'n> {
    fn declare(&mut self, container: ContainerIndex, list: Option<&'n Node>) {
        declare_all(self.reader, self.draft, self.flow, Some(container), list, self.variables);
    }

    /// Reads a container; a menu's choice has its name and `refId` on the choice and all else below it.
    fn read_container(&mut self, kind: ContainerKind, head: &'n Node, node: &'n Node) -> Option<ContainerIndex> {
        let Some(name) = head.get("name").and_then(Node::as_text) else {
            self.reader.error(Code::FLOW_PART_MISSING, &head.span, format!("the {} has no `name`", kind.describe()));
            return None;
        };
        let name: Arc<str> = name.into();
        let place = self.reader.place(&head.get("name").map_or(head.span.clone(), |name| name.span.clone()));
        let index = self.draft.add_container(self.flow, kind, name.clone(), place);
        self.references.add(self.reader, kind, head, index);
        self.declare(index, node.get("variables"));
        if let Some(container) = self.draft.containers.get_mut(index.get()) {
            container.output_paths = output_paths(node);
        }
        let at = self.parts.len();
        self.parts.push(ContainerPart { index, name, node, shape: Shape::Under });
        if kind == ContainerKind::Menu {
            let choices = self.read_choices(node);
            if let Some(part) = self.parts.get_mut(at) {
                part.shape = Shape::Menu(choices);
            }
        }
        Some(index)
    }

    /// `choices: [{menuTask: {name, task: {variables, actions}}}, {menuSubMenu: {name, menu: {choices}}}, …]`.
    fn read_choices(&mut self, menu: &'n Node) -> Vec<Choice<'n>> {
        let mut choices = Vec::new();
        for item in menu.get("choices").and_then(Node::as_list).unwrap_or_default() {
            let Some(entry) = item.as_map().and_then(<[_]>::first) else { continue };
            let name = entry.value.get("name").and_then(Node::as_text).unwrap_or(&entry.key.text);
            let below = [("task", ContainerKind::Task), ("menu", ContainerKind::Menu)];
            let below = below.into_iter().find_map(|(key, kind)| Some((kind, entry.value.get(key)?)));
            let container = below.and_then(|(kind, node)| self.read_container(kind, &entry.value, node));
            let action = container.is_none().then(|| (kind_of_choice(&entry.key.text), &entry.value));
            choices.push(Choice { name: name.into(), container, action });
        }
        choices
    }
}

/// `disconnect` for `menuDisconnect`.
fn kind_of_choice(key: &str) -> String {
    let Some(rest) = key.strip_prefix("menu") else { return key.to_owned() };
    let mut letters = rest.chars();
    letters.next().map_or_else(|| key.to_owned(), |first| format!("{}{}", first.to_ascii_lowercase(), letters.as_str()))
}

/// The output paths by which the actions of a start end, in file order: no file declares them.
fn named_ends(node: &Node, found: &mut Vec<Arc<str>>) {
    for entry in node.as_map().unwrap_or_default() {
        let named = (entry.key.text == "endTask").then(|| entry.value.path(&["outputPath", "name"])).flatten();
        match named.and_then(Node::as_text) {
            Some(name) if name != TASK_RUNS_OUT && !found.iter().any(|known| **known == *name) => {
                found.push(name.into())
            }
            Some(_) => {}
            None => named_ends(&entry.value, found),
        }
    }
    node.as_list().unwrap_or_default().iter().for_each(|item| named_ends(item, found));
}

fn output_paths(node: &Node) -> Vec<Arc<str>> {
    let paths = node.get("outputPaths").and_then(Node::as_list).unwrap_or_default();
    paths.iter().filter_map(|path| path.path(&["outputPath", "name"])?.as_text()).map(Arc::from).collect()
}
