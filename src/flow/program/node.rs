//! One action of a program: its identity, its place, its ways out. Must not know what it does.

use std::sync::Arc;

use super::{BlockIndex, ContainerIndex, Takes, stable_id};
use crate::diagnostic::Place;
use crate::flow::action::Action;
use crate::flow::expression::Type;
use crate::trace::{ActionId, Called};

/// An action where it stands in the graph.
#[derive(Debug)]
pub struct Node {
    /// Its identity.
    pub id: ActionId,
    /// The id that the org has for it, by which a live trace names it; only exports and configurations hold it.
    pub guid: Option<Arc<str>>,
    /// Its kind by its Archy name (`decision`, `callData`…).
    pub kind: Arc<str>,
    /// Where it stands.
    pub place: Place,
    /// The container that it belongs to.
    pub container: ContainerIndex,
    /// Its ways out; empty for an action that has none.
    pub outputs: Vec<Output>,
    /// What its file gives and its kind does not read: path and text.
    pub unread: Vec<(Box<str>, Box<str>)>,
    /// What it does.
    pub(crate) action: Box<dyn Action>,
}

/// A named way out of an action.
#[derive(Debug, Clone)]
pub struct Output {
    /// Its name: `yes`, `success`, a switch case…
    pub name: Arc<str>,
    /// The actions behind it; none for an empty branch, which goes on behind the action.
    pub branch: Option<BlockIndex>,
}

impl Node {
    /// What it calls outside its flow.
    pub fn called(&self) -> Option<Called> {
        self.action.called()
    }

    /// The text that it sends to the customer, where that stands in the file word for word.
    pub fn says(&self) -> Option<Arc<str>> {
        self.action.says()
    }

    /// Which variables take what comes back when it leaves by that output.
    pub fn takes(&self, output: &str) -> Takes {
        self.action.takes(output)
    }

    /// What it keeps of what it calls when it leaves by that output: names, each with the type of the variable that takes it.
    pub fn bindings(&self, output: &str) -> Vec<(Arc<str>, Type)> {
        self.action.bindings(output)
    }

    /// Names of the inputs that its trace shows.
    pub fn input_names(&self) -> Vec<String> {
        self.action.input_names()
    }

    /// The id that an org has for it: the one of its file, else one that is derived from its identity, the same in every run.
    pub fn org_id(&self) -> Arc<str> {
        self.guid.clone().unwrap_or_else(|| derived_id(&self.id))
    }

    /// The position of an output by its name.
    pub fn output(&self, name: &str) -> Option<usize> {
        self.outputs.iter().position(|output| &*output.name == name)
    }
}

/// The id that stands for an action whose file gives it none.
pub fn derived_id(action: &ActionId) -> Arc<str> {
    stable_id(&["action", &action.to_string()])
}

/// The id that stands for a named way out of an action, by the action's own id: files do not give it.
pub fn derived_output_id(action: &str, output: &str) -> Arc<str> {
    stable_id(&["output", action, output])
}
