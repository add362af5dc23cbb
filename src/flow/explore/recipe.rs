//! What a run was given by the world outside: enough to make a scenario of it. Values only.

use std::sync::Arc;

use serde_json::{Map, Value as Json};

/// All that one run was given, in order.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Recipe {
    /// In order.
    pub given: Vec<Given>,
}

/// One thing that a run was given.
#[derive(Debug, Clone, PartialEq)]
pub enum Given {
    /// The org lists no queue, user or skill that the flow asks for by name.
    EmptyOrg,
    /// A schedule, schedule group or emergency group in a state.
    Schedule {
        /// Its name.
        name: Arc<str>,
        /// `active`, `inactive`, `open`, `closed`, `holiday`, `emergency`, `on`, `off`.
        state: &'static str,
    },
    /// A participant attribute.
    Attribute {
        /// Its name.
        name: Arc<str>,
        /// Its value.
        value: Arc<str>,
    },
    /// The customer says something.
    Says(Arc<str>),
    /// The customer is silent until what waits for them gives up.
    Silence,
    /// The customer leaves.
    Leaves,
    /// What a bot understood.
    Understood {
        /// The bot.
        bot: Arc<str>,
        /// The words.
        text: Arc<str>,
        /// Their meaning, in words.
        meaning: String,
    },
    /// What something that was called answered.
    Answer {
        /// What was called, as a person would name it.
        callee: String,
        /// The output that the call leaves by.
        output: Arc<str>,
        /// Its outputs by name.
        outputs: Map<String, Json>,
    },
}
