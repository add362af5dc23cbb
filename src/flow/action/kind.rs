//! What an action is to the engine and to the program, and the table of kinds. Must not know what any one does.

use std::fmt::Debug;
use std::sync::Arc;

use super::fidelity::Basis;
use super::*;
use crate::diagnostic::Place;
use crate::flow::archy::ActionReader;
use crate::flow::engine::{Event, Fault, Next, Returned, Turn};
use crate::flow::expression::Type;
use crate::flow::inventory::Inventory;
use crate::flow::program::{ContainerIndex, Program, Takes};
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

    /// What it keeps of what it calls when it leaves by that output: names, each with the type of the variable that takes it.
    fn bindings(&self, _output: &str) -> Vec<(Arc<str>, Type)> {
        Vec::new()
    }

    /// Which variables take what comes back when it leaves by that output.
    fn takes(&self, _output: &str) -> Takes {
        Takes::default()
    }

    /// What it calls outside its flow.
    fn called(&self) -> Option<Called> {
        None
    }

    /// The text that it sends to the customer, where that stands in the file word for word.
    fn says(&self) -> Option<Arc<str>> {
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
    /// On what its behaviour rests.
    pub basis: Basis,
    /// What was decided where it is a decision of ours; empty where there is nothing to say.
    pub note: &'static str,
}

/// A kind that does what documentation and published flows say.
const fn documented(name: &'static str, read: Read) -> Kind {
    Kind { name, read, basis: Basis::Documentation, note: "" }
}

/// A kind of which a part is decided by us.
const fn decided(name: &'static str, read: Read, note: &'static str) -> Kind {
    Kind { name, read, basis: Basis::Decision, note }
}

