//! The evidence itself. A part that a run cannot observe is unverifiable, never assumed.

use indexmap::IndexMap;
use serde::Serialize;

use crate::scenario::late::Captured;
use crate::scenario::model::RunStep;
use crate::trace::{ActionId, Ending, Line, Taken};
use crate::wire::platform::ExecutionDocument;

/// Where a part of the evidence came from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Origin {
    /// The answer of the simulate endpoint.
    SimulateAnswer,
    /// The conversation read back.
    Conversation,
    /// The flow's execution data.
    ExecutionData,
    /// What the guest was told.
    Guest,
    /// Attributes in which the flow notes where it has been.
    Breadcrumbs,
    /// Milestones and outcomes.
    Milestones,
    /// Derived from the other parts.
    Derived,
}

/// A value with its origin.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Observed<T> {
    /// What was seen.
    pub value: T,
    /// Where.
    pub origin: Origin,
}

/// One part of the evidence: seen, or not observable here and why.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Part<T> {
    /// Seen.
    Observed(Observed<T>),
    /// Not observable, with the reason as a lowercase fragment.
    Unverifiable(String),
}

impl<T> Part<T> {
    /// A seen value.
    pub fn seen(value: T, origin: Origin) -> Self {
        Self::Observed(Observed { value, origin })
    }

    /// The value, where it was seen.
    pub fn value(&self) -> Option<&T> {
        match self {
            Self::Observed(observed) => Some(&observed.value),
            Self::Unverifiable(_) => None,
        }
    }

    /// The value, or the reason why there is none.
    ///
    /// # Errors
    /// The reason.
    pub fn as_result(&self) -> Result<&T, &str> {
        match self {
            Self::Observed(observed) => Ok(&observed.value),
            Self::Unverifiable(reason) => Err(reason),
        }
    }
}

/// Nothing was observed yet.
impl<T> Default for Part<T> {
    fn default() -> Self {
        Self::Unverifiable("the run did not get that far".to_owned())
    }
}

/// All that one run of a case observed.
#[derive(Debug, Clone, Default, Serialize)]
pub struct Evidence {
    /// The actions taken.
    pub path: Part<Vec<Taken>>,
    /// The customer's attributes before the flow ran.
    pub arrived: Part<IndexMap<String, String>>,
    /// Attributes that the flow wrote before anything showed with what value they had arrived.
    pub overwritten: Vec<String>,
    /// The customer's attributes afterwards.
    pub attributes: Part<IndexMap<String, String>>,
    /// The attributes that the flow wrote.
    pub set: Part<IndexMap<String, String>>,
    /// What was said.
    pub transcript: Part<Vec<Line>>,
    /// How it ended.
    pub ending: Part<Ending>,
    /// What the flow called.
    pub calls: Part<Vec<CallSeen>>,
    /// The conversation.
    pub conversation_id: Option<String>,
    /// The step that failed, where one did.
    pub failure: Option<StepFailure>,
    /// Why the path is not all that the flow did, where it is not: actions may be missing in it.
    pub path_is_partial: Option<String>,
    /// Why nobody knows with what values the actions of the path ran, where nobody does.
    #[serde(skip)]
    pub values_missing: Option<String>,
    /// The version of the scenario's flow that ran, where the org tells.
    #[serde(skip)]
    pub flow_version: Option<String>,
    /// Actions that ran and the flow's file does not have.
    #[serde(skip)]
    pub unknown_actions: Vec<String>,
    /// Actions of the path that may as well be others of the same name in the same container.
    #[serde(skip)]
    pub ambiguous: Vec<ActionId>,
    /// How far the run was when it took each step of the conversation; empty where there was one message only.
    #[serde(skip)]
    pub checkpoints: Vec<Checkpoint>,
    /// Values that the case captured from replies, by name.
    #[serde(skip)]
    pub captured: Captured,
    /// The data of the flows' executions, as the org gave them; empty where it gave none.
    #[serde(skip)]
    pub executions: Vec<ExecutionDocument>,
}

/// How far a run was when a step of the conversation was done.
#[derive(Debug, Clone, PartialEq)]
pub struct Checkpoint {
    /// The step's position in the scenario.
    pub step: usize,
    /// How many lines the transcript had then.
    pub lines: usize,
    /// The customer's attributes then, where the step asks for them.
    pub attributes: Option<Part<IndexMap<String, String>>>,
}

/// A call of a data action, bot or common module that the path shows.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct CallSeen {
    /// The integration; `bots` or `modules` for those.
    pub category: String,
    /// The name.
    pub name: String,
    /// Inputs as text.
    pub inputs: IndexMap<String, String>,
    /// The output that it left by.
    pub output: Option<String>,
}

/// A step that the host refused or that never got an answer.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct StepFailure {
    /// Which.
    #[serde(serialize_with = "step_word")]
    pub step: RunStep,
    /// HTTP status, where there was an answer.
    pub status: Option<u16>,
    /// Genesys code.
    pub code: Option<String>,
    /// One readable line.
    pub message: String,
    /// What to do.
    pub advice: Vec<String>,
    /// Whether the environment is unfit (credentials, permissions, network), not the scenario wrong.
    pub environment: bool,
}

fn step_word<S: serde::Serializer>(step: &RunStep, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(step.word())
}
