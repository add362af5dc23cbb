//! The neutral model that every format draws: flows, containers, actions as a tree of branches, and the edges of control between them.
//! Plain values; must not know how it is drawn.

use std::sync::Arc;

use crate::diagnostic::Place;
use crate::flow::program::ContainerKind;
use crate::trace::ActionId;

/// What is drawn. Positions in `containers` and `actions` are what edges and branches refer to.
#[derive(Debug, Clone, PartialEq)]
pub struct Graph {
    /// The flows, the entry first.
    pub flows: Vec<Flow>,
    /// The containers of all flows, in file order.
    pub containers: Vec<Container>,
    /// The actions of all flows, in file order.
    pub actions: Vec<Action>,
    /// Where control can go, in file order.
    pub edges: Vec<Edge>,
    /// How many steps the path drawn on it has; none where no path is drawn.
    pub path: Option<usize>,
}

/// A flow.
#[derive(Debug, Clone, PartialEq)]
pub struct Flow {
    /// Its name.
    pub name: Arc<str>,
    /// Its type by its Archy root key.
    pub flow_type: Arc<str>,
    /// Positions of its containers.
    pub containers: Vec<usize>,
    /// Settings that its file gives and that count for nothing here: path and text.
    pub unread: Vec<(Box<str>, Box<str>)>,
}

/// A state, task, menu or bot.
#[derive(Debug, Clone, PartialEq)]
pub struct Container {
    /// Its name.
    pub name: Arc<str>,
    /// Its kind.
    pub kind: ContainerKind,
    /// Whether its flow starts in it.
    pub start: bool,
    /// Positions of its actions, without those in branches.
    pub actions: Vec<usize>,
    /// Whether control can run past its last action.
    pub runs_out: bool,
}

/// An action.
#[derive(Debug, Clone, PartialEq)]
pub struct Action {
    /// Its identity.
    pub id: ActionId,
    /// Its Archy kind.
    pub kind: Arc<str>,
    /// Whether it can be executed here.
    pub executable: bool,
    /// Where it stands.
    pub place: Place,
    /// Position of its container.
    pub container: usize,
    /// What it decides on or calls, white space folded.
    pub detail: Option<String>,
    /// What its file gives and that counts for nothing here: path and text.
    pub unread: Vec<(Box<str>, Box<str>)>,
    /// Position of the container that it calls or goes on in.
    pub to: Option<usize>,
    /// Its ways out.
    pub branches: Vec<Branch>,
    /// Whether control can go on behind it.
    pub past: bool,
    /// How many times the path takes it.
    pub taken: u32,
}

/// A way out of an action.
#[derive(Debug, Clone, PartialEq)]
pub struct Branch {
    /// The name of the output.
    pub name: Arc<str>,
    /// Its condition, for the case of a switch.
    pub detail: Option<String>,
    /// Positions of the actions behind it; none where it goes on behind the action.
    pub actions: Vec<usize>,
    /// Position of the container behind it, for a choice of a menu.
    pub to: Option<usize>,
    /// How many times the path takes it.
    pub taken: u32,
}

/// Where an edge starts or ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum End {
    /// The start of a container.
    Start(usize),
    /// An action.
    Action(usize),
    /// The end of a container, where its actions have run out or a task returns.
    Out(usize),
}

/// Control can go from one place to another.
#[derive(Debug, Clone, PartialEq)]
pub struct Edge {
    /// From here.
    pub from: End,
    /// To there.
    pub to: End,
    /// What kind of step.
    pub kind: EdgeKind,
    /// The outputs that lead along it; empty where the action has none, or goes on without.
    pub outputs: Vec<Arc<str>>,
    /// How many times the path takes it.
    pub taken: u32,
}

/// What kind of step an edge is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum EdgeKind {
    /// On in the same container.
    Next,
    /// Into a task or flow that comes back.
    Call,
    /// Into another container, without return.
    Go,
}

impl Container {
    /// Its kind and name, as a heading.
    pub(super) fn title(&self) -> String {
        format!("{} {}", self.kind.describe(), self.name)
    }

    /// What stands at its end, where its actions run out.
    pub(super) fn end_title(&self) -> String {
        format!("end of {}", self.kind.describe())
    }
}

impl Action {
    /// Its name, with its number among equal names where it is not the first.
    pub(super) fn title(&self) -> String {
        match self.id.ordinal {
            0 => self.id.name.to_string(),
            ordinal => format!("{} #{}", self.id.name, ordinal + 1),
        }
    }
}

impl Graph {
    /// Where an action calls or goes on, in words.
    pub(super) fn target(&self, action: &Action) -> Option<String> {
        self.containers.get(action.to?).map(Container::title)
    }

    /// Whether the path, if there is one, left an action and went on behind it.
    pub(super) fn went_past(&self, index: usize) -> bool {
        let Some(action) = self.actions.get(index).filter(|action| action.taken > 0 && action.past) else {
            return false;
        };
        let mut taken = action.branches.iter().filter(|branch| branch.taken > 0).peekable();
        taken.peek().is_none() || taken.any(|branch| branch.actions.last().is_none_or(|last| self.went_past(*last)))
    }
}
