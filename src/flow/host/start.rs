//! What a conversation starts with, and what it waits for. Values only.

use std::sync::Arc;

use indexmap::IndexMap;
use jiff::Timestamp;

use crate::flow::engine::rules::MissingAttribute;
use crate::trace::TraceLevel;

/// What a conversation starts with.
#[derive(Debug, Clone, Default)]
pub struct SessionStart {
    /// The customer's participant attributes.
    pub attributes: IndexMap<Arc<str>, Arc<str>>,
    /// The message that starts the flow; none where the customer only joins.
    pub message: Option<Arc<str>>,
    /// `Message.ConversationId`; derived from the flow's id where none is given.
    pub conversation_id: Option<Arc<str>>,
    /// `Message.Message.id`; derived where none is given.
    pub message_id: Option<Arc<str>>,
    /// `Message.Message.senderAddress`; NOT_SET where none is given.
    pub sender_address: Option<Arc<str>>,
    /// How much the trace records.
    pub level: TraceLevel,
    /// What reading an attribute that is not there gives.
    pub missing_attribute: MissingAttribute,
}

/// What a session waits for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Waiting {
    /// Whether the customer's next message goes on with the flow (or its bot).
    pub customer: bool,
    /// When it goes on, or ends, without one.
    pub until: Timestamp,
}
