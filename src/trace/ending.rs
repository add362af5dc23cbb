//! How an execution ended. Must not know what ended it.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

use super::ActionId;

/// How a flow's execution ended.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", rename_all_fields = "camelCase", tag = "type")]
pub enum Ending {
    /// Handed to a queue.
    Transferred(Transfer),
    /// The flow closed the conversation.
    Disconnected {
        /// The action that did, none where the error handling or the platform did.
        action: Option<ActionId>,
    },
    /// The actions of a state ran out and nothing ended the flow.
    EndOfState {
        /// The state's name.
        state: Arc<str>,
    },
    /// A flow that exits (bot, workflow) did so.
    Exited {
        /// The exit reason, as Genesys names it.
        reason: Arc<str>,
    },
    /// A run-time error went to the flow's error handling, which ended it.
    Failed(ErrorCause),
    /// More than 10,000 actions, and 1,000 more for the error handling.
    StepLimit,
    /// Nobody answered for so long that the platform closed the conversation (72 hours).
    TimedOut,
    /// The customer left.
    CustomerLeft,
    /// An action that cannot be executed here was reached.
    Unsupported {
        /// The action.
        action: ActionId,
        /// Its kind, as its file names it.
        kind: Arc<str>,
    },
    /// A call that no stub answers was reached.
    Unstubbed {
        /// The action.
        action: ActionId,
        /// What was called, as the scenario would name it.
        callee: String,
    },
    /// It has not ended: it waits for the customer or for a time.
    Waiting,
}

/// Where a conversation was handed to, and with what.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Transfer {
    /// The queue's name.
    pub queue: Arc<str>,
    /// The queue's id, where it is known.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub queue_id: Option<Arc<str>>,
    /// ACD skills asked for, by name.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub skills: Vec<Arc<str>>,
    /// The language skill asked for, by name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub language_skill: Option<Arc<str>>,
    /// The priority.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub priority: Option<i64>,
    /// Preferred agents with their scores.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub preferred_agents: Vec<(Arc<str>, i64)>,
    /// The user that it was handed to, by name, in place of a queue; the queue is empty then.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub user: Option<Arc<str>>,
    /// The action that handed over; none where the error handling did.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub action: Option<ActionId>,
}

/// A run-time error: what, and at which action.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ErrorCause {
    /// The action that failed.
    pub action: ActionId,
    /// What went wrong, with the values that met.
    pub message: String,
    /// How the error handling ended the flow: `disconnect`, `queue: Support`, `exit`…
    pub handled_by: String,
}

impl Ending {
    /// Whether the execution is over.
    pub fn is_final(&self) -> bool {
        !matches!(self, Self::Waiting)
    }
}
