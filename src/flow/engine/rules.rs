//! Every rule of Genesys that the public facts leave open, or that is a bare number: one named decision each, with its basis.

use std::time::Duration;

/// Actions that one execution may take before its error handling runs. Vendor's resource centre, article 20587.
pub(crate) const ACTION_LIMIT: u32 = 10_000;

/// Actions that the error handling may take after that, before a silent disconnect. The same article.
pub(crate) const ERROR_HANDLING_LIMIT: u32 = 1_000;

/// How long a message flow waits for the customer's next message before the platform closes the conversation: 72 hours. Vendor's page on
/// the action that waits for input.
pub const CUSTOMER_SILENCE: Duration = Duration::from_secs(72 * 60 * 60);

/// How long a data action may take where its action gives no time-out. Open; one minute is what every exported flow writes.
pub(crate) const DATA_ACTION_TIMEOUT: Duration = Duration::from_secs(60);

/// The exit reason of a bot that ends by its own action, where a script gives none. One of the two that the vendor's page names.
pub(crate) const BOT_EXIT_REASON: &str = "TriggeredByFlow";

/// The exit reason of a bot whose customer wanted a person. The other one that the vendor's page names.
pub(crate) const AGENT_REASON: &str = "AgentRequestedByUser";

/// The exit reason of a bot that gave up a question. Open; the list of reasons is not public.
pub(crate) const RECOGNITION_REASON: &str = "RecognitionFailure";

/// How often a bot asks again where its settings do not say. Every published bot says 3.
pub(crate) const RETRIES: i64 = 3;

/// The exit reason of a bot whose error handling exits. Open; the list of reasons is not public.
pub(crate) const BOT_ERROR_REASON: &str = "Error";

/// The version that a flow file stands for: a file has none, and a published flow's first is 1.0.
pub const FILE_VERSION: &str = "1.0";

/// The error type of a failed transfer, where nothing says more. Open.
pub(crate) const TRANSFER_ERROR_TYPE: &str = "transferFailed";

/// The error type of any other action that leaves by `failure`, where nothing says more. Open.
pub(crate) const ACTION_ERROR_TYPE: &str = "actionFailed";

/// How `Survey.Url` begins, before the conversation's id, where a run gives none. Ours: a real one is made by the platform.
pub(crate) const SURVEY_URL: &str = "https://survey.example/";

/// `Workitem.Workitem` where a run gives none: a work item always has a status, of which nothing is known.
pub(crate) fn work_item() -> serde_json::Value {
    serde_json::json!({ "status": {} })
}

/// The input variable by which a trigger tells a workflow which conversation it is about. Triggers hand over the fields of their event by
/// name; published workflows call it so.
pub(crate) const WORKFLOW_CONVERSATION: &str = "Flow.conversationId";

/// How many ids `findUsersById` looks up; what is beyond is NOT_SET. Vendor's page on the action.
pub(crate) const USERS_LOOKED_UP: usize = 50;

/// What `getParticipantData` reads for an attribute that the participant does not have. No public page says; flows guard every read with
/// `IsNotSetOrEmpty`, which holds for both.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum MissingAttribute {
    /// NOT_SET.
    #[default]
    NotSet,
    /// The empty text.
    Empty,
}

/// What writing NOT_SET into a participant attribute does. Open: attributes are texts and have no NOT_SET.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum AttributeNotSet {
    /// The attribute becomes the empty text.
    Empty,
}

/// The decision on writing NOT_SET.
pub(crate) const ATTRIBUTE_NOT_SET: AttributeNotSet = AttributeNotSet::Empty;

/// Where a transfer to a queue that is NOT_SET goes. Open; the action has a failure output for transfers that cannot be made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum QueueNotSet {
    /// It leaves by the failure output.
    FailureOutput,
}

/// The decision on a queue that is NOT_SET.
pub(crate) const QUEUE_NOT_SET: QueueNotSet = QueueNotSet::FailureOutput;

/// What a decision does with a condition that is NOT_SET. Open; the table of operators refuses NOT_SET wherever a Boolean is needed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum ConditionNotSet {
    /// A run-time error.
    Error,
}

/// The decision on a condition that is NOT_SET.
pub(crate) const CONDITION_NOT_SET: ConditionNotSet = ConditionNotSet::Error;

/// What a message of NOT_SET or of nothing sends. Open.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum EmptyMessage {
    /// No message.
    NotSent,
}

/// The decision on empty messages.
pub(crate) const EMPTY_MESSAGE: EmptyMessage = EmptyMessage::NotSent;

/// Where the index variable of a loop starts. Open; published flows use it straight as the index of a list.
pub(crate) const FIRST_LOOP_INDEX: i64 = 0;

/// Which output a task leaves its caller by when its actions run out. Open.
pub(crate) const TASK_RUNS_OUT: &str = "default";

/// What jumping to a task does to the tasks that wait for a return. Open; a jump is documented not to return.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum JumpFromTask {
    /// They are forgotten.
    DropsCallers,
}

/// The decision on jumps out of a called task.
pub(crate) const JUMP_FROM_TASK: JumpFromTask = JumpFromTask::DropsCallers;

/// Whether an emergency group that the world does not list is on. Ours: an emergency is what one says, not what one forgets.
pub(crate) const UNLISTED_EMERGENCY: bool = false;

/// `Flow.IsTest`: true when the flow runs in Architect's own debug mode. Ours runs stand for real conversations.
pub(crate) const FLOW_IS_TEST: bool = false;

/// What `evaluateScheduleGroup` answers without a schedule group (a published flow gives only an emergency group). Open.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum ScheduleGroupNotSet {
    /// Open: nothing says that it is closed.
    Open,
}

/// The decision on a schedule group that is NOT_SET.
pub(crate) const SCHEDULE_GROUP_NOT_SET: ScheduleGroupNotSet = ScheduleGroupNotSet::Open;
