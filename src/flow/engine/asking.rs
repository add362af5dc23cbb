//! How far a question to the customer has got, and what a bot remembers between its questions. Values only; must not know who asks.

use std::sync::Arc;

use crate::flow::program::Then;

/// A question that is being asked.
#[derive(Debug, Clone, Default)]
pub(crate) struct Asking {
    /// What is awaited.
    pub phase: Phase,
    /// Answers that were not understood.
    pub no_matches: i64,
    /// Silences.
    pub no_inputs: i64,
    /// Confirmations that were answered with no.
    pub rejections: i64,
    /// What is to be confirmed, while a confirmation is asked for.
    pub confirming: Option<Confirming>,
    /// The words in which that is asked.
    pub confirmation: Arc<str>,
    /// The answer that is being understood.
    pub heard: Arc<str>,
}

/// What a question awaits.
#[derive(Debug, Clone, Default)]
pub(crate) enum Phase {
    /// Its words are being said.
    #[default]
    Saying,
    /// The customer's answer.
    Listening,
    /// What the answer means.
    Understanding,
    /// The last words are being said; then the bot goes on, or ends, so.
    Parting(Parting),
}

/// What the customer is asked to confirm.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Confirming {
    /// Their answer.
    Answer,
    /// That they want a person.
    Agent,
}

/// How a bot parts.
#[derive(Debug, Clone)]
pub(crate) struct Parting {
    /// What it does.
    pub then: Then,
    /// Its exit reason where it exits.
    pub reason: &'static str,
}

/// What a bot remembers while it runs.
#[derive(Debug, Clone, Default)]
pub(crate) struct BotMemory {
    /// What its caller passed on; the first question hears it.
    pub input_text: Option<Arc<str>>,
    /// The intent that it heard last.
    pub intent: Option<Arc<str>>,
    /// How often it gave up a question.
    pub recognition_failures: u32,
}
