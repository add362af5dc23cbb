//! What a run did in a live org, apart from its verdicts. Must not know how it was done.

use std::borrow::Cow;

/// What a run did in a live org.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct LiveSum {
    /// The run, as its marks name it.
    pub run: String,
    /// The org's name.
    pub org: String,
    /// Conversations that were begun.
    pub begun: usize,
    /// Conversations that are known to have ended.
    pub ended: usize,
    /// Requests to the API, by what they were for.
    pub calls: Vec<(Cow<'static, str>, usize)>,
    /// What could not be ended or removed: each a line.
    pub left: Vec<String>,
}

impl LiveSum {
    /// Requests to the API in all.
    pub fn total_calls(&self) -> usize {
        self.calls.iter().map(|(_, count)| count).sum()
    }
}
