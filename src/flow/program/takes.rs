//! Which variables take what a call comes back with: for those who read a call's results from the variables that it wrote. Must not know
//! how an action was read.

use std::sync::Arc;

use crate::flow::expression::Type;

/// What an action keeps of what it called.
#[derive(Debug, Clone, Default)]
pub struct Takes {
    /// Outputs that variables take, in file order.
    pub outputs: Vec<Taker>,
    /// The variable that takes a bot's exit reason.
    pub exit_reason: Option<Arc<str>>,
    /// The variable that takes a bot's intent.
    pub intent: Option<Arc<str>>,
}

/// An output and the variable that takes it.
#[derive(Debug, Clone)]
pub struct Taker {
    /// The output's name, as the flow has it.
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
