//! A chat from the outside: what it begins with, the prompt, what completes a line, and the scenario that it makes. What a line does stands
//! in `obey`.

use std::sync::Arc;

use indexmap::IndexMap;
use jiff::Timestamp;

use super::conversation::Conversation;
use super::stubs::Answers;
use super::{complete, save};
use crate::flow::Program;
use crate::flow::stubs::Stubs;
use crate::flow::world::World;
use crate::record::Recording;

/// What a chat begins with.
#[derive(Debug, Clone)]
pub struct Setting {
    /// The flow, as scenarios name it.
    pub flow: String,
    /// The flow's file, with those that it calls.
    pub program: Arc<Program>,
    /// What the project lets the flow look up.
    pub project_world: Arc<World>,
    /// What the chat lets it look up: the same, with what a file of stubs adds.
    pub world: World,
    /// The stubs.
    pub stubs: Stubs,
    /// The conversation's clock.
    pub now: Timestamp,
    /// The customer's attributes.
    pub attributes: IndexMap<String, String>,
}

/// A chat with a flow.
#[derive(Debug, Clone)]
pub struct Talk {
    pub(super) setting: Setting,
    pub(super) conversation: Conversation,
}

impl Talk {
    /// A chat in which nothing was said yet.
    pub fn new(setting: Setting) -> Self {
        let answers = Answers::new(setting.stubs.clone(), setting.world.clone());
        let program = Arc::clone(&setting.program);
        let conversation = Conversation::new(program, answers, setting.now, setting.attributes.clone());
        Self { setting, conversation }
    }

    /// What stands before the place to type.
    pub fn prompt(&self) -> String {
        self.conversation.form().map_or_else(|| "> ".to_owned(), super::form::Form::prompt)
    }

    /// Whether a question is open, which the next line answers.
    pub fn asks(&self) -> bool {
        self.conversation.form().is_some()
    }

    /// What may complete a line: where the completed part begins, in bytes, and the texts for it.
    pub fn complete(&self, line: &str) -> (usize, Vec<String>) {
        complete::complete(&self.conversation, line)
    }

    /// The chat as a scenario that holds it again; none before anything was said or done.
    pub fn scenario(&self) -> Option<Recording> {
        save::scenario(&self.setting, &self.conversation)
    }
}
