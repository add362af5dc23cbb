//! Scripted answers, as a file writes them.

use std::time::Duration;

use indexmap::IndexMap;
use serde_json::{Map, Value as Json};

use super::{Spanned, TextMatch};
use crate::diagnostic::Place;

/// Everything under `stubs`.
#[derive(Debug, Clone, Default)]
pub struct StubsSpec {
    /// Integration → data action → answers.
    pub data_actions: IndexMap<String, Spanned<DataActions>>,
    /// Bot → its turns and exit.
    pub bots: IndexMap<String, Spanned<BotSpec>>,
    /// Bot → what it understands, for bots that are executed.
    pub understanding: IndexMap<String, Spanned<Vec<UnderstandingSpec>>>,
    /// Common module → outputs and output path.
    pub modules: IndexMap<String, Spanned<ModuleSpec>>,
    /// Queue → the message with which a transfer to it fails.
    pub failing_transfers: IndexMap<String, Spanned<String>>,
}

/// The answers of an integration's data actions, by name.
pub type DataActions = IndexMap<String, Spanned<Vec<DataActionSpec>>>;

/// What a common module hands back: outputs by name, and the output path that the call leaves by.
pub type ModuleSpec = (Map<String, Json>, Option<String>);

/// One answer of a data action.
#[derive(Debug, Clone)]
pub struct DataActionSpec {
    /// Inputs that must be equal, as text.
    pub when: IndexMap<String, Spanned<String>>,
    /// What comes back.
    pub result: DataActionResult,
    /// How long it takes.
    pub latency: Duration,
    /// Where it stands.
    pub place: Place,
}

/// What a data action comes back with.
#[derive(Debug, Clone, PartialEq)]
pub enum DataActionResult {
    /// Outputs by name.
    Success(Map<String, Json>),
    /// Failure fields by name.
    Failure(Map<String, Json>),
    /// Nothing in time.
    Timeout,
}

/// A bot's scripted conversation.
#[derive(Debug, Clone, Default)]
pub struct BotSpec {
    /// Messages turn by turn.
    pub turns: Vec<Vec<String>>,
    /// How it exits.
    pub exit: BotExitSpec,
}

/// How a bot exits.
#[derive(Debug, Clone, Default)]
pub struct BotExitSpec {
    /// Exit reason.
    pub reason: Option<String>,
    /// Intent.
    pub intent: Option<String>,
    /// Outputs by name.
    pub outputs: IndexMap<String, Spanned<Json>>,
    /// It closes the conversation.
    pub disconnect: bool,
    /// It fails with this message.
    pub error: Option<String>,
}

/// One row of an understanding table.
#[derive(Debug, Clone)]
pub struct UnderstandingSpec {
    /// What is heard; none for `otherwise`.
    pub hears: Option<TextMatch>,
    /// The intent; none for no match.
    pub intent: Option<Spanned<String>>,
    /// Slots by name.
    pub slots: IndexMap<String, Spanned<Json>>,
    /// What the knowledge base answers.
    pub knowledge: Option<String>,
    /// The customer asks for a person.
    pub agent: bool,
}
