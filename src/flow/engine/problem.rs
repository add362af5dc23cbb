//! What a run finds wrong outside the flow: stubs, a world, other flows. Must not know who tells it.

use crate::trace::ActionId;

/// Something that a person must mend before the result means anything.
#[derive(Debug, Clone, PartialEq)]
pub struct Problem {
    /// A lowercase fragment.
    pub message: String,
    /// What to do; for an unstubbed call the YAML to paste.
    pub help: String,
    /// The action concerned.
    pub action: ActionId,
}
