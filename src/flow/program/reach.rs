//! Which actions a run can come to by the graph alone, whatever the values are. Must not know values.

use std::collections::HashSet;

use super::{ActionIndex, BlockIndex, ContainerIndex, ErrorHandling, FlowIndex, Program, Unknowns, Ways};
use crate::flow::action::Leads;

/// The actions that the entry flow leads to, with the flows of the program that it calls.
pub(crate) fn reachable(program: &Program) -> HashSet<ActionIndex> {
    let mut walk = Walk {
        program,
        ways: Ways::of(program, Unknowns::GoOn),
        actions: HashSet::new(),
        blocks: HashSet::new(),
        flows: HashSet::new(),
        pending: Vec::new(),
    };
    walk.flow(FlowIndex(0));
    while let Some(block) = walk.pending.pop() {
        walk.block(block);
    }
    walk.actions
}

struct Walk<'p> {
    program: &'p Program,
    ways: Ways<'p>,
    actions: HashSet<ActionIndex>,
    blocks: HashSet<BlockIndex>,
    flows: HashSet<FlowIndex>,
    pending: Vec<BlockIndex>,
}

impl Walk<'_> {
    fn flow(&mut self, index: FlowIndex) {
        if !self.flows.insert(index) {
            return;
        }
        let flow = self.program.flow(index);
        self.container(flow.start);
        if let ErrorHandling::Go(container) = flow.error_handling {
            self.container(container);
        }
        flow.bot.iter().flat_map(|bot| bot.leads_to()).for_each(|container| self.container(container));
    }

    fn container(&mut self, container: ContainerIndex) {
        self.push(self.program.container(container).body);
    }

    fn push(&mut self, block: BlockIndex) {
        if self.blocks.insert(block) {
            self.pending.push(block);
        }
    }

    fn block(&mut self, block: BlockIndex) {
        for &action in self.program.block(block) {
            self.actions.insert(action);
            let node = self.program.action(action);
            node.outputs.iter().filter_map(|output| output.branch).for_each(|branch| self.push(branch));
            match node.action.leads() {
                Leads::Go(Some(container)) | Leads::Call(Some(container)) => self.container(container),
                _ => {}
            }
            if let Some(flow) = node.action.called().and_then(|called| self.program.flow_named(&called.name)) {
                self.flow(flow);
            }
            if !self.ways.action(action).past {
                break;
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::flow::action::testing::Flow;

    #[test]
    fn branches_tasks_and_what_stands_before_an_ender_are_reachable() {
        let flow = Flow::new()
            .actions(
                "
- decision: { name: D, condition: { lit: true }, outputs: { yes: { actions: [ { callTask: { name: C, targetTaskRef: './tasks/task[T_1]' } } ] } } }
- disconnect: { name: Bye }
- disconnect: { name: Late }",
            )
            .more("  tasks:\n    - task: { name: T, refId: T_1, actions: [ { endTask: { name: E } } ] }\n    - task: { name: U, refId: U_2, actions: [ { endTask: { name: Lost } } ] }");
        let program = flow.program();
        let names = |index: &ActionIndex| program.action(*index).id.name.to_string();
        let mut found: Vec<String> = reachable(&program).iter().map(names).collect();
        found.sort();
        assert_eq!(found, ["Bye", "C", "D", "E"]);
    }
}