type Read = fn(&mut ActionReader<'_, '_, '_>) -> Box<dyn Action>;

/// All kinds that can be executed.
pub(crate) const KINDS: &[Kind] = &[
    decided("abortSurveyInvite", survey_invite::read_abort, "it ends the flow"),
    decided("addFlowMilestone", add_flow_milestone::read, "the name of its parameter"),
    decided("askForBoolean", ask_for_boolean::read, "the words that count as yes and as no"),
    decided(
        "askForIntent",
        ask_for_intent::read,
        "a table or the training phrases word for word decide the intent; confidence is not modelled",
    ),
    decided(
        "askForSlot",
        ask_for_slot::read,
        "a slot that is filled is not asked for; a table or the slot's type finds its value",
    ),
    decided("callBotFlow", call_bot_flow::read, "the exit reasons of a bot besides the two that the vendor names"),
    decided("callCommonModule", call_common_module::read, "its outputs by name besides `default`"),
    decided("callData", call_data::read, "a time-out that is not given is one minute"),
    decided("callDigitalBotFlow", call_bot_flow::read_digital, "as `callBotFlow`"),
    decided("callTask", call_task::read, "a task whose actions run out leaves by `default`"),
    documented("changeState", change_state::read),
    decided("clearActiveIntent", active_intent::read_clear, "the bot comes back without an intent"),
    documented("clearSlot", clear_slot::read),
    documented("clearUtilizationLabel", utilization_label::read_clear),
    documented("communicate", communicate::read),
    decided("completeSurveyInvite", survey_invite::read_complete, "it ends the flow; no invitation goes out"),
    decided("createCallback", create_callback::read, "its outputs; no callback is made"),
    documented("dataTableLookup", data_table_lookup::read),
    decided("decision", decision::read, "a condition that is NOT_SET is a run-time error"),
    decided(
        "digitalMenu",
        digital_menu::read,
        "a typed text takes the choice whose label or value it is, without letter case",
    ),
    documented("disconnect", disconnect::read),
    decided("disconnectWorkitem", workitem::read_disconnect, "there is no work item: it is noted"),
    documented("endFlow", exit_flow::read_end_flow),
    documented("endTask", end_task::read),
    documented("endWorkflow", exit_flow::read_end_workflow),
    documented("evaluateSchedule", evaluate_schedule::read),
    decided("evaluateScheduleGroup", evaluate_schedule_group::read, "a schedule group that is NOT_SET counts as open"),
    documented("exitBotFlow", exit_flow::read_exit_bot),
    documented("exitWorkitemFlow", exit_flow::read_exit_workitem),
    decided(
        "findEmergencyGroup",
        find_resource::read_emergency_group,
        "the name of its parameter; NOT_SET is not found",
    ),
    decided("findGroup", find_resource::read_group, "the name of its parameter; NOT_SET is not found"),
    decided("findLanguageSkill", find_resource::read_language_skill, "the name of its parameter; NOT_SET is not found"),
    decided("findQueue", find_queue::read, "NOT_SET is not found"),
    decided("findQueueById", find_queue::read_by_id, "NOT_SET is not found"),
    decided("findSchedule", find_resource::read_schedule, "the name of its parameter; NOT_SET is not found"),
    decided("findScheduleGroup", find_resource::read_schedule_group, "the name of its parameter"),
    decided("findSkill", find_resource::read_skill, "the name of its parameter; NOT_SET is not found"),
    decided("findUser", find_resource::read_user, "the name of its parameter; NOT_SET is not found"),
    decided("findUserById", find_resource::read_user_by_id, "the name of its parameter; NOT_SET is not found"),
    decided("findUsersById", find_users_by_id::read, "the names of its parameters"),
    decided(
        "getConversationData",
        get_conversation_data::read,
        "which conversations there are; any participant is the customer",
    ),
    documented("getExternalContact", get_external_contact::read),
    documented("getExternalOrganization", get_external_contact::read_organization),
    decided("getParticipantData", get_participant_data::read, "an attribute that is missing reads as NOT_SET"),
    decided("getResponse", get_response::read, "the form of its substitutions"),
    decided("initializeFlowOutcome", flow_outcome::read_initialize, "the name of its parameter"),
    decided("jumpToTask", change_state::read_jump, "a jump out of a called task forgets the callers"),
    decided("loop", r#loop::read, "the index starts at 0"),
    decided(
        "loopAnythingElse",
        loop_anything_else::read,
        "it asks before each round, the first among them; an intent counts as yes",
    ),
    documented("loopExit", loop_exit::read),
    documented("loopNext", loop_next::read),
    decided("searchExternalContacts", search_external_contacts::read, "a contact matches by a whole field"),
    decided("sendNotification", send_notification::read, "no notification is sent"),
    decided("sendResponse", send_response::read, "an empty message is not sent"),
    decided(
        "setConversationData",
        set_conversation_data::read,
        "which conversations there are; any participant is the customer",
    ),
    decided("setExternalTag", set_external_tag::read, "the name of its parameter, and its outputs"),
    decided("setFlowOutcome", flow_outcome::read_set, "the name of its parameter"),
    decided("setIntent", active_intent::read_set, "an intent that is NOT_SET is a run-time error"),
    documented("setLanguage", set_language::read),
    decided("setParticipantData", set_participant_data::read, "NOT_SET is written as the empty text"),
    documented("setScreenPop", set_screen_pop::read),
    decided("setUtilizationLabel", utilization_label::read_set, "the name of its parameter"),
    documented("setWrapupCode", set_wrapup_code::read),
    decided("switch", switch::read, "letter case counts"),
    decided("terminateWorkitem", workitem::read_terminate, "there is no work item: it is noted"),
    decided("transferToAcd", transfer_to_acd::read, "a queue that is NOT_SET leaves by `failure`"),
    decided("transferToUser", transfer_to_user::read, "a user that is NOT_SET leaves by `failure`"),
    documented("updateData", update_data::read),
    decided("updateWorkitem", workitem::read_update, "the names of its parameters; there is no work item: it is noted"),
    documented("wait", wait::read),
    documented("waitForInput", wait_for_input::read),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_in_order_and_names_each_kind_once() {
        assert!(KINDS.is_sorted_by(|a, b| a.name < b.name));
    }
}
