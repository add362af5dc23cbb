//! What an execution asks of its host, and what the host answers. Values only.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;
use serde_json::{Map, Value as Json};

use crate::flow::expression::Value;
use crate::flow::program::ActionIndex;
use crate::flow::understanding::Understood;
use crate::trace::{Choice, Ending, Speaker, Transfer};

/// What an execution cannot do alone. It goes on when the host answers with the event that fits.
#[derive(Debug, Clone)]
pub enum Step {
    /// A message to the customer. Answered by [`Event::Done`].
    Say(Said),
    /// The next message of the customer. Answered by [`Event::CustomerSaid`] or, at the deadline, [`Event::TimeReached`].
    AwaitCustomer {
        /// When it has waited long enough.
        deadline: Timestamp,
    },
    /// A pause of the flow. Answered by [`Event::TimeReached`].
    Sleep {
        /// When it ends.
        until: Timestamp,
    },
    /// A data action. Answered by [`Event::DataAction`].
    DataAction(Arc<DataActionCall>),
    /// A bot flow that is not executed. Answered by [`Event::Bot`].
    Bot(Arc<BotCall>),
    /// A common module that is not part of the program. Answered by [`Event::Module`].
    Module(Arc<ModuleCall>),
    /// A data table's row. Answered by [`Event::Table`].
    TableLookup(Arc<TableCall>),
    /// What a bot of the program makes of what the customer said. Answered by [`Event::Understood`].
    Understand(Arc<UnderstandCall>),
    /// Participant attributes to write: name and value. Answered by [`Event::Done`].
    SetParticipant(Arc<[(Arc<str>, Arc<str>)]>),
    /// A hand-over to a queue. Answered by [`Event::Transferred`] or [`Event::TransferFailed`].
    Transfer(Arc<Transfer>),
    /// The end; nothing may follow.
    Ended(Ending),
}

/// A message to the customer.
#[derive(Debug, Clone)]
pub struct Said {
    /// The words.
    pub text: Arc<str>,
    /// Who says them: the flow, or a bot that runs as part of the program.
    pub speaker: Speaker,
    /// What the customer can choose from to answer.
    pub choices: Vec<Choice>,
}

/// A call of a data action.
#[derive(Debug, Clone)]
pub struct DataActionCall {
    /// The action that calls.
    pub action: ActionIndex,
    /// The integration.
    pub category: Arc<str>,
    /// The data action.
    pub name: Arc<str>,
    /// Inputs by name.
    pub inputs: Vec<(Arc<str>, Value)>,
    /// The success outputs that the flow binds or mentions, by name.
    pub outputs: Vec<Arc<str>>,
    /// How long the flow waits for an answer.
    pub timeout: Duration,
}

/// What a data action came back with.
#[derive(Debug, Clone)]
pub enum DataActionReply {
    /// Outputs by name, flattened or nested.
    Success(Map<String, Json>),
    /// Fields of the failure output.
    Failure(Map<String, Json>),
    /// Nothing within the time-out.
    Timeout,
}

/// A call of a bot flow.
#[derive(Debug, Clone)]
pub struct BotCall {
    /// The action that calls.
    pub action: ActionIndex,
    /// The bot flow.
    pub name: Arc<str>,
    /// What the customer said first, if the flow passes it on.
    pub input_text: Option<Arc<str>>,
    /// Inputs by name.
    pub inputs: Vec<(Arc<str>, Value)>,
    /// The outputs that the flow binds or mentions, by name.
    pub outputs: Vec<Arc<str>>,
}

/// How a bot came back.
#[derive(Debug, Clone, Default)]
pub struct BotReply {
    /// Why it ended; the rule's default where none is given.
    pub exit_reason: Option<Arc<str>>,
    /// The intent it heard; NOT_SET where none is given.
    pub intent: Option<Arc<str>>,
    /// Outputs by name.
    pub outputs: Map<String, Json>,
    /// It closed the conversation.
    pub disconnect: bool,
    /// It failed, with this message.
    pub error: Option<String>,
}

/// A call of a common module.
#[derive(Debug, Clone)]
pub struct ModuleCall {
    /// The action that calls.
    pub action: ActionIndex,
    /// The module.
    pub name: Arc<str>,
    /// Inputs by name.
    pub inputs: Vec<(Arc<str>, Value)>,
    /// The outputs that the flow binds or mentions, by name.
    pub outputs: Vec<Arc<str>>,
}

