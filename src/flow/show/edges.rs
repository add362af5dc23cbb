//! The edges of control: which action can follow which, by which outputs. Must not know how they are drawn.

use std::sync::Arc;

use super::build::target;
use super::graph::{Edge, EdgeKind, End, Graph};
use crate::flow::action::Leads;
use crate::flow::engine::rules::TASK_RUNS_OUT;
use crate::flow::program::{ActionIndex, Program, Ways};

/// All edges, in file order.
pub(super) fn of(program: &Program, ways: &Ways<'_>, graph: &Graph) -> Vec<Edge> {
    let mut edges = Edges { program, ways, graph, found: Vec::new(), own: 0 };
    for (at, container) in graph.containers.iter().enumerate() {
        let first = container.actions.first().map_or(End::Out(at), |first| End::Action(*first));
        edges.own = edges.found.len();
        edges.add(End::Start(at), first, EdgeKind::Next, None);
        edges.list(&container.actions, End::Out(at), None);
    }
    edges.found
}

/// A loop around: where its next round begins, and where it goes on when left.
#[derive(Clone, Copy)]
struct Round {
    next: End,
    left: End,
}

struct Edges<'a> {
    program: &'a Program,
    ways: &'a Ways<'a>,
    graph: &'a Graph,
    found: Vec<Edge>,
    /// Where the edges of the action in hand begin.
    own: usize,
}

impl Edges<'_> {
    fn list(&mut self, actions: &[usize], behind: End, round: Option<Round>) {
        for (position, &at) in actions.iter().enumerate() {
            let next = actions.get(position + 1).map_or(behind, |next| End::Action(*next));
            self.action(at, next, round);
        }
    }

    fn action(&mut self, at: usize, next: End, round: Option<Round>) {
        let Some(action) = self.graph.actions.get(at) else { return };
        let node = self.program.action(ActionIndex::next(at));
        let (from, leads) = (End::Action(at), node.action.leads());
        self.own = self.found.len();
        if let Some(to) = target(self.program, node, &leads) {
            let kind = if matches!(leads, Leads::Go(_)) { EdgeKind::Go } else { EdgeKind::Call };
            self.add(from, End::Start(to.get()), kind, None);
        }
        let returned = if let Leads::Call(task) = &leads { Some(self.ways.returns(*task)) } else { None };
        let possible = |name: &str| returned.is_none_or(|ways| ways.is_some_and(|ways| ways.contains(name)));
        match &leads {
            Leads::Ends | Leads::Go(_) => return,
            Leads::Returns(way) => {
                let label = (&**way != TASK_RUNS_OUT).then(|| way.clone());
                return self.add(from, End::Out(action.container), EdgeKind::Next, label);
            }
            Leads::Loop => {
                let exits = &*node.kind == "loopExit";
                if let Some(round) = round {
                    self.add(from, if exits { round.left } else { round.next }, EdgeKind::Next, None);
                }
                return;
            }
            Leads::Past => self.add(from, next, EdgeKind::Next, None),
            Leads::Unknown if action.past => self.add(from, next, EdgeKind::Next, None),
            Leads::On if action.branches.is_empty() => self.add(from, next, EdgeKind::Next, None),
            Leads::On | Leads::Call(_) | Leads::Unknown => {}
        }
        for branch in &action.branches {
            let label = Some(branch.name.clone());
            match (branch.to, branch.actions.first()) {
                (Some(to), _) => self.add(from, End::Start(to), EdgeKind::Go, label),
                (None, Some(first)) => self.add(from, End::Action(*first), EdgeKind::Next, label),
                (None, None) if possible(&branch.name) => self.add(from, next, EdgeKind::Next, label),
                (None, None) => {}
            }
        }
        let repeats = matches!(&*node.kind, "loop" | "loopAnythingElse");
        for branch in &action.branches {
            let within = repeats && &*branch.name == "loop";
            let (behind, round) = if within { (from, Some(Round { next: from, left: next })) } else { (next, round) };
            self.list(&branch.actions, behind, round);
        }
    }

    /// Adds an edge, or an output to the one of the same action that leads there already.
    fn add(&mut self, from: End, to: End, kind: EdgeKind, output: Option<Arc<str>>) {
        let own = self.found.get_mut(self.own..).unwrap_or_default();
        let twin = own.iter_mut().find(|edge| edge.from == from && edge.to == to && edge.kind == kind);
        match (twin, output) {
            (Some(twin), Some(output)) if !twin.outputs.is_empty() => twin.outputs.push(output),
            (Some(_), None) => {}
            (_, output) => {
                self.found.push(Edge { from, to, kind, outputs: output.into_iter().collect(), taken: 0 });
            }
        }
    }
}
