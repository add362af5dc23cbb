//! What a comparison finds, as plain values. Must not know how it is found or printed.

use std::sync::Arc;

use serde::Serialize;

use crate::trace::ActionId;

/// All that differs from one flow to another.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Comparison {
    /// In the order of the second flow: what concerns the flow itself, then container by container.
    pub changes: Vec<Change>,
    /// Parts that only one of two formats holds and that nothing here models: there is nothing to compare them with.
    pub not_compared: Vec<String>,
}

/// One difference.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Change {
    /// What happened.
    pub what: What,
    /// To what.
    pub subject: Subject,
    /// The container that it is in, by kind and name: `state Start`; none for the flow itself.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub container: Option<String>,
    /// What it is called: `decision \`Gold?\``, by the name that it has now.
    pub name: String,
    /// The part, the output or the variable of it that is meant.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub part: Option<String>,
    /// What it was; for what moved, or is gone, where it stood.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub before: Option<String>,
    /// What it is; for what moved, or is new, where it stands.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub after: Option<String>,
    /// Where a path of the first flow meets it.
    pub touches: Vec<Touched>,
}

/// What happened to it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum What {
    /// It is new.
    Added,
    /// It is gone.
    Removed,
    /// A part of it is another.
    Changed,
    /// It is the same under another name.
    Renamed,
    /// It stands elsewhere.
    Moved,
    /// A way out leads elsewhere.
    Rewired,
}

/// What something happened to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Subject {
    /// The flow and its settings.
    Flow,
    /// A state, task, menu or bot.
    Container,
    /// A variable.
    Variable,
    /// An action.
    Action,
    /// A way out of an action.
    Output,
}

/// An action of the first flow whose taking means that a path goes through a change.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Touched {
    /// The action.
    pub action: ActionId,
    /// Only where it is left by this output.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub output: Option<Arc<str>>,
}

impl Comparison {
    /// Whether the flows are the same.
    pub fn is_empty(&self) -> bool {
        self.changes.is_empty()
    }
}

impl What {
    /// The sign at the start of its line.
    pub fn sign(self) -> char {
        match self {
            Self::Added => '+',
            Self::Removed => '-',
            Self::Changed | Self::Renamed => '~',
            Self::Moved | Self::Rewired => '→',
        }
    }
}
