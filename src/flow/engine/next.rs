//! What an action tells the engine when it has had its turn. Values only.

use std::sync::Arc;

use super::step::Step;
use crate::flow::expression::Value;
use crate::flow::program::{BlockIndex, ContainerIndex, FlowIndex};
use crate::trace::Ending;

/// How the execution goes on after an action's turn.
#[derive(Debug)]
pub(crate) enum Next {
    /// With the action behind it.
    Continue,
    /// By an output, counted in the order of the action's outputs.
    Leave(usize),
    /// Not before the host has answered; then the action resumes.
    Ask(Step),
    /// With a list again and again.
    Loop {
        /// What is repeated.
        body: BlockIndex,
        /// How often.
        count: i64,
    },
    /// With a list once, and then with the action itself again.
    Again {
        /// What is repeated.
        body: BlockIndex,
    },
    /// With a task, and back.
    CallTask(ContainerIndex),
    /// With another flow of the program, and back.
    CallFlow {
        /// Which.
        flow: FlowIndex,
        /// Its input variables: their position, and their value.
        inputs: Vec<(usize, Value)>,
        /// What its first question hears, where it is a bot.
        input_text: Option<Arc<str>>,
    },
    /// With a state or task, without return.
    Go(ContainerIndex),
    /// Behind the task that is running, by this output of its caller.
    EndTask(Arc<str>),
    /// With the next round of the loop.
    Round,
    /// Behind the loop.
    ExitLoop,
    /// Not at all in the running flow; a calling flow goes on with this exit reason.
    ExitFlow(Arc<str>),
    /// Not at all.
    End(Ending),
}

/// What a flow of the program that was called comes back with.
#[derive(Debug)]
pub(crate) struct Returned {
    /// Its output variables by name.
    pub outputs: Vec<(Arc<str>, Value)>,
    /// The output path that it left by.
    pub output: Arc<str>,
    /// Why it ended, where it ended by an action that exits.
    pub exit_reason: Option<Arc<str>>,
    /// The intent that it heard last, where it is a bot.
    pub intent: Option<Arc<str>>,
}

/// A run-time error: goes to the flow's error handling.
#[derive(Debug, Clone)]
pub(crate) struct Fault {
    /// A lowercase fragment that names the parameter, the expression and the values that met.
    pub message: String,
}

impl Fault {
    /// An error of that message.
    pub(crate) fn new(message: impl Into<String>) -> Self {
        Self { message: message.into() }
    }
}
