//! Where control can go without running anything: whether it can run past the end of a list of actions, and by which ways a task
//! returns. Must not know values: a branch that no value reaches counts as one that is taken.

use std::collections::BTreeSet;
use std::sync::Arc;

use super::{ActionIndex, BlockIndex, ContainerIndex, Program};
use crate::flow::action::Leads;
use crate::flow::engine::rules::TASK_RUNS_OUT;

/// What to think of an action of a kind that is not known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Unknowns {
    /// It goes on, as most do.
    GoOn,
    /// It ends the flow, so that nothing is said about what comes after it.
    End,
}

/// The answers for one program.
#[derive(Debug)]
pub(crate) struct Ways<'p> {
    program: &'p Program,
    unknowns: Unknowns,
    /// For each container the ways by which it returns to a caller.
    returns: Vec<BTreeSet<Arc<str>>>,
}

/// How a list of actions, or one, can be left.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Left {
    /// Control can go on behind it.
    pub past: bool,
    /// The ways out of the task around that it can return by.
    pub returns: BTreeSet<Arc<str>>,
}

impl<'p> Ways<'p> {
    /// Finds out how every container can be left. A task that calls itself returns only where some call of it does.
    pub(crate) fn of(program: &'p Program, unknowns: Unknowns) -> Self {
        let mut ways = Self { program, unknowns, returns: vec![BTreeSet::new(); program.containers().len()] };
        // Each round adds a way out to some container or is the last.
        loop {
            let mut grown = false;
            for (index, container) in program.containers().iter().enumerate() {
                let left = ways.block(container.body);
                let mut returns = left.returns;
                if left.past {
                    returns.insert(TASK_RUNS_OUT.into());
                }
                if let Some(known) = ways.returns.get_mut(index)
                    && *known != returns
                {
                    grown = true;
                    *known = returns;
                }
            }
            if !grown {
                return ways;
            }
        }
    }

    /// How a list of actions can be left.
    pub(crate) fn block(&self, block: BlockIndex) -> Left {
        let mut left = Left { past: true, returns: BTreeSet::new() };
        for &action in self.program.block(block) {
            let own = self.action(action);
            left.returns.extend(own.returns);
            if !own.past {
                left.past = false;
                break;
            }
        }
        left
    }

    /// How an action can be left, its branches included.
    pub(crate) fn action(&self, action: ActionIndex) -> Left {
        let node = self.program.action(action);
        let branches = |taken: &dyn Fn(&str) -> bool| {
            let mut left = Left::default();
            for output in node.outputs.iter().filter(|output| taken(&output.name)) {
                match output.branch {
                    Some(branch) => {
                        let own = self.block(branch);
                        left.past |= own.past;
                        left.returns.extend(own.returns);
                    }
                    None => left.past = true,
                }
            }
            left
        };
        match node.action.leads() {
            Leads::On if node.outputs.is_empty() => Left { past: true, ..Left::default() },
            Leads::On => branches(&|_| true),
            Leads::Past => Left { past: true, ..branches(&|_| true) },
            Leads::Ends | Leads::Go(_) | Leads::Loop => Left::default(),
            Leads::Returns(way) => Left { past: false, returns: [way].into() },
            Leads::Call(task) => {
                let ways = self.returns(task);
                branches(&|name| ways.is_some_and(|ways| ways.contains(name)))
            }
            // A menu leads to other containers, whose ways out are their own.
            Leads::Unknown if self.is_menu(action) => Left::default(),
            Leads::Unknown => Left { past: self.unknowns == Unknowns::GoOn, ..branches(&|_| true) },
        }
    }

    /// The ways by which a task returns.
    pub(crate) fn returns(&self, task: Option<ContainerIndex>) -> Option<&BTreeSet<Arc<str>>> {
        self.returns.get(task?.get())
    }

    fn is_menu(&self, action: ActionIndex) -> bool {
        let node = self.program.action(action);
        node.outputs.iter().any(|output| output.branch.is_some_and(|branch| self.program.body_of(branch).is_some()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::flow::action::testing::Flow;

    fn past(actions: &str, unknowns: Unknowns) -> bool {
        const TASKS: &str = "
  tasks:
    - task: { name: Ends, refId: Ends_1, actions: [ { disconnect: { name: Bye } } ] }
    - task: { name: Found, refId: Found_2, outputPaths: [ { outputPath: { name: Found } } ], actions: [ { endTask: { name: End, outputPath: { name: Found } } } ] }
    - task: { name: Again, refId: Again_3, actions: [ { callTask: { name: Call, targetTaskRef: './tasks/task[Again_3]' } } ] }";
        let program = Flow::new().actions(actions).more(TASKS).program();
        Ways::of(&program, unknowns).block(program.container(program.entry().start).body).past
    }

    #[rstest::rstest]
    #[case::a_task_that_ends_the_flow("- callTask: { name: C, targetTaskRef: './tasks/task[Ends_1]' }", false)]
    #[case::a_task_that_only_calls_itself("- callTask: { name: C, targetTaskRef: './tasks/task[Again_3]' }", false)]
    #[case::a_way_out_without_a_branch("- callTask: { name: C, targetTaskRef: './tasks/task[Found_2]' }", true)]
    #[case::a_way_out_that_ends(
        "- callTask: { name: C, targetTaskRef: './tasks/task[Found_2]', outputs: { Found: { actions: [ { disconnect: { name: B } } ] } } }",
        false
    )]
    #[case::a_loop_can_be_left(
        "- loop: { name: L, loopCount: { lit: 2 }, outputs: { loop: { actions: [ { disconnect: { name: B } } ] } } }",
        true
    )]
    #[case::a_bot_comes_back(
        "- callBotFlow: { name: B, botFlow: { Bot: { ver_latestPublished: {} } }, outputs: { failure: { actions: [ { disconnect: { name: X } } ] } } }",
        true
    )]
    fn control_goes_past_what_comes_back(#[case] actions: &str, #[case] expected: bool) {
        assert_eq!(past(actions, Unknowns::GoOn), expected);
    }

    #[test]
    fn of_what_is_not_known_the_asker_decides() {
        let actions = "- playAudio: { name: P }";
        assert!(past(actions, Unknowns::GoOn) && !past(actions, Unknowns::End));
    }
}
