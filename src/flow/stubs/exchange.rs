//! Scripted conversations of bots, and scripted results of common modules, that are not executed.

use std::sync::Arc;

use serde_json::{Map, Value as Json};

/// A bot's conversation: it says each turn and waits for the customer after each but the last, then exits.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct BotStub {
    /// What it says, turn by turn: each turn may hold several messages.
    pub turns: Vec<Vec<Arc<str>>>,
    /// How it exits.
    pub exit: BotExit,
}

/// What a bot hands back to the flow.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct BotExit {
    /// The exit reason (`TriggeredByFlow` where none is given).
    pub reason: Option<Arc<str>>,
    /// The intent; NOT_SET where none is given.
    pub intent: Option<Arc<str>>,
    /// Output variables and slots by name.
    pub outputs: Map<String, Json>,
    /// The bot closed the conversation.
    pub disconnect: bool,
    /// The bot failed: the call leaves by its failure output, or the flow's error handling.
    pub error: Option<String>,
}

/// A common module's scripted result.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct ModuleStub {
    /// Output variables by name.
    pub outputs: Map<String, Json>,
    /// The output path that the call leaves by; `default` where none is given.
    pub output: Option<Arc<str>>,
}
