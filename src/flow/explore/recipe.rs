//! What a run was given by the world outside: enough to make a scenario of it. Values only.

use std::sync::Arc;

use jiff::Timestamp;
use serde_json::{Map, Value as Json};

use crate::flow::stubs::{BotExit, DataActionReply, ModuleStub};
use crate::flow::understanding::Meaning;

/// All that one run was given, in order.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Recipe {
    /// When it began.
    pub now: Timestamp,
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
    /// The actions of this name fail.
    Failing(Arc<str>),
    /// A participant attribute.
    Attribute {
        /// Its name.
        name: Arc<str>,
        /// Its value.
        value: Arc<str>,
    },
    /// A value of an input variable of the entry flow.
    Input {
        /// The variable.
        name: Arc<str>,
        /// Its value.
        value: Json,
    },
    /// The customer opens the window and says nothing yet.
    Joins,
    /// The customer says something; an empty text stands for a file that they send.
    Says(Arc<str>),
    /// The customer is silent until what waits for them gives up.
    Silence,
    /// What a bot understood.
    Understood {
        /// The bot.
        bot: Arc<str>,
        /// The words.
        text: Arc<str>,
        /// Their meaning; none where the bot's own model of language decided.
        meaning: Option<Meaning>,
    },
    /// What a data action came back with.
    DataAction {
        /// Its integration.
        category: Arc<str>,
        /// Its name.
        name: Arc<str>,
        /// The answer.
        reply: DataActionReply,
    },
    /// How a bot that is not executed came back.
    Bot {
        /// Its name.
        name: Arc<str>,
        /// How it came back.
        exit: BotExit,
    },
    /// What a common module that is not executed came back with.
    Module {
        /// Its name.
        name: Arc<str>,
        /// The result.
        result: ModuleStub,
    },
    /// What a data table holds under a key.
    Row {
        /// The table.
        table: Arc<str>,
        /// The key.
        key: Arc<str>,
        /// The row; none where there is none.
        row: Option<Map<String, Json>>,
    },
    /// A look-up in a data table failed, in the action of this name.
    LookUpFailed(Arc<str>),
    /// A hand-over to a queue, and whether it failed.
    Transfer {
        /// The queue; empty for a hand-over to a user.
        queue: Arc<str>,
        /// Whether it failed.
        failed: bool,
    },
}
