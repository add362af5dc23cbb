//! Scripted answers of data actions.

use std::time::Duration;

use serde_json::{Map, Value as Json};

/// One answer. Of those whose `when` matches, the first call takes the first, the second the second…; the last repeats.
#[derive(Debug, Clone, PartialEq)]
pub struct DataActionStub {
    /// Inputs that must be equal for this answer to count (compared as Architect prints them); empty matches all.
    pub when: Vec<(String, String)>,
    /// What comes back.
    pub reply: DataActionReply,
    /// How long it takes, on the conversation's clock; longer than the action's time-out means a time-out.
    pub latency: Duration,
}

/// What a data action comes back with.
#[derive(Debug, Clone, PartialEq)]
pub enum DataActionReply {
    /// Success with outputs by name (flattened names such as `customer.name` are accepted as they stand in the flow).
    Success(Map<String, Json>),
    /// Failure with the fields of a failure output: errorCode, status, userMessage…
    Failure(Map<String, Json>),
    /// No answer within the action's time-out.
    Timeout,
}
