//! A flow that cases of a run go through, as coverage and drawings need it: its graph, and the ways that can be taken. Values only; must not
//! know what was taken.

use std::sync::Arc;

use crate::flow::Program;
use crate::flow::explore::ways;
use crate::flow::program::reachable;
use crate::flow::show::Graph;

/// A flow with those that it calls, as one file of `flowproof.yaml` or of a scenario leads to it.
#[derive(Debug, Clone)]
pub struct FlowSeen {
    /// What tells it from the other flows of a run; the same for the same files.
    pub key: Arc<str>,
    /// Its name in `flowproof.yaml`, or the path that a scenario gave.
    pub name: Arc<str>,
    /// All that can be drawn; its first flow is the one that is named.
    pub graph: Graph,
    /// Every way, in file order: each output of each action, each action without one.
    pub ways: Vec<FlowWay>,
}

/// An action and how it is left.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FlowWay {
    /// The action's position in the graph.
    pub action: usize,
    /// The output; none where it is left without one.
    pub output: Option<Arc<str>>,
    /// Whether anything leads to the action at all, whatever the values are.
    pub reachable: bool,
}

impl FlowSeen {
    /// A program under the name by which scenarios know it.
    pub fn of(name: &Arc<str>, program: &Program) -> Self {
        let alive = reachable(program);
        let way = |way: ways::Way| FlowWay {
            action: way.action.get(),
            output: way
                .output
                .and_then(|output| program.action(way.action).outputs.get(output))
                .map(|one| one.name.clone()),
            reachable: alive.contains(&way.action),
        };
        let ways = ways::ways(program).into_iter().map(way).collect();
        Self { key: Self::key(name, program), name: name.clone(), graph: Graph::of(program), ways }
    }

    /// What tells a program from others: its name, and its file where that is another text.
    pub fn key(name: &Arc<str>, program: &Program) -> Arc<str> {
        let file = program.flows().first().map(|flow| flow.place.source.name());
        match file.filter(|file| **file != **name) {
            Some(file) => format!("{name} ({file})").into(),
            None => name.clone(),
        }
    }
}
