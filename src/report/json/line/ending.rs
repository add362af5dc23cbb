//! How a conversation ended, as a value.

use std::sync::Arc;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::step::ActionJson;
use crate::trace::{Ending, ErrorCause, Transfer};

/// How it ended, as a value.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "type", rename_all = "snake_case")]
pub(super) enum EndingJson {
    /// Handed to a queue.
    Transferred(TransferJson),
    /// The flow closed the conversation.
    Disconnected {
        /// The action that did; absent where the error handling or the platform did.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        by: Option<ActionJson>,
    },
    /// The actions of a state ran out.
    EndOfState {
        /// The state.
        state: String,
    },
    /// A flow that exits did so.
    Exited {
        /// The exit reason.
        reason: String,
    },
    /// A run-time error went to the flow's error handling, which ended it.
    Failed {
        /// The action that failed.
        by: ActionJson,
        /// What went wrong.
        message: String,
        /// How the error handling ended the flow.
        handled_by: String,
    },
    /// Too many actions.
    StepLimit,
    /// Nobody answered for so long that the platform closed the conversation.
    TimedOut,
    /// The customer left.
    CustomerLeft,
    /// An action that cannot be executed was reached.
    Unsupported {
        /// The action.
        by: ActionJson,
        /// Its kind.
        kind: String,
    },
    /// A call that no stub answers was reached.
    Unstubbed {
        /// The action.
        by: ActionJson,
        /// What was called.
        callee: String,
    },
    /// It has not ended.
    Waiting,
}

/// Where a conversation was handed to.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
pub(super) struct TransferJson {
    /// The queue; empty where it was handed to a user.
    queue: String,
    /// The queue's id.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    queue_id: Option<String>,
    /// ACD skills.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    skills: Vec<String>,
    /// The language skill.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    language_skill: Option<String>,
    /// The priority.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    priority: Option<i64>,
    /// Preferred agents with their scores.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    preferred_agents: Vec<AgentJson>,
    /// The user that it was handed to, in place of a queue.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    user: Option<String>,
    /// The action; absent where the error handling handed over.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    by: Option<ActionJson>,
}

/// A preferred agent.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
struct AgentJson {
    /// The name.
    name: String,
    /// The score.
    score: i64,
}

impl EndingJson {
    pub fn of(ending: &Ending) -> Self {
        match ending {
            Ending::Transferred(transfer) => Self::Transferred(TransferJson::of(transfer)),
            Ending::Disconnected { action } => Self::Disconnected { by: action.as_ref().map(ActionJson::of) },
            Ending::EndOfState { state } => Self::EndOfState { state: state.to_string() },
            Ending::Exited { reason } => Self::Exited { reason: reason.to_string() },
            Ending::Failed(cause) => Self::Failed {
                by: ActionJson::of(&cause.action),
                message: cause.message.clone(),
                handled_by: cause.handled_by.clone(),
            },
            Ending::StepLimit => Self::StepLimit,
            Ending::TimedOut => Self::TimedOut,
            Ending::CustomerLeft => Self::CustomerLeft,
            Ending::Unsupported { action, kind } => {
                Self::Unsupported { by: ActionJson::of(action), kind: kind.to_string() }
            }
            Ending::Unstubbed { action, callee } => {
                Self::Unstubbed { by: ActionJson::of(action), callee: callee.clone() }
            }
            Ending::Waiting => Self::Waiting,
        }
    }

    pub fn read(self) -> Ending {
        match self {
            Self::Transferred(transfer) => Ending::Transferred(transfer.read()),
            Self::Disconnected { by } => Ending::Disconnected { action: by.map(ActionJson::read) },
            Self::EndOfState { state } => Ending::EndOfState { state: state.into() },
            Self::Exited { reason } => Ending::Exited { reason: reason.into() },
            Self::Failed { by, message, handled_by } => {
                Ending::Failed(ErrorCause { action: by.read(), message, handled_by })
            }
            Self::StepLimit => Ending::StepLimit,
            Self::TimedOut => Ending::TimedOut,
            Self::CustomerLeft => Ending::CustomerLeft,
            Self::Unsupported { by, kind } => Ending::Unsupported { action: by.read(), kind: kind.into() },
            Self::Unstubbed { by, callee } => Ending::Unstubbed { action: by.read(), callee },
            Self::Waiting => Ending::Waiting,
        }
    }
}

impl TransferJson {
    fn of(transfer: &Transfer) -> Self {
        let text = |text: &Option<Arc<str>>| text.as_deref().map(str::to_owned);
        let agents = transfer.preferred_agents.iter();
        Self {
            queue: transfer.queue.to_string(),
            queue_id: text(&transfer.queue_id),
            skills: transfer.skills.iter().map(ToString::to_string).collect(),
            language_skill: text(&transfer.language_skill),
            priority: transfer.priority,
            preferred_agents: agents.map(|(name, score)| AgentJson { name: name.to_string(), score: *score }).collect(),
            user: text(&transfer.user),
            by: transfer.action.as_ref().map(ActionJson::of),
        }
    }

    fn read(self) -> Transfer {
        let agents = self.preferred_agents.into_iter();
        Transfer {
            queue: self.queue.into(),
            queue_id: self.queue_id.map(Into::into),
            skills: self.skills.into_iter().map(Into::into).collect(),
            language_skill: self.language_skill.map(Into::into),
            priority: self.priority,
            preferred_agents: agents.map(|agent| (agent.name.into(), agent.score)).collect(),
            user: self.user.map(Into::into),
            action: self.by.map(ActionJson::read),
        }
    }
}
