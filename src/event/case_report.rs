//! All that is known of one case when its verdict falls.

use std::sync::Arc;
use std::time::Duration;

use super::{Classification, FlowSeen, Verdict};
use crate::diagnostic::{Diagnostic, Place};
use crate::evidence::{Evidence, Finding};
use crate::scenario::model::Driver;

/// Which case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CaseName {
    /// Position in the plan, from 0: the same for the same files, also where the plan is shared among runs.
    pub index: usize,
    /// The scenario's file.
    pub file: Arc<str>,
    /// The scenario's title.
    pub scenario: Arc<str>,
    /// The row's name; none for a scenario without a table.
    pub case: Option<Arc<str>>,
    /// Where it stands: its row, perhaps in another file that holds the table, or the scenario's title.
    pub place: Place,
}

impl CaseName {
    /// The row's name, else the scenario's title: what one line of a report calls it.
    pub fn short(&self) -> &str {
        self.case.as_deref().unwrap_or(&self.scenario)
    }

    /// `scenario: case`, or the scenario's title alone; what `--filter` looks at.
    pub fn full(&self) -> String {
        match &self.case {
            Some(case) => format!("{}: {case}", self.scenario),
            None => self.scenario.to_string(),
        }
    }
}

/// The verdict on a case, with all that led to it.
#[derive(Debug, Clone)]
pub struct CaseReport {
    /// Which.
    pub name: CaseName,
    /// Tags.
    pub tags: Vec<String>,
    /// The verdict.
    pub verdict: Verdict,
    /// Why it was skipped, errored or is unfit: a lowercase fragment.
    pub reason: Option<String>,
    /// What to do about it.
    pub advice: Vec<String>,
    /// What does not hold.
    pub findings: Vec<Finding>,
    /// What is doubtful: unused stubs, a widget that was already there.
    pub warnings: Vec<String>,
    /// Mistakes of the scenario that only showed when the case was expanded.
    pub diagnostics: Vec<Diagnostic>,
    /// What was observed.
    pub evidence: Option<Evidence>,
    /// The snapshots looked at.
    pub snapshots: Vec<SnapshotOutcome>,
    /// Where a failure in a live org came from, as far as running the case offline tells.
    pub cause: Option<Classification>,
    /// Wall time of the last attempt.
    pub duration: Duration,
    /// How long after the run's beginning it began.
    pub began: Duration,
    /// The driver that it ran in; none where it did not run.
    pub driver: Option<Driver>,
    /// The flow that it goes through, shared by all its cases; none where no reader asked for flows, or the case was not driven.
    pub flow: Option<Arc<FlowSeen>>,
    /// The attempts before this one, none of which was green.
    pub earlier: Vec<CaseReport>,
}

impl CaseReport {
    /// A report without evidence.
    pub fn bare(name: CaseName, verdict: Verdict, reason: Option<String>) -> Self {
        Self {
            name,
            tags: Vec::new(),
            verdict,
            reason,
            advice: Vec::new(),
            findings: Vec::new(),
            warnings: Vec::new(),
            diagnostics: Vec::new(),
            evidence: None,
            snapshots: Vec::new(),
            cause: None,
            duration: Duration::ZERO,
            began: Duration::ZERO,
            driver: None,
            flow: None,
            earlier: Vec::new(),
        }
    }
}

/// One snapshot that was compared.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SnapshotOutcome {
    /// Path of the `.snap` file.
    pub file: String,
    /// What came of it.
    pub state: SnapshotState,
}

/// What came of a comparison.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum SnapshotState {
    /// The same.
    Same,
    /// Different: a line-by-line difference.
    Different(String),
    /// None was stored; it was written as pending.
    Missing,
    /// It was written.
    Written,
    /// It could not be read or written, with the reason.
    Failed(String),
}
