//! The identity of an action that survives an edit elsewhere in its flow. Must not know any flow format.

use std::fmt;
use std::sync::Arc;

use serde::{Deserialize, Serialize};

/// Flow, container (state, task, bot…), name, and which of the equal names in that container: an insertion elsewhere moves nothing.
/// Archy YAML gives actions no id of their own.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct ActionId {
    /// The flow's name.
    pub flow: Arc<str>,
    /// The container's name.
    pub container: Arc<str>,
    /// The action's name.
    pub name: Arc<str>,
    /// Which of the actions of that name in that container, in file order, from 0.
    pub ordinal: u32,
}

/// Prints `flow/container/name`, with `#2` and so on for the second and later of a name.
impl fmt::Display for ActionId {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{}/{}/{}", self.flow, self.container, self.name)?;
        if self.ordinal > 0 { write!(out, "#{}", self.ordinal + 1) } else { Ok(()) }
    }
}
