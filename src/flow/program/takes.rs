//! Which variables take what a call or a look-up comes back with: for those who read results from the variables that they were written to,
//! or choose values for them. Must not know how an action was read.

use std::sync::Arc;

use crate::flow::expression::Type;

/// What an action keeps of what it called or read.
#[derive(Debug, Clone, Default)]
pub struct Takes {
    /// Outputs that variables take, in file order.
    pub outputs: Vec<Taker>,
    /// Participant attributes that variables take, where their names stand in the file word for word.
    pub attributes: Vec<Taker>,
    /// The variable that takes a bot's exit reason.
    pub exit_reason: Option<Arc<str>>,
    /// The variable that takes a bot's intent.
    pub intent: Option<Arc<str>>,
}

/// An output or an attribute, and the variable that takes it.
#[derive(Debug, Clone)]
pub struct Taker {
    /// The name of the output or attribute, as the flow has it.
    pub output: Arc<str>,
    /// The variable, with its scope: `Flow.tier`.
    pub variable: Arc<str>,
    /// The variable's type.
    pub value_type: Type,
}

impl From<Vec<Taker>> for Takes {
    fn from(outputs: Vec<Taker>) -> Self {
        Self { outputs, ..Self::default() }
    }
}
