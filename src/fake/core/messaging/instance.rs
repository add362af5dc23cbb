//! A flow's execution that has ended, kept until somebody asks for its data. Must not know conversations.

use jiff::{SignedDuration, Timestamp};

use super::Moment;
use crate::flow::host::Outcome;

/// An execution that has ended.
pub struct Instance {
    /// All that was observed of it; its document is written when it is asked for.
    pub outcome: Outcome,
    /// When it began.
    pub started: Moment,
    /// When it ended.
    pub ended: Moment,
}

impl Instance {
    /// An execution that ended.
    pub fn new(outcome: Outcome, started: Moment, ended: Moment) -> Self {
        Self { outcome, started, ended }
    }

    /// Whether an org that is `lag` late lists it.
    pub fn is_listed(&self, org_now: Timestamp, lag: SignedDuration) -> bool {
        org_now.duration_since(self.ended.org) >= lag
    }
}
