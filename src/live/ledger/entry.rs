//! The notes of a ledger, as they stand in its lines. Must not know where the lines are kept.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::wire::platform::{DeploymentConfiguration, LogLevel};

/// Whose ledger it is: the first line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Head {
    /// The run.
    pub run: String,
    /// The org's id.
    pub org: String,
    /// The host of the org's API.
    pub api: String,
    /// The name of the attribute that marks conversations.
    pub marker: String,
    /// When the run is over at the latest.
    pub until: Timestamp,
}

/// One note.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "note", rename_all = "snake_case")]
pub enum Entry {
    /// Whose ledger it is.
    Run(Head),
    /// Something is about to be created or changed.
    Begin {
        /// Its number in this ledger.
        number: u64,
        /// What.
        thing: Thing,
    },
    /// The message by which a conversation is found.
    Message {
        /// The conversation's number.
        number: u64,
        /// The message's id.
        id: String,
    },
    /// Its id in the org.
    Known {
        /// Its number.
        number: u64,
        /// The id.
        id: String,
    },
    /// It is ended, deleted or put back.
    End {
        /// Its number.
        number: u64,
    },
}

/// What is created or changed.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Thing {
    /// A guest's conversation.
    Conversation {
        /// The case that holds it.
        case: String,
        /// The deployment.
        deployment: String,
    },
    /// A deployment of the run's own.
    Deployment {
        /// Its name.
        name: String,
    },
    /// A configuration of the run's own.
    Configuration {
        /// Its name.
        name: String,
    },
    /// The log level of a flow, which was changed.
    LogLevel {
        /// The flow's id.
        flow: String,
        /// The flow's name.
        name: String,
        /// The flow's own level before; none where it had none.
        was: Option<LogLevel>,
    },
    /// The configuration that a deployment leads to, which was changed.
    Led {
        /// The deployment's id.
        deployment: String,
        /// The deployment's name.
        name: String,
        /// The configuration of the run's own.
        ours: String,
        /// The configuration before.
        was: DeploymentConfiguration,
    },
}

impl Thing {
    /// What it is, in words.
    pub fn words(&self) -> String {
        match self {
            Self::Conversation { case, .. } => format!("the conversation of \"{case}\""),
            Self::Deployment { name } => format!("deployment `{name}`"),
            Self::Configuration { name } => format!("configuration `{name}`"),
            Self::LogLevel { name, .. } => format!("the log level of flow `{name}`"),
            Self::Led { name, .. } => format!("the configuration of deployment `{name}`"),
        }
    }
}
