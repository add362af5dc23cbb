//! One conversation with a flow, run synchronously against stubs. Must not know a channel, a socket or a clock.

use std::sync::Arc;

use indexmap::IndexMap;
use jiff::Timestamp;

use super::{Outcome, SessionStart, Waiting};
use crate::flow::Program;
use crate::flow::stubs::Stubs;
use crate::flow::world::World;
use crate::trace::{Ending, Line, Trace};

/// A conversation in progress, or ended. A clone goes its own way.
#[derive(Debug, Clone)]
pub struct Session {
    now: Timestamp,
    outcome: Outcome,
    waiting: Option<Waiting>,
}

impl Session {
    /// Starts the program's entry flow and runs it until it waits or ends.
    pub fn start(
        _program: &Arc<Program>,
        start: SessionStart,
        _stubs: Arc<Stubs>,
        _world: Arc<World>,
        now: Timestamp,
    ) -> Self {
        let outcome = Outcome {
            trace: Trace { level: start.level, taken: Vec::new() },
            transcript: Vec::new(),
            attributes: start.attributes,
            set: IndexMap::new(),
            calls: Vec::new(),
            ending: Ending::Waiting,
            problems: Vec::new(),
            unused_stubs: Vec::new(),
        };
        Self { now, outcome, waiting: None }
    }

    /// The customer says something, and their page may bring attributes with it. `now` earlier than the session's own time counts as that.
    pub fn customer_says(&mut self, _text: &str, _attributes: &[(Arc<str>, Arc<str>)], now: Timestamp) {
        self.now = self.now.max(now);
    }

    /// The customer closes the conversation.
    pub fn customer_leaves(&mut self, now: Timestamp) {
        self.now = self.now.max(now);
    }

    /// Time passes without a word of the customer: deadlines up to `now` come due.
    pub fn pass_time(&mut self, now: Timestamp) {
        self.now = self.now.max(now);
    }

    /// What it waits for, and until when; none once it has ended.
    pub fn waiting(&self) -> Option<Waiting> {
        self.waiting
    }

    /// The lines of the transcript from an index on: what is new to one who has seen that many.
    pub fn lines_from(&self, index: usize) -> &[Line] {
        self.outcome.transcript.get(index..).unwrap_or_default()
    }

    /// The conversation's own time, which a flow's wait and a stub's latency move at once.
    pub fn now(&self) -> Timestamp {
        self.now
    }

    /// The customer's attributes as they are now.
    pub fn attributes(&self) -> &IndexMap<Arc<str>, Arc<str>> {
        &self.outcome.attributes
    }

    /// All that is known so far.
    pub fn outcome(&self) -> Outcome {
        self.outcome.clone()
    }

    /// All that is known, without a copy.
    pub fn into_outcome(self) -> Outcome {
        self.outcome
    }
}
