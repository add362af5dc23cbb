//! Which actions have no way to them but through one that is not executed here. Must not know what was taken.

use std::collections::HashSet;

use crate::flow::show::{End, Graph};

/// For each action of the graph, whether every way to it leads through an action that is not executed here.
pub(super) fn behind_unsupported(graph: &Graph) -> Vec<bool> {
    let open = walk(graph, true);
    let closed = walk(graph, false);
    let hidden = |at: usize| open.contains(&End::Action(at)) && !closed.contains(&End::Action(at));
    (0..graph.actions.len()).map(hidden).collect()
}

/// What can be come to. Edges behind a call start at the call: a task is taken to come back, so that nothing is called hidden that may not
/// be.
fn walk(graph: &Graph, through: bool) -> HashSet<End> {
    let entered = |at: usize| graph.edges.iter().any(|edge| edge.to == End::Start(at));
    let first = graph.flows.first().map(|flow| flow.containers.as_slice()).unwrap_or_default();
    let begins =
        |at: usize| !entered(at) || (first.contains(&at) && graph.containers.get(at).is_some_and(|one| one.start));
    let mut pending: Vec<End> = (0..graph.containers.len()).filter(|at| begins(*at)).map(End::Start).collect();
    let mut seen: HashSet<End> = pending.iter().copied().collect();
    while let Some(from) = pending.pop() {
        let shut = matches!(from, End::Action(at) if graph.actions.get(at).is_some_and(|action| !action.executable));
        if shut && !through {
            continue;
        }
        for edge in graph.edges.iter().filter(|edge| edge.from == from) {
            if seen.insert(edge.to) {
                pending.push(edge.to);
            }
        }
    }
    seen
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::flow::action::testing::Flow;

    #[test]
    fn what_another_way_leads_to_is_not_hidden() {
        let program = Flow::new()
            .flow_variable("string", "Flow.tier", "{ lit: Gold }")
            .actions(
                "
- decision:
    name: Gold
    condition: { exp: 'Flow.tier == \"Gold\"' }
    outputs:
      \"yes\": { actions: [ { playAudio: { name: Horn } }, { sendResponse: { name: Hidden, messageBody: { lit: x } } } ] }
- sendResponse: { name: Seen, messageBody: { lit: y } }
- playAudio: { name: Drum }
- disconnect: { name: Bye }",
            )
            .program();
        let graph = Graph::of(&program);
        let hidden = behind_unsupported(&graph);
        let named: Vec<_> = graph.actions.iter().zip(hidden).map(|(one, hidden)| (&*one.id.name, hidden)).collect();
        let expected =
            [("Gold", false), ("Horn", false), ("Hidden", true), ("Seen", false), ("Drum", false), ("Bye", true)];
        assert_eq!(named, expected);
    }
}
