//! One of the two flows, laid out for comparison: its containers and actions, and where each action stands. Must not know the other.

use std::collections::HashMap;
use std::sync::Arc;

use super::values::plain;
use crate::flow::program::{ActionIndex, BlockIndex, ContainerIndex, FlowIndex, Node, Output, Program};

/// The entry flow of a program.
pub(super) struct Side<'p> {
    pub program: &'p Program,
    /// Whether its file is of the JSON form, which holds more than an Archy file does.
    pub is_json: bool,
    /// Its containers, in file order.
    pub containers: Vec<ContainerIndex>,
    /// Its actions: container by container, branches behind their action.
    pub actions: Vec<ActionIndex>,
    spots: HashMap<ActionIndex, Spot>,
    /// The container whose actions a list is.
    bodies: HashMap<BlockIndex, ContainerIndex>,
}

/// Where an action stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Spot {
    pub container: ContainerIndex,
    pub row: Row,
    /// Its position there.
    pub position: usize,
}

/// A list of actions.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Row {
    /// That of a container.
    Body(ContainerIndex),
    /// Behind an output of an action, by its position.
    Branch(ActionIndex, usize),
}

/// What an output leads to first.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Lead {
    /// An action.
    Action(ActionIndex),
    /// Another container: a choice of a menu.
    Container(ContainerIndex),
    /// What stands behind the action.
    On,
}

/// The entry of a program.
pub(super) const ENTRY: FlowIndex = FlowIndex(0);

impl<'p> Side<'p> {
    pub(super) fn new(program: &'p Program) -> Self {
        let all = || (0..program.containers().len()).map(ContainerIndex::next);
        let containers: Vec<_> = all().filter(|at| program.container(*at).flow == ENTRY).collect();
        let mut side = Self {
            program,
            is_json: crate::flow::is_json(program.entry().place.source.text()),
            bodies: all().map(|at| (program.container(at).body, at)).collect(),
            containers,
            actions: Vec::new(),
            spots: HashMap::new(),
        };
        for container in side.containers.clone() {
            side.walk(container, Row::Body(container));
        }
        side
    }

    fn walk(&mut self, container: ContainerIndex, row: Row) {
        for (position, &action) in self.row(row).iter().enumerate() {
            if self.spots.insert(action, Spot { container, row, position }).is_some() {
                continue;
            }
            self.actions.push(action);
            for output in 0..self.node(action).outputs.len() {
                self.walk(container, Row::Branch(action, output));
            }
        }
    }

    /// The actions of a list. One that is another container's is that container's alone.
    pub(super) fn row(&self, row: Row) -> &'p [ActionIndex] {
        match row {
            Row::Body(container) => self.program.block(self.program.container(container).body),
            Row::Branch(action, output) => {
                let branch = self.node(action).outputs.get(output).and_then(|output| output.branch);
                branch.filter(|block| !self.bodies.contains_key(block)).map_or(&[], |block| self.program.block(block))
            }
        }
    }

    pub(super) fn node(&self, action: ActionIndex) -> &'p Node {
        self.program.action(action)
    }

    pub(super) fn output(&self, action: ActionIndex, output: usize) -> Option<&'p Output> {
        self.node(action).outputs.get(output)
    }

    /// Where an action stands; every action of the flow has a place.
    pub(super) fn spot(&self, action: ActionIndex) -> Spot {
        let container = self.node(action).container;
        self.spots.get(&action).copied().unwrap_or(Spot { container, row: Row::Body(container), position: 0 })
    }

    /// The action before it in its list, or behind it.
    pub(super) fn beside(&self, action: ActionIndex, behind: bool) -> Option<ActionIndex> {
        let spot = self.spot(action);
        let at = if behind { spot.position + 1 } else { spot.position.checked_sub(1)? };
        self.row(spot.row).get(at).copied()
    }

    /// What an output leads to.
    pub(super) fn lead(&self, action: ActionIndex, output: usize) -> Lead {
        let branch = self.output(action, output).and_then(|output| output.branch);
        match branch {
            None => Lead::On,
            Some(block) => match self.bodies.get(&block) {
                Some(container) => Lead::Container(*container),
                None => self.program.block(block).first().map_or(Lead::On, |first| Lead::Action(*first)),
            },
        }
    }

    /// Kind and name, as changes call it.
    pub(super) fn title(&self, action: ActionIndex) -> String {
        let node = self.node(action);
        format!("{} `{}`", node.kind, node.id.name)
    }

    /// Kind and name of a container.
    pub(super) fn container_title(&self, container: ContainerIndex) -> String {
        let container = self.program.container(container);
        format!("{} {}", container.kind.describe(), container.name)
    }

    /// What an action is by itself, without name and place: its kind, its parts, its outputs.
    pub(super) fn own(&self, action: ActionIndex) -> String {
        let node = self.node(action);
        let outputs: Vec<&str> = node.outputs.iter().map(|output| &*output.name).collect();
        format!("{} {} {}", node.kind, plain(self.program.sheets.action(action), self), outputs.join(","))
    }

    /// The way to an action by names, innermost first.
    pub(super) fn way(&self, action: ActionIndex) -> Vec<(Arc<str>, Arc<str>)> {
        let mut way = Vec::new();
        let mut row = self.spot(action).row;
        while let Row::Branch(parent, output) = row {
            let output = self.output(parent, output).map(|output| output.name.clone()).unwrap_or_default();
            way.push((self.node(parent).id.name.clone(), output));
            row = self.spot(parent).row;
        }
        way
    }
}
