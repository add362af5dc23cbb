//! What a search for execution data finds, conversation by conversation. Must not know how it is looked for.

use std::fmt;

use crate::wire::platform::{ExecutionDocument, FlowInstance};

/// The findings. A conversation may stand in both lists: with the executions that were recorded and the reason why one is missing.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct ExecutionFindings {
    /// What was recorded, in the order in which the conversations were asked for.
    pub found: Vec<Recorded>,
    /// What was not.
    pub missing: Vec<Missing>,
}

impl ExecutionFindings {
    /// The executions of a conversation.
    pub fn of(&self, conversation_id: &str) -> &[(FlowInstance, ExecutionDocument)] {
        let found = self.found.iter().find(|one| one.conversation_id == conversation_id);
        found.map_or(&[], |one| &one.executions)
    }

    /// Why something of a conversation is missing.
    pub fn missing_of(&self, conversation_id: &str) -> Option<&MissingReason> {
        self.missing.iter().find(|one| one.conversation_id == conversation_id).map(|one| &one.reason)
    }
}

/// The executions of one conversation.
#[derive(Debug, Clone, PartialEq)]
pub struct Recorded {
    /// The conversation.
    pub conversation_id: String,
    /// Its executions, in order of their start.
    pub executions: Vec<(FlowInstance, ExecutionDocument)>,
}

/// What is missing of a conversation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Missing {
    /// The conversation.
    pub conversation_id: String,
    /// Why.
    pub reason: MissingReason,
}

/// Why execution data is missing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum MissingReason {
    /// The org knew no execution of the conversation at the limit.
    NoInstance,
    /// An execution had not ended at the limit.
    NotEnded {
        /// The execution.
        instance_id: String,
    },
    /// The job that gathers the data had not ended at the limit.
    JobUnfinished,
    /// The job failed, for all or for this execution.
    JobFailed {
        /// The execution.
        instance_id: String,
        /// Its status, where the job says one.
        status: Option<u16>,
    },
    /// The data could not be downloaded.
    NoDownload {
        /// The execution.
        instance_id: String,
        /// Why, in one line.
        why: String,
    },
}

impl fmt::Display for MissingReason {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::NoInstance => out.write_str(
                "the org knows no execution of the conversation: is execution data kept, and was the flow published after that was turned on?",
            ),
            Self::NotEnded { instance_id } => write!(out, "execution `{instance_id}` has not ended"),
            Self::JobUnfinished => out.write_str("the job that gathers the data did not end in time"),
            Self::JobFailed { instance_id, status: Some(status) } => {
                write!(out, "the data of execution `{instance_id}` could not be gathered: {status}")
            }
            Self::JobFailed { instance_id, status: None } => {
                write!(out, "the data of execution `{instance_id}` could not be gathered")
            }
            Self::NoDownload { instance_id, why } => {
                write!(out, "the data of execution `{instance_id}` could not be downloaded: {why}")
            }
        }
    }
}
