//! Runs a flow for a simulation. The one place of this room that calls the engine.

use std::sync::Arc;

use indexmap::IndexMap;
use jiff::Timestamp;

use crate::fake::core::tenant::TenantCore;
use crate::flow::Program;
use crate::flow::host::{Outcome, Session, SessionStart};
use crate::trace::TraceLevel;

/// What a flow starts with.
pub struct Start {
    /// The conversation that it belongs to.
    pub conversation_id: Arc<str>,
    /// The message's id.
    pub message_id: Arc<str>,
    /// What the customer says; none where they only join.
    pub message: Option<Arc<str>>,
    /// The customer's attributes.
    pub attributes: IndexMap<Arc<str>, Arc<str>>,
    /// Who the customer is.
    pub sender_address: Option<Arc<str>>,
    /// How much is recorded.
    pub level: TraceLevel,
    /// When.
    pub now: Timestamp,
}

/// Runs a flow until it waits for the customer or ends.
pub fn run_flow(tenant: &TenantCore, program: &Arc<Program>, start: Start) -> Outcome {
    let Start { conversation_id, message_id, message, attributes, sender_address, level, now } = start;
    let session = SessionStart {
        attributes,
        message,
        conversation_id: Some(conversation_id),
        message_id: Some(message_id),
        sender_address,
        level,
        ..SessionStart::default()
    };
    let options = &tenant.options;
    Session::start(program, session, Arc::clone(&options.stubs), Arc::clone(&options.world), now).into_outcome()
}
