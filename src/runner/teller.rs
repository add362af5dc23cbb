//! What the runner says, in order and counted, whatever the reader's pace. Must not know a case.

use std::collections::VecDeque;

use tokio::sync::mpsc;
use tokio::sync::mpsc::error::TrySendError;

use crate::event::{CaseReport, Event, Summary, Verdict};

/// With so many events that no reader took, no further case begins.
const MOST_UNSENT: usize = 64;

/// Says everything that happens, and counts the verdicts.
pub(super) struct Teller {
    events: mpsc::Sender<Event>,
    /// What no reader has taken yet: a reader that is slow must hold up neither clocks nor signals.
    unsent: VecDeque<Event>,
    /// The sum so far.
    pub summary: Summary,
}

impl Teller {
    /// One that has said nothing yet.
    pub fn new(events: mpsc::Sender<Event>, summary: Summary) -> Self {
        Self { events, unsent: VecDeque::new(), summary }
    }

    /// Whether the reader is so far behind that nothing more should begin.
    pub fn is_behind(&self) -> bool {
        self.unsent.len() >= MOST_UNSENT
    }

    /// Says something; it waits where the reader takes nothing.
    pub fn say(&mut self, event: Event) {
        self.unsent.push_back(event);
        self.hand_over();
    }

    /// Says a verdict, and counts it.
    pub fn end(&mut self, report: CaseReport) {
        self.summary.count(report.verdict);
        self.say(Event::CaseEnded(Box::new(report)));
    }

    /// How many verdicts were no good ones.
    pub fn failures(&self) -> usize {
        let bad = Verdict::ALL.iter().filter(|verdict| !verdict.is_green());
        bad.map(|verdict| self.summary.of(*verdict)).sum()
    }

    /// Hands over as much as is taken at once.
    pub fn hand_over(&mut self) {
        while let Some(event) = self.unsent.pop_front() {
            match self.events.try_send(event) {
                Ok(()) => {}
                Err(TrySendError::Full(event)) => return self.unsent.push_front(event),
                // The reader is gone; verdicts still count towards the exit code.
                Err(TrySendError::Closed(_)) => self.unsent.clear(),
            }
        }
    }

    /// Ends when what is left can be handed over; never, where nothing is.
    pub async fn room(&self) {
        if self.unsent.is_empty() {
            std::future::pending::<()>().await;
        }
        let _room = self.events.reserve().await;
    }

    /// Hands over everything, however long the reader takes.
    pub async fn drain(&mut self) {
        while !self.unsent.is_empty() {
            self.room().await;
            self.hand_over();
        }
    }
}
