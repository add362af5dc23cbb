//! One expectation that does not hold.

use crate::diagnostic::Place;

/// One expectation that does not hold, or cannot be verified.
#[derive(Debug, Clone, PartialEq)]
pub struct Finding {
    /// Which part of `expect` (or of the conversation) it belongs to.
    pub kind: FindingKind,
    /// Where the expectation is written.
    pub place: Option<Place>,
    /// What was expected, in the scenario's words.
    pub expected: String,
    /// What went instead, and why where it is known.
    pub went: String,
    /// The action of the path at which the run left the expected way.
    pub diverged_at: Option<usize>,
    /// The run could not observe this part, so it is neither right nor wrong.
    pub unverifiable: bool,
}

/// What a finding is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum FindingKind {
    /// The way through the flow.
    Path,
    /// What was said.
    Transcript,
    /// An attribute before the flow ran.
    Arrived,
    /// An attribute afterwards.
    Attributes,
    /// A call.
    Calls,
    /// The ending.
    Ending,
    /// A step that failed, or that did not fail as expected.
    Step,
    /// A snapshot.
    Snapshot,
    /// An action or call that nothing executes.
    Unsupported,
    /// A stub or a world that the flow could not use as it is written.
    Problem,
}

impl FindingKind {
    /// The word that reports use.
    pub fn word(self) -> &'static str {
        match self {
            Self::Path => "path",
            Self::Transcript => "transcript",
            Self::Arrived => "arrived",
            Self::Attributes => "attributes",
            Self::Calls => "calls",
            Self::Ending => "ending",
            Self::Step => "step",
            Self::Snapshot => "snapshot",
            Self::Unsupported => "unsupported",
            Self::Problem => "problem",
        }
    }
}

impl Finding {
    /// A finding without a divergence in the path.
    pub fn new(kind: FindingKind, place: Option<&Place>, expected: impl Into<String>, went: impl Into<String>) -> Self {
        Self {
            kind,
            place: place.cloned(),
            expected: expected.into(),
            went: went.into(),
            diverged_at: None,
            unverifiable: false,
        }
    }

    /// The same with the action at which the run left the expected way.
    #[must_use]
    pub fn diverged_at(mut self, index: Option<usize>) -> Self {
        self.diverged_at = index;
        self
    }

    /// An expectation about a part that the run cannot observe.
    pub fn unverifiable(kind: FindingKind, place: Option<&Place>, expected: impl Into<String>, reason: &str) -> Self {
        let went = format!("not verifiable: {reason}");
        Self { unverifiable: true, ..Self::new(kind, place, expected, went) }
    }
}
