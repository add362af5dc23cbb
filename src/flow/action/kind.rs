//! What an action is to the engine and to the program, and the table of kinds. Must not know what any one does.

use std::fmt::Debug;
use std::sync::Arc;

use super::*;
use crate::diagnostic::Place;
use crate::flow::archy::ActionReader;
use crate::flow::engine::{Event, Fault, Next, Returned, Turn};
use crate::flow::inventory::Inventory;
use crate::flow::program::{ContainerIndex, Program};
use crate::trace::Called;

/// An action of one kind, with its parameters.
pub(crate) trait Action: Debug + Send + Sync {
    /// Takes its turn.
    fn execute(&self, turn: &mut Turn<'_>) -> Result<Next, Fault>;

    /// Goes on with the host's answer to what it asked. Only for kinds that ask; the engine has checked that the answer fits.
    fn resume(&self, _turn: &mut Turn<'_>, _event: Event) -> Result<Next, Fault> {
        Ok(Next::Continue)
    }

    /// Goes on after a flow of the program that it called.
    fn returned(&self, _turn: &mut Turn<'_>, _returned: Returned) -> Result<Next, Fault> {
        Ok(Next::Continue)
    }

    /// Begins a round of what it repeats.
    fn round(&self, _turn: &mut Turn<'_>, _index: i64) -> Result<(), Fault> {
        Ok(())
    }

    /// Names of the inputs that its trace entry shows.
    fn input_names(&self) -> Vec<String> {
        Vec::new()
    }

    /// What it calls outside its flow.
    fn called(&self) -> Option<Called> {
        None
    }

    /// Where control goes after it, for those who check or draw a flow without running it.
    fn leads(&self) -> Leads {
        Leads::On
    }

    /// Adds what it mentions by name.
    fn mention(&self, _place: &Place, _program: &Program, _inventory: &mut Inventory) {}
}

/// Where control goes after an action, as far as its kind tells.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Leads {
    /// By one of its outputs; past it where it has none.
    On,
    /// By one of its outputs, or past it.
    Past,
    /// Nowhere: the flow ends.
    Ends,
    /// To the next round of a loop, or out of it.
    Loop,
    /// To a container, without return.
    Go(Option<ContainerIndex>),
    /// To a task, whose ways out are its outputs.
    Call(Option<ContainerIndex>),
    /// Back to the caller of the task, by this way out.
    Returns(Arc<str>),
    /// Not known.
    Unknown,
}

/// A row of the table.
pub(crate) struct Kind {
    /// Its Archy name.
    pub name: &'static str,
    /// Reads one.
    pub read: fn(&mut ActionReader<'_, '_, '_>) -> Box<dyn Action>,
}

/// All kinds that can be executed.
pub(crate) const KINDS: &[Kind] = &[
    Kind { name: "callBotFlow", read: call_bot_flow::read },
    Kind { name: "callCommonModule", read: call_common_module::read },
    Kind { name: "callData", read: call_data::read },
    Kind { name: "callDigitalBotFlow", read: call_bot_flow::read_digital },
    Kind { name: "callTask", read: call_task::read },
    Kind { name: "changeState", read: change_state::read },
    Kind { name: "communicate", read: communicate::read },
    Kind { name: "dataTableLookup", read: data_table_lookup::read },
    Kind { name: "decision", read: decision::read },
    Kind { name: "disconnect", read: disconnect::read },
    Kind { name: "endFlow", read: exit_flow::read_end_flow },
    Kind { name: "endTask", read: end_task::read },
    Kind { name: "endWorkflow", read: exit_flow::read_end_workflow },
    Kind { name: "evaluateSchedule", read: evaluate_schedule::read },
    Kind { name: "evaluateScheduleGroup", read: evaluate_schedule_group::read },
    Kind { name: "exitBotFlow", read: exit_flow::read_exit_bot },
    Kind { name: "exitWorkitemFlow", read: exit_flow::read_exit_workitem },
    Kind { name: "findQueue", read: find_queue::read },
    Kind { name: "findQueueById", read: find_queue::read_by_id },
    Kind { name: "getParticipantData", read: get_participant_data::read },
    Kind { name: "jumpToTask", read: change_state::read_jump },
    Kind { name: "loop", read: r#loop::read },
    Kind { name: "loopExit", read: loop_exit::read },
    Kind { name: "loopNext", read: loop_next::read },
    Kind { name: "sendResponse", read: send_response::read },
    Kind { name: "setLanguage", read: set_language::read },
    Kind { name: "setParticipantData", read: set_participant_data::read },
    Kind { name: "setScreenPop", read: set_screen_pop::read },
    Kind { name: "switch", read: switch::read },
    Kind { name: "transferToAcd", read: transfer_to_acd::read },
    Kind { name: "updateData", read: update_data::read },
    Kind { name: "wait", read: wait::read },
    Kind { name: "waitForInput", read: wait_for_input::read },
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_in_order_and_names_each_kind_once() {
        assert!(KINDS.is_sorted_by(|a, b| a.name < b.name));
    }
}
