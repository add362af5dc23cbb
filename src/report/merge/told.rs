//! What one report tells: a run, its cases, and how it ended, if it did.

use std::time::Duration;

use indexmap::IndexMap;
use indexmap::map::Entry;
use jiff::Timestamp;

use crate::diagnostic::{LineColumn, Place};
use crate::event::{CaseName, CaseReport, Event, RunStarted, Summary, Verdict};

/// What tells one case from another, whatever machine it ran on: its file and its name.
pub(super) type Key = (String, String);

/// One run, as a report tells it.
#[derive(Debug)]
pub struct Told {
    /// The report's file.
    pub(super) file: String,
    pub(super) started: RunStarted,
    pub(super) cases: IndexMap<Key, ToldCase>,
    /// None for a run that was killed.
    pub(super) ended: Option<Summary>,
    /// How many of its cases nothing is known of.
    pub(super) unknown: usize,
    /// Wall time; of a run that was killed, up to the last verdict.
    pub(super) lasted: Duration,
}

/// What is told of one case.
#[derive(Debug)]
pub(super) struct ToldCase {
    /// Whether its beginning was told.
    pub begun: bool,
    /// When it was told to be slow.
    pub slow: Vec<Duration>,
    pub name: CaseName,
    /// None where the run ended before its verdict fell.
    pub report: Option<CaseReport>,
}

impl Told {
    /// The runs of one report; several, where reports were put one behind the other.
    pub fn of(file: &str, events: Vec<Event>) -> Vec<Self> {
        let mut runs: Vec<Self> = Vec::new();
        for event in events {
            if let Event::RunStarted(started) = event {
                runs.push(Self::begun(file, started));
            } else if let Some(run) = runs.last_mut() {
                run.take(event);
            }
        }
        runs
    }

    fn begun(file: &str, started: RunStarted) -> Self {
        let unknown = started.planned;
        Self { file: file.to_owned(), started, cases: IndexMap::new(), ended: None, unknown, lasted: Duration::ZERO }
    }

    fn take(&mut self, event: Event) {
        match event {
            Event::CaseStarted(name) => self.case(name).begun = true,
            Event::CaseSlow(name, after) => self.case(name).slow.push(after),
            Event::CaseEnded(report) => {
                self.lasted = self.lasted.max(report.began + report.duration);
                let name = report.name.clone();
                self.case(name).report = Some(*report);
            }
            Event::RunEnded(summary) => {
                self.lasted = summary.duration;
                self.ended = Some(summary);
            }
            Event::RunStarted(_) | Event::WaitingForPaths(_) => {}
        }
    }

    fn case(&mut self, name: CaseName) -> &mut ToldCase {
        let new = || ToldCase { begun: false, slow: Vec::new(), name: name.clone(), report: None };
        let entry = self.cases.entry(key(&name));
        if matches!(entry, Entry::Vacant(_)) {
            self.unknown = self.unknown.saturating_sub(1);
        }
        entry.or_insert_with(new)
    }

    /// How many of its cases nothing is known of.
    pub fn unknown(&self) -> usize {
        self.unknown
    }

    /// What was not green, or has no verdict.
    pub fn not_green(&self) -> impl Iterator<Item = &CaseName> {
        let open = |case: &&ToldCase| case.report.as_ref().is_none_or(|report| !report.verdict.is_green());
        self.cases.values().filter(open).map(|case| &case.name)
    }

    /// Where a diagnostic about the whole report points.
    pub(super) fn place(&self) -> Place {
        Place::remembered(&self.file, LineColumn { line: 1, column: 1 })
    }

    /// How long after this time it began.
    pub(super) fn after(&self, first: Option<Timestamp>) -> Duration {
        let between = self.started.began.zip(first).map(|(began, first)| began.duration_since(first));
        between.and_then(|between| Duration::try_from(between).ok()).unwrap_or_default()
    }
}

impl ToldCase {
    /// The verdict, in a whole that began so much earlier; of a case that was cut, that it was.
    pub fn judged(self, later: Duration) -> CaseReport {
        let mut report = self.report.unwrap_or_else(|| {
            let reason = "the run ended while this case ran, and its report with it".to_owned();
            CaseReport::bare(self.name, Verdict::Interrupted, Some(reason))
        });
        report.began += later;
        for earlier in &mut report.earlier {
            earlier.began += later;
        }
        report
    }
}

/// What tells a case from others.
pub(super) fn key(name: &CaseName) -> Key {
    (name.file.to_string(), name.full())
}