/// How a common module came back.
#[derive(Debug, Clone, Default)]
pub struct ModuleReply {
    /// Outputs by name.
    pub outputs: Map<String, Json>,
    /// The output path; `default` where none is given.
    pub output: Option<Arc<str>>,
}

/// A question to the understanding of language.
#[derive(Debug, Clone)]
pub struct UnderstandCall {
    /// The action that asks.
    pub action: ActionIndex,
    /// The bot flow that runs.
    pub bot: Arc<str>,
    /// What the customer said.
    pub text: Arc<str>,
    /// What the action wants to hear.
    pub wants: Wanted,
}

/// What an action that asks wants to hear.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Wanted {
    /// One of these intents.
    Intent(Vec<Arc<str>>),
    /// A value for this slot.
    Slot(Arc<str>),
    /// Yes or no.
    YesNo,
    /// One of the choices that were offered.
    Choice,
    /// Whatever the customer has in mind.
    Anything,
}

/// A look-up in a data table.
#[derive(Debug, Clone)]
pub struct TableCall {
    /// The action that looks up.
    pub action: ActionIndex,
    /// The table.
    pub table: Arc<str>,
    /// The key.
    pub key: Arc<str>,
    /// The columns that the flow binds or mentions, by name.
    pub columns: Vec<Arc<str>>,
}

/// What a data table came back with.
#[derive(Debug, Clone)]
pub enum TableReply {
    /// The row's columns by name.
    Found(Map<String, Json>),
    /// No row of that key.
    NotFound,
    /// The look-up failed, with this message.
    Failed(String),
}

/// What happened, as the host tells it.
#[derive(Debug, Clone)]
pub enum Event {
    /// What was asked is done.
    Done,
    /// The customer said something, and their page brought these attributes. Fits every step: one that waits for something else takes
    /// the attributes and waits on.
    CustomerSaid {
        /// The words.
        text: Arc<str>,
        /// Attributes by name.
        attributes: Vec<(Arc<str>, Arc<str>)>,
    },
    /// The customer left. Fits every step.
    CustomerLeft,
    /// The customer was silent for so long that the platform closes the conversation. Fits every step.
    CustomerSilent,
    /// A deadline came.
    TimeReached,
    /// A data action came back.
    DataAction(DataActionReply),
    /// A bot came back.
    Bot(BotReply),
    /// A common module came back.
    Module(ModuleReply),
    /// A data table came back.
    Table(TableReply),
    /// What was understood; none where nothing is scripted for these words, so that the bot's own model of language decides.
    Understood(Option<Understood>),
    /// The queue took the conversation.
    Transferred,
    /// The queue did not take it.
    TransferFailed {
        /// What kind of failure it is.
        error_type: Arc<str>,
        /// Its message.
        message: Arc<str>,
    },
    /// The host cannot answer: nothing is scripted for this call. Fits every call and ends the execution.
    Unanswered {
        /// What was called, as a person would name it.
        callee: String,
    },
}

/// The host broke the order of steps and events: a fault of the program around, not of a flow.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Misuse {
    /// What was wrong.
    pub message: String,
}

impl fmt::Display for Misuse {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.message)
    }
}

impl std::error::Error for Misuse {}

impl Step {
    /// Whether an event is one that this step waits for.
    pub(super) fn takes(&self, event: &Event) -> bool {
        match self {
            Self::Say(_) | Self::SetParticipant(_) => matches!(event, Event::Done),
            Self::AwaitCustomer { .. } => matches!(event, Event::CustomerSaid { .. } | Event::TimeReached),
            Self::Sleep { .. } => matches!(event, Event::TimeReached),
            Self::DataAction(_) => matches!(event, Event::DataAction(_)),
            Self::Bot(_) => matches!(event, Event::Bot(_)),
            Self::Module(_) => matches!(event, Event::Module(_)),
            Self::TableLookup(_) => matches!(event, Event::Table(_)),
            Self::Understand(_) => matches!(event, Event::Understood(_)),
            Self::Transfer(_) => matches!(event, Event::Transferred | Event::TransferFailed { .. }),
            Self::Ended(_) => false,
        }
    }

    /// Whether it is a call of something outside, which the host may be unable to answer.
    pub fn is_call(&self) -> bool {
        matches!(self, Self::DataAction(_) | Self::Bot(_) | Self::Module(_) | Self::TableLookup(_))
    }
}
