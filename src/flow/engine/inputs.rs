//! What an execution starts with. Values only.

use std::collections::HashSet;
use std::sync::Arc;

use indexmap::IndexMap;

use super::rules::MissingAttribute;
use crate::flow::expression::Value;
use crate::flow::world::World;
use crate::trace::TraceLevel;

/// What an execution starts with.
#[derive(Debug, Clone, Default)]
pub struct Inputs {
    /// What it can look up.
    pub world: Arc<World>,
    /// The customer's attributes; the execution keeps a copy of its own.
    pub attributes: IndexMap<Arc<str>, Arc<str>>,
    /// The message that starts it; none where the customer only joins.
    pub message: Option<Arc<str>>,
    /// `Message.ConversationId`.
    pub conversation_id: Option<Arc<str>>,
    /// `Message.Message.id`.
    pub message_id: Option<Arc<str>>,
    /// `Message.Message.senderAddress`.
    pub sender_address: Option<Arc<str>>,
    /// Values of the entry flow's input variables by name (`Flow.conversationId`).
    pub variables: Vec<(Arc<str>, Value)>,
    /// How much is recorded.
    pub level: TraceLevel,
    /// What reading a missing attribute gives.
    pub missing_attribute: MissingAttribute,
    /// Flows of the program that are nevertheless asked of the host when they are called.
    pub asked: Arc<Asked>,
}

/// Names of flows that the host answers for, also where the program has them. A bot and a module may share a name.
#[derive(Debug, Clone, Default)]
pub struct Asked {
    /// Bots.
    pub bots: HashSet<Arc<str>>,
    /// Common modules.
    pub modules: HashSet<Arc<str>>,
}
