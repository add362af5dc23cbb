//! `exitBotFlow`, `endWorkflow`, `exitWorkitemFlow`, `endFlow`: the flow ends by its own will; a flow that called it goes on.

use std::sync::Arc;

use super::{Action, Leads};
use crate::flow::archy::ActionReader;
use crate::flow::engine::rules::BOT_EXIT_REASON;
use crate::flow::engine::{Fault, Next, Turn};
use crate::flow::expression::Type;
use crate::flow::program::Argument;

#[derive(Debug)]
struct ExitFlow {
    reason: Argument,
    /// What counts as the reason where none is given.
    otherwise: Arc<str>,
}

fn exit(reader: &mut ActionReader<'_, '_, '_>, otherwise: &str) -> Box<dyn Action> {
    Box::new(ExitFlow { reason: reader.argument("exitReason", Type::String), otherwise: otherwise.into() })
}

pub(super) fn read_exit_bot(reader: &mut ActionReader<'_, '_, '_>) -> Box<dyn Action> {
    exit(reader, BOT_EXIT_REASON)
}

pub(super) fn read_end_workflow(reader: &mut ActionReader<'_, '_, '_>) -> Box<dyn Action> {
    exit(reader, "endWorkflow")
}

pub(super) fn read_exit_workitem(reader: &mut ActionReader<'_, '_, '_>) -> Box<dyn Action> {
    exit(reader, "exitWorkitemFlow")
}

pub(super) fn read_end_flow(reader: &mut ActionReader<'_, '_, '_>) -> Box<dyn Action> {
    exit(reader, "endFlow")
}

impl Action for ExitFlow {
    fn execute(&self, turn: &mut Turn<'_>) -> Result<Next, Fault> {
        let reason = turn.text(&self.reason)?.unwrap_or_else(|| self.otherwise.clone());
        turn.note("exitReason", || reason.to_string());
        Ok(Next::ExitFlow(reason))
    }

    fn input_names(&self) -> Vec<String> {
        vec!["exitReason".to_owned()]
    }

    fn leads(&self) -> Leads {
        Leads::Ends
    }
}

#[cfg(test)]
mod tests {
    use crate::flow::action::testing::Flow;
    use crate::trace::Ending;

    #[rstest::rstest]
    #[case("- endWorkflow: { name: End, exitReason: { lit: all done } }", "all done")]
    #[case("- endWorkflow: { name: End, exitReason: { noValue: true } }", "endWorkflow")]
    #[case("- exitBotFlow: { name: End }", "TriggeredByFlow")]
    fn the_reason_is_told(#[case] actions: &str, #[case] reason: &str) {
        assert_eq!(Flow::new().actions(actions).run().ending, Ending::Exited { reason: reason.into() });
    }
}
