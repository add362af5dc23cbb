//! The verdict on a case, and what it counts as.

use serde::Serialize;

/// Exactly one for each planned case.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Verdict {
    /// All that it expects was seen.
    Passed,
    /// All that it expects was seen, but not at the first attempt.
    Flaky,
    /// Not run, with a reason: `skip`, or something that driver or target cannot give.
    Skipped,
    /// Something that it expects was not so.
    Failed,
    /// Something that it expects could not be observed.
    Unverifiable,
    /// The flow reached an action or call that nothing executes or answers.
    Unsupported,
    /// The case could not be judged: a step failed unexpectedly, a time-out, a panic, a stub that the flow cannot use as it is written.
    Errored,
    /// Credentials, permissions or the network did not allow it.
    Unfit,
    /// The run was interrupted before it was judged.
    Interrupted,
}

impl Verdict {
    /// All, in the order of reports.
    pub const ALL: &'static [Verdict] = &[
        Self::Passed,
        Self::Flaky,
        Self::Skipped,
        Self::Failed,
        Self::Unverifiable,
        Self::Unsupported,
        Self::Errored,
        Self::Unfit,
        Self::Interrupted,
    ];

    /// Its word.
    pub fn word(self) -> &'static str {
        match self {
            Self::Passed => "passed",
            Self::Flaky => "flaky",
            Self::Skipped => "skipped",
            Self::Failed => "failed",
            Self::Unverifiable => "unverifiable",
            Self::Unsupported => "unsupported",
            Self::Errored => "errored",
            Self::Unfit => "unfit",
            Self::Interrupted => "interrupted",
        }
    }

    /// Whether the case was judged and found good, if not at once, or rightly left out.
    pub fn is_green(self) -> bool {
        matches!(self, Self::Passed | Self::Flaky | Self::Skipped)
    }
}
