//! The sum of a run, and the exit code that it means.

use std::time::Duration;

use serde::Serialize;

use super::{LiveSum, Proof, Verdict};

/// How a run ended as a whole.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Summary {
    counts: [usize; Verdict::ALL.len()],
    /// How many cases were planned.
    pub planned: usize,
    /// Whether someone stopped the run.
    pub interrupted: bool,
    /// Whether the run's own time-out stopped it.
    pub timed_out: bool,
    /// Whether the run stopped before every case began, since enough were not green.
    pub stopped: bool,
    /// Whether a case that passed only when it was tried again makes the run red.
    pub flaky_fails: bool,
    /// Whether a file was wrong, so that nothing ran.
    pub files_wrong: bool,
    /// Whether the environment was unfit, so that nothing ran.
    pub unfit: bool,
    /// Wall time.
    pub duration: Duration,
    /// What was done in a live org.
    pub live: Option<LiveSum>,
    /// How old the proof is that a run on the fake means something.
    pub proof: Option<Box<Proof>>,
}

/// Process exit codes (documented in `docs/commands.md`); precedence 130, 2, 4, 1, 3, 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub enum Exit {
    /// All judged cases are green.
    Green = 0,
    /// At least one is not.
    Red = 1,
    /// The command line, a scenario or a flow is wrong.
    Usage = 2,
    /// Nothing was judged: no file, no match, all skipped.
    Nothing = 3,
    /// Credentials, permissions, guard or network.
    Unfit = 4,
    /// Stopped by a signal.
    Interrupted = 130,
}

impl Summary {
    /// The sum of a run that has only begun.
    pub fn planning(planned: usize) -> Self {
        Self { planned, ..Self::default() }
    }

    /// Counts a verdict.
    pub fn count(&mut self, verdict: Verdict) {
        self.count_many(verdict, 1);
    }

    /// Counts a verdict that so many cases got.
    pub fn count_many(&mut self, verdict: Verdict, cases: usize) {
        if let Some(count) = self.counts.get_mut(verdict as usize) {
            *count = count.saturating_add(cases);
        }
    }

    /// How many cases got a verdict.
    pub fn of(&self, verdict: Verdict) -> usize {
        self.counts.get(verdict as usize).copied().unwrap_or(0)
    }

    /// How many cases got any verdict; equals `planned` when a run is over.
    pub fn total(&self) -> usize {
        self.counts.iter().sum()
    }

    /// Whether something is left in a live org that should be gone: whoever lends the org must hear of it, be the cases green or not.
    fn leaves_something(&self) -> bool {
        self.live.as_ref().is_some_and(|live| !live.left.is_empty())
    }

    /// The exit code.
    pub fn exit(&self) -> Exit {
        let judged = self.total() - self.of(Verdict::Skipped) - self.of(Verdict::Interrupted);
        let red = [Verdict::Failed, Verdict::Unverifiable, Verdict::Unsupported, Verdict::Errored];
        if self.interrupted {
            Exit::Interrupted
        } else if self.files_wrong {
            Exit::Usage
        } else if self.unfit || self.of(Verdict::Unfit) > 0 || self.leaves_something() {
            Exit::Unfit
        } else if self.timed_out
            || red.iter().any(|verdict| self.of(*verdict) > 0)
            || (self.flaky_fails && self.of(Verdict::Flaky) > 0)
            || self.total() < self.planned
        {
            Exit::Red
        } else if judged == 0 {
            Exit::Nothing
        } else {
            Exit::Green
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case(&[], 0, Exit::Nothing)]
    #[case(&[Verdict::Skipped], 1, Exit::Nothing)]
    #[case(&[Verdict::Passed, Verdict::Skipped], 2, Exit::Green)]
    #[case(&[Verdict::Passed, Verdict::Failed], 2, Exit::Red)]
    #[case(&[Verdict::Passed, Verdict::Unverifiable], 2, Exit::Red)]
    #[case(&[Verdict::Unsupported], 1, Exit::Red)]
    #[case(&[Verdict::Errored], 1, Exit::Red)]
    #[case(&[Verdict::Failed, Verdict::Unfit], 2, Exit::Unfit)]
    #[case(&[Verdict::Passed], 2, Exit::Red)]
    fn the_worst_verdict_decides(#[case] verdicts: &[Verdict], #[case] planned: usize, #[case] exit: Exit) {
        let mut summary = Summary { planned, ..Summary::default() };
        for verdict in verdicts {
            summary.count(*verdict);
        }
        assert_eq!(summary.exit(), exit);
    }

    #[rstest]
    #[case(false, Exit::Green)]
    #[case(true, Exit::Red)]
    fn a_flaky_case_is_green_unless_told_otherwise(#[case] flaky_fails: bool, #[case] exit: Exit) {
        let mut summary = Summary { planned: 1, flaky_fails, ..Summary::default() };
        summary.count(Verdict::Flaky);
        assert_eq!(summary.exit(), exit);
    }

    #[test]
    fn a_green_run_that_leaves_something_in_the_org_is_unfit() {
        let live = Some(LiveSum { left: vec!["a conversation".to_owned()], ..LiveSum::default() });
        let mut summary = Summary { planned: 1, live, ..Summary::default() };
        summary.count(Verdict::Passed);
        assert_eq!(summary.exit(), Exit::Unfit);
    }

    #[test]
    fn a_signal_and_wrong_files_come_first() {
        let mut summary = Summary { files_wrong: true, ..Summary::default() };
        summary.count(Verdict::Unfit);
        assert_eq!(summary.exit(), Exit::Usage);
        summary.interrupted = true;
        assert_eq!(summary.exit(), Exit::Interrupted);
    }
}
