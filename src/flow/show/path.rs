//! A path drawn on the graph: actions, outputs and edges that an execution took are counted. Must not know how it is drawn.

use std::collections::HashMap;

use super::graph::{Edge, EdgeKind, End, Graph};
use crate::trace::{ActionId, Taken};

impl Graph {
    /// Draws a path and gives how many of its steps are actions that the graph should have and does not: those of another version of a
    /// flow that is drawn, or all of them where none is of such a flow.
    pub fn draw(&mut self, path: &[Taken]) -> usize {
        self.path = Some(self.path.unwrap_or_default() + path.len());
        let known: HashMap<ActionId, usize> =
            self.actions.iter().enumerate().map(|(at, action)| (action.id.clone(), at)).collect();
        let drawn = |taken: &Taken| self.flows.iter().any(|flow| flow.name == taken.id.flow);
        let of_drawn: Vec<bool> = path.iter().map(drawn).collect();
        let any_drawn = of_drawn.contains(&true);
        let mut strange = 0;
        // The last step at each depth of calls; none where it is not known.
        let mut frames: Vec<Option<Step<'_>>> = Vec::new();
        for (taken, of_drawn) in path.iter().zip(of_drawn) {
            let depth = usize::from(taken.depth);
            while frames.len() > depth + 1 {
                self.leave(frames.pop().flatten());
            }
            let at = known.get(&taken.id).copied();
            match at {
                Some(at) => {
                    self.count(at, taken.output.as_deref());
                    match frames.get(depth) {
                        Some(Some(before)) => self.follow(before, at),
                        Some(None) => {}
                        None => self.enter(depth.checked_sub(1).and_then(|above| frames.get(above)), at),
                    }
                }
                None => strange += usize::from(of_drawn || !any_drawn),
            }
            frames.resize_with(depth + 1, || None);
            if let Some(frame) = frames.get_mut(depth) {
                *frame = at.map(|at| Step { at, output: taken.output.as_deref() });
            }
        }
        strange
    }

    fn count(&mut self, at: usize, output: Option<&str>) {
        let Some(action) = self.actions.get_mut(at) else { return };
        action.taken += 1;
        let branch = action.branches.iter_mut().find(|branch| Some(&*branch.name) == output);
        if let Some(branch) = branch {
            branch.taken += 1;
        }
    }

    /// The first step of a call, or of all.
    fn enter(&mut self, caller: Option<&Option<Step<'_>>>, at: usize) {
        let Some(container) = self.actions.get(at).map(|action| action.container) else { return };
        if let Some(Some(caller)) = caller {
            let call = self.edge(|edge| {
                edge.kind == EdgeKind::Call && edge.from == End::Action(caller.at) && edge.to == End::Start(container)
            });
            self.mark(call);
        }
        let start = self.edge(|edge| edge.from == End::Start(container) && edge.to == End::Action(at));
        self.mark(start);
    }

    /// From one step to the next: along an edge, into another container, or by way of the loop around.
    fn follow(&mut self, before: &Step<'_>, at: usize) {
        if let Some(edge) = self.leads(before, End::Action(at)) {
            return self.mark(Some(edge));
        }
        let container = self.actions.get(at).map_or(usize::MAX, |action| action.container);
        if let Some(edge) = self.leads(before, End::Start(container)) {
            self.mark(Some(edge));
            return self.enter(None, at);
        }
        self.round(before, End::Action(at));
    }

    /// Back to the loop around, which takes no step of its own, and from there on.
    fn round(&mut self, before: &Step<'_>, to: End) {
        let edges = (0..self.actions.len()).filter(|at| self.repeats(*at)).find_map(|at| {
            let onward = self.edge(|edge| edge.from == End::Action(at) && edge.to == to)?;
            Some((self.leads(before, End::Action(at))?, onward))
        });
        if let Some((back, onward)) = edges {
            self.mark(Some(back));
            self.mark(Some(onward));
        }
    }

    /// A call has come back, perhaps by running out.
    fn leave(&mut self, last: Option<Step<'_>>) {
        let Some(last) = last else { return };
        let Some(container) = self.actions.get(last.at).map(|action| action.container) else { return };
        match self.leads(&last, End::Out(container)) {
            Some(edge) => self.mark(Some(edge)),
            None => self.round(&last, End::Out(container)),
        }
    }

    fn repeats(&self, at: usize) -> bool {
        self.actions.get(at).is_some_and(|action| action.taken > 0 && &*action.kind == "loop")
    }

    fn leads(&self, step: &Step<'_>, to: End) -> Option<usize> {
        // The edge of an action that ends a task carries the task's way out, which is no output of its own.
        let bare = self.actions.get(step.at).is_some_and(|action| action.branches.is_empty());
        self.edge(|edge| {
            let named = edge.outputs.iter().any(|output| Some(&**output) == step.output);
            let fits = bare || edge.outputs.is_empty() || named;
            edge.from == End::Action(step.at) && edge.to == to && edge.kind != EdgeKind::Call && fits
        })
    }

    fn edge(&self, wanted: impl Fn(&Edge) -> bool) -> Option<usize> {
        self.edges.iter().position(wanted)
    }

    fn mark(&mut self, edge: Option<usize>) {
        if let Some(edge) = edge.and_then(|edge| self.edges.get_mut(edge)) {
            edge.taken += 1;
        }
    }
}

/// A step of the path: the action and the output that it left by.
struct Step<'t> {
    at: usize,
    output: Option<&'t str>,
}
