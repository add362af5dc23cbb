//! The ways that a flow has: each output of each action, each action without outputs. Must not know how one is reached.

use std::sync::Arc;

use super::Recipe;
use crate::diagnostic::Place;
use crate::flow::action::Leads;
use crate::flow::program::{ActionIndex, Program, Unknowns, Ways};
use crate::trace::ActionId;

/// A way: an action and how it is left.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Way {
    /// The action.
    pub action: ActionIndex,
    /// The position of its output; none where it is left without one.
    pub output: Option<usize>,
}

/// What is known of a way after an exploration.
#[derive(Debug, Clone)]
pub struct WayReport {
    /// The action.
    pub action: ActionId,
    /// Its kind.
    pub kind: Arc<str>,
    /// The output, where it has one.
    pub output: Option<Arc<str>>,
    /// Where the action stands.
    pub place: Place,
    /// What to give a run so that it takes this way and ends; none where no run did.
    pub recipe: Option<Recipe>,
    /// For a way that no run took: what stands in the way, in words.
    pub obstacle: Option<String>,
}

/// Every way of a program, in file order.
pub(crate) fn ways(program: &Program) -> Vec<Way> {
    let returns = Ways::of(program, Unknowns::GoOn);
    let all = program.actions().iter().enumerate();
    all.flat_map(|(index, node)| {
        let action = ActionIndex::next(index);
        // A call of a task that never comes back has no way behind it.
        let comes_back = match node.action.leads() {
            Leads::Call(task) => returns.returns(task).cloned(),
            _ => None,
        };
        let is_way = move |name: &str| comes_back.as_ref().is_none_or(|ways| ways.iter().any(|way| **way == *name));
        let outputs = node.outputs.iter().enumerate().filter(move |(_, output)| is_way(&output.name));
        let mut found: Vec<Way> = outputs.map(|(output, _)| Way { action, output: Some(output) }).collect();
        let without = match node.action.leads() {
            Leads::Past => goes_past(program, action),
            Leads::Call(_) => found.is_empty(),
            _ => node.outputs.is_empty(),
        };
        if without {
            found.push(Way { action, output: None });
        }
        found
    })
    .collect()
}

/// Whether an action that has outputs is also left without one: a call whose success has no branch. A loop is recorded by its one output
/// also when it is over, one that asks for each round is not.
fn goes_past(program: &Program, action: ActionIndex) -> bool {
    let node = program.action(action);
    let counted = &*node.kind == "loop";
    !node.outputs.iter().any(|output| match &*output.name {
        "success" | "default" => true,
        "loop" => counted,
        _ => false,
    })
}
