//! What is known of a conversation after (or during) its run: trace, transcript, attributes, calls, ending, problems.

use std::sync::Arc;

use indexmap::IndexMap;
use serde_json::{Map, Value as Json};

use crate::flow::engine::Problem;
use crate::trace::{ActionId, Deeds, Ending, Line, Trace};

/// All that a session observed.
#[derive(Debug, Clone)]
pub struct Outcome {
    /// The actions taken.
    pub trace: Trace,
    /// What was said, in order.
    pub transcript: Vec<Line>,
    /// The customer's attributes as they are now.
    pub attributes: IndexMap<Arc<str>, Arc<str>>,
    /// The attributes that the flow wrote, with their last values.
    pub set: IndexMap<Arc<str>, Arc<str>>,
    /// The calls made.
    pub calls: Vec<Call>,
    /// Milestones, outcomes, tags and whatever else the flow did.
    pub deeds: Deeds,
    /// How it ended, or that it waits.
    pub ending: Ending,
    /// What a person must mend: unstubbed calls, stub values that do not fit.
    pub problems: Vec<Problem>,
    /// Stubs that nothing asked for, as `CRM > Get Customer` or `bot Order Bot`, for a warning.
    pub unused_stubs: Vec<String>,
}

/// A call to something outside the flow.
#[derive(Debug, Clone, PartialEq)]
pub struct Call {
    /// What was called.
    pub kind: CallKind,
    /// Integration of a data action, else empty.
    pub category: Arc<str>,
    /// Name of the data action, bot, module or table.
    pub name: Arc<str>,
    /// Inputs by name.
    pub inputs: Map<String, Json>,
    /// The output that the call left by: success, failure, timeout…
    pub output: Arc<str>,
    /// The action that called.
    pub action: ActionId,
}

/// What kind of thing is called.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CallKind {
    /// A data action.
    DataAction,
    /// A bot flow that is stubbed.
    Bot,
    /// A common module that is stubbed.
    Module,
    /// A data table.
    Table,
}
