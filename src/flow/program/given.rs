//! What a file gives for a flow, a container or an action besides the actions in it: every part with its key, also those that nothing here
//! reads. For who compares two files; costs nothing while a flow runs. Must not know any file format.

use super::{ActionIndex, ContainerIndex, FlowIndex};

/// A part of a file as it was understood.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Given {
    /// A literal, a name, a word.
    Text(Leaf),
    /// The text of an expression, or a variable.
    Expression(Leaf),
    /// A container of the flow that is referred to.
    Container(ContainerIndex),
    /// Parts by their keys. Parts that are unset are not in it.
    Map(Parts),
    /// Parts in order.
    List(Vec<Given>),
}

/// Parts by their keys, in the order of the file.
pub(crate) type Parts = Vec<(Box<str>, Given)>;

/// A text, and whether anything here reads it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Leaf {
    /// The whole text.
    pub text: Box<str>,
    /// Whether it is modelled; what is not is kept all the same.
    pub read: bool,
}

impl Given {
    /// Whether anything in it is modelled.
    pub(crate) fn is_read(&self) -> bool {
        match self {
            Self::Text(leaf) | Self::Expression(leaf) => leaf.read,
            Self::Container(_) => true,
            Self::Map(parts) => parts.iter().any(|(_, part)| part.is_read()),
            Self::List(items) => items.iter().any(Self::is_read),
        }
    }
}

/// All that the files of a program give.
#[derive(Debug, Default)]
pub(crate) struct Sheets {
    flows: Vec<Parts>,
    containers: Vec<Parts>,
    actions: Vec<Parts>,
}

impl Sheets {
    /// What the file gives for a flow.
    pub(crate) fn flow(&self, index: FlowIndex) -> &[(Box<str>, Given)] {
        self.flows.get(index.get()).map_or(&[], Vec::as_slice)
    }

    /// What the file gives for a container; its variables stand under `variables` by their names.
    pub(crate) fn container(&self, index: ContainerIndex) -> &[(Box<str>, Given)] {
        self.containers.get(index.get()).map_or(&[], Vec::as_slice)
    }

    /// What the file gives for an action.
    pub(crate) fn action(&self, index: ActionIndex) -> &[(Box<str>, Given)] {
        self.actions.get(index.get()).map_or(&[], Vec::as_slice)
    }

    pub(crate) fn set_flow(&mut self, index: FlowIndex, parts: Parts) {
        set(&mut self.flows, index.get(), parts);
    }

    pub(crate) fn set_container(&mut self, index: ContainerIndex, parts: Parts) {
        set(&mut self.containers, index.get(), parts);
    }

    pub(crate) fn set_action(&mut self, index: ActionIndex, parts: Parts) {
        set(&mut self.actions, index.get(), parts);
    }
}

/// Fills a place of a table that grows as places are known.
fn set(table: &mut Vec<Parts>, at: usize, parts: Parts) {
    if table.len() <= at {
        table.resize_with(at + 1, Parts::new);
    }
    if let Some(place) = table.get_mut(at) {
        *place = parts;
    }
}
