//! What the page keeps of a run and of each case until it is written: what the table shows, and the case as markup. Values only.

use std::time::Duration;

use super::words;
use crate::event::{CaseName, CaseReport, RunStarted, Summary, Verdict};

/// The run as a whole.
#[derive(Default)]
pub(super) struct Run {
    /// How it began; none where nothing ran.
    pub started: Option<RunStarted>,
    /// Its sum.
    pub summary: Summary,
    /// What a rerun of a case needs to be the same run.
    pub options: String,
}

/// A case that has its verdict.
pub(super) struct Known {
    /// Its number on the page, in the order of the verdicts.
    pub number: usize,
    pub name: CaseName,
    pub verdict: Verdict,
    pub tags: Vec<String>,
    /// The name of the flow that it went through.
    pub flow: Option<String>,
    pub duration: Duration,
    pub began: Duration,
    /// One line on why it is as it is.
    pub note: Option<String>,
    pub slow: bool,
    /// All of it, as markup.
    pub body: String,
}

impl Known {
    pub fn of(number: usize, report: &CaseReport, slow: bool, body: String) -> Self {
        Self {
            number,
            name: report.name.clone(),
            verdict: report.verdict,
            tags: report.tags.clone(),
            flow: report.flow.as_ref().map(|flow| flow.name.to_string()),
            duration: report.duration,
            began: report.began,
            note: note(report),
            slow,
            body,
        }
    }

    /// What needs eyes comes first, then the order of the files.
    pub fn rank(&self) -> (Option<usize>, usize, usize) {
        let rank = words::VERDICTS.iter().position(|verdict| *verdict == self.verdict);
        (rank, self.name.index, self.number)
    }
}

fn note(report: &CaseReport) -> Option<String> {
    let own = |report: &CaseReport| {
        let first = report.findings.first().map(|one| format!("expected {}, went {}", one.expected, one.went));
        first.or_else(|| report.reason.clone()).or_else(|| report.diagnostics.first().map(|one| one.message.clone()))
    };
    match report.verdict {
        Verdict::Passed => report.warnings.first().map(|warning| format!("warning: {warning}")),
        Verdict::Flaky => {
            let first = report.earlier.first().and_then(own);
            let tries = report.earlier.len() + 1;
            Some(
                first.map_or_else(
                    || format!("passed at try {tries}"),
                    |why| format!("passed at try {tries}; first {why}"),
                ),
            )
        }
        _ => own(report),
    }
}
