//! What a bot flow settles once for all its actions: how often it asks again and in which words, what it does when it is not understood
//! or a person is wanted, its intents, its language model. Must not know an action.

use std::sync::Arc;

use super::{Argument, ContainerIndex};
use crate::flow::understanding::LanguageModel;

/// The settings of a bot flow. Other flows have none.
#[derive(Debug, Default)]
pub(crate) struct BotSettings {
    /// How often it asks again after an answer that it does not understand.
    pub no_matches_max: Argument,
    /// How often it asks again after silence.
    pub no_inputs_max: Argument,
    /// How long it waits for an answer.
    pub no_inputs_timeout: Argument,
    /// How often a customer may say no to a confirmation.
    pub confirmation_rejections_max: Argument,
    /// Said before it asks again.
    pub apologies: Apologies,
    /// Said when the customer is silent for too long and no output is there for it; digital bots only.
    pub end_of_session: Argument,
    /// Whether questions for yes and no bring buttons.
    pub automatic_quick_replies: Argument,
    /// Said before the error handling.
    pub error_handover: Argument,
    /// What it does when it has asked too often.
    pub recognition_failure: Handover,
    /// Whether a customer can ask for a person at any time.
    pub agent_escalation: Argument,
    /// Asked before a person is called.
    pub agent_confirmation: Argument,
    /// What it does when a person is wanted.
    pub agent: Handover,
    /// What it does with an answer of the knowledge base.
    pub knowledge: Knowledge,
    /// What follows an intent, wherever it is heard; digital bots only.
    pub intents: Vec<IntentSetting>,
    /// Its language model.
    pub model: LanguageModel,
}

/// What a bot says first when it asks again.
#[derive(Debug, Default)]
pub(crate) struct Apologies {
    /// After an answer that it does not understand.
    pub no_match: Argument,
    /// After silence.
    pub no_input: Argument,
    /// After a no to a confirmation.
    pub no_to_confirmation: Argument,
    /// After an answer to a confirmation that is neither yes nor no.
    pub confirmation_no_match: Argument,
    /// After silence where it asked for a confirmation.
    pub confirmation_no_input: Argument,
}

/// Words, and what follows them.
#[derive(Debug, Default)]
pub(crate) struct Handover {
    /// Said first.
    pub words: Argument,
    /// Then done.
    pub then: Then,
}

/// How a bot goes on, or ends, after it has given up.
#[derive(Debug, Default, Clone)]
pub(crate) enum Then {
    /// It exits; the flow that called it goes on.
    #[default]
    Exit,
    /// It closes the conversation.
    Disconnect,
    /// It goes on in a task.
    Go(ContainerIndex),
    /// A form that is not known here; reaching it is reported.
    Unknown(Arc<str>),
}

/// What a bot does with an answer of the knowledge base.
#[derive(Debug, Default)]
pub(crate) struct Knowledge {
    /// The task that it goes on in; none where it says the answer and asks again.
    pub task: Option<ContainerIndex>,
    /// Said behind the answer.
    pub follow_up: Argument,
}

/// What a bot's settings say of an intent.
#[derive(Debug)]
pub(crate) struct IntentSetting {
    /// Its name.
    pub name: Arc<str>,
    /// The task that it leads to.
    pub task: Option<ContainerIndex>,
}

impl BotSettings {
    /// The task that an intent leads to.
    pub(crate) fn task_of(&self, intent: &str) -> Option<ContainerIndex> {
        self.intents.iter().find(|one| *one.name == *intent).and_then(|one| one.task)
    }

    /// All containers that the settings lead to, from wherever the bot is.
    pub(crate) fn leads_to(&self) -> impl Iterator<Item = ContainerIndex> + '_ {
        let handed = [&self.recognition_failure.then, &self.agent.then].into_iter().filter_map(|then| match then {
            Then::Go(container) => Some(*container),
            Then::Exit | Then::Disconnect | Then::Unknown(_) => None,
        });
        handed.chain(self.intents.iter().filter_map(|intent| intent.task)).chain(self.knowledge.task)
    }
}
