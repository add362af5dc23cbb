//! A case, its verdict and what led to it.

use std::sync::Arc;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::evidence::EvidenceJson;
use super::mistake::MistakeJson;
use super::words::{
    Strange, Word, failure_class, finding_kind, milliseconds, read_snapshot_state, snapshot_state, time, unset, value,
    verdict, word,
};
use crate::diagnostic::{LineColumn, Place};
use crate::event::{CaseName, CaseReport, Classification, FlowSeen, SnapshotOutcome};
use crate::evidence::Finding;
use crate::scenario::model::Driver;

/// Which case.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
pub(in crate::report::json) struct NameJson {
    /// Position in the plan, from 0; in a shard, in the plan of all shards.
    index: usize,
    /// The scenario's title.
    scenario: String,
    /// The row's name; absent for a scenario without a table.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    case: Option<String>,
    /// The scenario's file.
    file: String,
    /// The file that holds the row, as messages name it, where that is not `file` (since version 3).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    table: Option<String>,
    /// Line, from 1, of the row.
    line: usize,
    /// Column, from 1.
    column: usize,
}

impl NameJson {
    pub fn of(name: &CaseName) -> Self {
        let at = name.place.start();
        let table = Some(name.place.source.name()).filter(|file| *file != &*name.file);
        Self {
            index: name.index,
            scenario: name.scenario.to_string(),
            case: name.case.as_deref().map(str::to_owned),
            file: name.file.to_string(),
            table: table.map(str::to_owned),
            line: at.line,
            column: at.column,
        }
    }

    pub fn read(self) -> CaseName {
        let at = LineColumn { line: self.line, column: self.column };
        CaseName {
            index: self.index,
            scenario: self.scenario.into(),
            case: self.case.map(Into::into),
            place: Place::remembered(self.table.as_deref().unwrap_or(&self.file), at),
            file: self.file.into(),
        }
    }
}

/// A verdict and what led to it.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
pub(in crate::report::json) struct ReportJson {
    /// `passed`, `flaky`, `skipped`, `failed`, `unverifiable`, `unsupported`, `errored`, `unfit`, `interrupted`.
    verdict: Word,
    /// Tags.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    tags: Vec<String>,
    /// Why it was skipped, errored or is unfit.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    reason: Option<String>,
    /// What to do about it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    advice: Vec<String>,
    /// What does not hold.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    findings: Vec<FindingJson>,
    /// What is doubtful.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    warnings: Vec<String>,
    /// Mistakes of the scenario (as text before version 3).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    diagnostics: Vec<MistakeJson>,
    /// Snapshots looked at.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    snapshots: Vec<SnapshotJson>,
    /// Where a failure in a live org came from, as far as running the case offline tells (since version 2).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    cause: Option<CauseJson>,
    /// The driver that it ran in: `simulate`, `converse`; absent where it did not run (since version 3).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    driver: Option<Word>,
    /// The flow that it goes through: the `key` of a line `flow_seen` above (since version 3).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub flow: Option<String>,
    /// What was observed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    evidence: Option<EvidenceJson>,
    /// How long after the run's beginning it began, in milliseconds (since version 3).
    #[serde(default)]
    began_ms: f64,
    /// Wall time of the last attempt in milliseconds.
    duration_ms: f64,
    /// The attempts before this one, none of which was green (since version 3).
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    earlier: Vec<ReportJson>,
}

impl ReportJson {
    pub fn of(report: &CaseReport) -> Self {
        Self {
            verdict: report.verdict.word().into(),
            tags: report.tags.clone(),
            reason: report.reason.clone(),
            advice: report.advice.clone(),
            findings: report.findings.iter().map(FindingJson::of).collect(),
            warnings: report.warnings.clone(),
            diagnostics: report.diagnostics.iter().map(MistakeJson::of).collect(),
            snapshots: report.snapshots.iter().map(SnapshotJson::of).collect(),
            cause: report.cause.as_ref().map(CauseJson::of),
            driver: report.driver.map(|driver| word(Driver::WORDS, driver)),
            flow: report.flow.as_ref().map(|flow| flow.key.to_string()),
            evidence: report.evidence.as_ref().map(EvidenceJson::of),
            began_ms: milliseconds(report.began),
            duration_ms: milliseconds(report.duration),
            earlier: report.earlier.iter().map(Self::of).collect(),
        }
    }

