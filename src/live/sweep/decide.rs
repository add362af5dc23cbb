//! Which runs are dead. Only that a run's ledger is there and nobody holds it, or that the time is over which the run gave itself, says so.

use std::time::Duration;

use jiff::Timestamp;

use crate::live::ledger::Record;
use crate::live::{Mark, RunId};

/// What is known of runs.
#[derive(Debug)]
pub struct Runs {
    /// The time.
    pub now: Timestamp,
    /// Only runs that began so long ago are swept; all where none is given.
    pub older_than: Option<Duration>,
    /// Runs whose ledger is held by a process.
    pub alive: Vec<RunId>,
    /// Runs whose ledger nobody holds.
    pub dead: Vec<DeadRun>,
}

/// A run whose ledger nobody holds.
#[derive(Debug, Clone)]
pub struct DeadRun {
    /// The run.
    pub run: RunId,
    /// What its ledger says.
    pub record: Record,
}

impl Runs {
    /// Why what carries a mark is not touched; none where it may be removed.
    pub(super) fn spares(&self, mark: &Mark) -> Option<String> {
        if self.alive.contains(&mark.run) {
            return Some("its run is alive".to_owned());
        }
        let known_dead = self.dead.iter().any(|dead| dead.run == mark.run);
        if !known_dead && mark.until > self.now {
            return Some(format!("its run may be alive until {}", mark.until));
        }
        self.is_young(&mark.run)
    }

    /// Whether a run began longer ago.
    pub(super) fn is_older(&self, run: &RunId, age: Duration) -> bool {
        let began = run.began().map(|began| self.now.duration_since(began));
        began.is_some_and(|began| Duration::try_from(began).unwrap_or_default() > age)
    }

    /// Why a dead run is not swept yet.
    pub(super) fn is_young(&self, run: &RunId) -> Option<String> {
        let oldest = self.older_than?;
        let began = run.began()?;
        let age = Duration::try_from(self.now.duration_since(began)).unwrap_or_default();
        (age < oldest).then(|| format!("its run began at {began}, later than `--older-than` says"))
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;
    use crate::live::ledger::Head;

    const NOW: &str = "2026-11-26T18:00:00Z";

    fn run(number: u32) -> RunId {
        RunId::new("2026-11-26T17:00:00Z".parse().unwrap(), number)
    }

    fn runs(older_than: Option<u64>) -> Runs {
        let head = Head {
            run: run(2).to_string(),
            org: "o".into(),
            api: "https://api.x".into(),
            marker: "flowproof".into(),
            until: "2026-11-26T19:00:00Z".parse().unwrap(),
        };
        Runs {
            now: NOW.parse().unwrap(),
            older_than: older_than.map(|minutes| Duration::from_secs(minutes * 60)),
            alive: vec![run(1)],
            dead: vec![DeadRun { run: run(2), record: Record { head, open: Vec::new(), unreadable: Vec::new() } }],
        }
    }

    #[rstest]
    #[case::alive(1, "2026-11-26T17:30:00Z", None, Some("its run is alive"))]
    #[case::dead_before_its_time(2, "2026-11-26T19:00:00Z", None, None)]
    #[case::perhaps_alive_elsewhere(
        3,
        "2026-11-26T18:00:01Z",
        None,
        Some("its run may be alive until 2026-11-26T18:00:01Z")
    )]
    #[case::over(3, "2026-11-26T18:00:00Z", None, None)]
    #[case::old_enough(3, "2026-11-26T17:30:00Z", Some(60), None)]
    #[case::too_young(
        3,
        "2026-11-26T17:30:00Z",
        Some(61),
        Some("its run began at 2026-11-26T17:00:00Z, later than `--older-than` says")
    )]
    #[case::dead_and_too_young(
        2,
        "2026-11-26T19:00:00Z",
        Some(61),
        Some("its run began at 2026-11-26T17:00:00Z, later than `--older-than` says")
    )]
    fn a_run_is_spared_unless_it_is_dead_and_old_enough(
        #[case] number: u32,
        #[case] until: &str,
        #[case] older_than: Option<u64>,
        #[case] why: Option<&str>,
    ) {
        let mark = Mark { name: "flowproof".into(), run: run(number), until: until.parse().unwrap() };
        assert_eq!(runs(older_than).spares(&mark).as_deref(), why);
    }
}