    /// The report of this case; `flow` knows the flows that were told before.
    pub fn read(self, name: &CaseName, flow: &dyn Fn(&str) -> Option<Arc<FlowSeen>>) -> Result<CaseReport, Strange> {
        Ok(CaseReport {
            name: name.clone(),
            tags: self.tags,
            verdict: verdict(&self.verdict)?,
            reason: self.reason,
            advice: self.advice,
            findings: self.findings.into_iter().map(FindingJson::read).collect::<Result<_, _>>()?,
            warnings: self.warnings,
            diagnostics: self.diagnostics.into_iter().map(MistakeJson::read).collect::<Result<_, _>>()?,
            evidence: self.evidence.map(EvidenceJson::read).transpose()?,
            snapshots: self.snapshots.into_iter().map(SnapshotJson::read).collect::<Result<_, _>>()?,
            cause: self.cause.map(CauseJson::read).transpose()?,
            duration: time(self.duration_ms),
            began: time(self.began_ms),
            driver: self.driver.map(|driver| value(Driver::WORDS, &driver)).transpose()?,
            flow: self.flow.as_deref().and_then(flow),
            earlier: self.earlier.into_iter().map(|one| one.read(name, flow)).collect::<Result<_, _>>()?,
        })
    }
}

/// Where a failure in a live org came from.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
struct CauseJson {
    /// `flow logic`, `platform timing or order`, `changed data`, `another version of the flow`, `not known`.
    class: Word,
    /// Why.
    reasons: Vec<String>,
}

impl CauseJson {
    fn of(cause: &Classification) -> Self {
        Self { class: cause.class.words().into(), reasons: cause.reasons.clone() }
    }

    fn read(self) -> Result<Classification, Strange> {
        Ok(Classification { class: failure_class(&self.class)?, reasons: self.reasons })
    }
}

/// One expectation that does not hold.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
struct FindingJson {
    /// `path`, `transcript`, `arrived`, `attributes`, `calls`, `ending`, `step`, `snapshot`, `unsupported`, `problem`.
    about: Word,
    /// What was expected.
    expected: String,
    /// What went instead.
    went: String,
    /// Where the expectation is written: `file:line:column`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    at: Option<String>,
    /// Index into `evidence.path` of the action at which the run left the expected way.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    diverged_at: Option<usize>,
    /// The run could not observe this; absent where it could.
    #[serde(default, skip_serializing_if = "unset")]
    unverifiable: bool,
}

impl FindingJson {
    fn of(finding: &Finding) -> Self {
        Self {
            about: finding.kind.word().into(),
            expected: finding.expected.clone(),
            went: finding.went.clone(),
            at: finding.place.as_ref().map(ToString::to_string),
            diverged_at: finding.diverged_at,
            unverifiable: finding.unverifiable,
        }
    }

    fn read(self) -> Result<Finding, Strange> {
        Ok(Finding {
            kind: finding_kind(&self.about)?,
            place: self.at.as_deref().map(place).transpose()?,
            expected: self.expected,
            went: self.went,
            diverged_at: self.diverged_at,
            unverifiable: self.unverifiable,
        })
    }
}

/// A place from `file:line:column`; the file's name may hold colons.
fn place(text: &str) -> Result<Place, Strange> {
    let mut parts = text.rsplitn(3, ':');
    let mut number = || parts.next()?.parse().ok();
    let (column, line) = (number(), number());
    match (parts.next(), line, column) {
        (Some(file), Some(line), Some(column)) => Ok(Place::remembered(file, LineColumn { line, column })),
        _ => Err(format!("`{text}` is no `file:line:column`")),
    }
}

/// One snapshot.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
struct SnapshotJson {
    /// The `.snap` file.
    file: String,
    /// `same`, `different`, `missing`, `written`, `failed`.
    state: Word,
    /// The difference, or why it failed (since version 3).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    detail: Option<String>,
}

impl SnapshotJson {
    fn of(snapshot: &SnapshotOutcome) -> Self {
        let (state, detail) = snapshot_state(&snapshot.state);
        Self { file: snapshot.file.clone(), state, detail }
    }

    fn read(self) -> Result<SnapshotOutcome, Strange> {
        Ok(SnapshotOutcome { file: self.file, state: read_snapshot_state(&self.state, self.detail)? })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_comes_back_from_its_text() {
        for text in ["a.yaml:3:7", "C:/x/a.yaml:12:1"] {
            assert_eq!(place(text).unwrap().to_string(), text);
        }
        assert_eq!(place("a.yaml:3").unwrap_err(), "`a.yaml:3` is no `file:line:column`");
    }
}
