//! A case as a test case: its status by its verdict, what is known of it as properties, what was observed as output.

use std::time::Duration;

use jiff::Timestamp;
use quick_junit::{FlakyOrRerun, NonSuccessKind, Property, TestCase, TestCaseStatus, TestRerun, XmlString};

use crate::event::{CaseReport, RunStarted, Verdict};
use crate::report::headline::headline;
use crate::report::terminal::{plain_block, plain_evidence};
use crate::scenario::model::{Driver, TargetName};

/// What every case of a run shares.
#[derive(Debug, Default)]
pub(super) struct Shared {
    /// When the run began.
    pub began: Option<Timestamp>,
    /// The options of a rerun.
    pub options: String,
    /// Properties of the run, which each case has too: most readers show those of a case only.
    pub properties: Vec<(&'static str, String)>,
}

impl Shared {
    pub fn of(started: &RunStarted) -> Self {
        let target = TargetName::WORDS.iter().find(|(_, one)| *one == started.target).map(|(word, _)| *word);
        let mut properties = vec![("target", target.unwrap_or_default().to_owned())];
        properties.extend(started.seed.map(|seed| ("seed", seed.to_string())));
        properties.extend(started.shard.map(|shard| ("shard", shard.to_string())));
        Self { began: started.began, options: crate::report::rerun::options(started), properties }
    }

    /// The time so long after the run's beginning.
    pub fn at(&self, after: Duration) -> Option<chrono::DateTime<chrono::FixedOffset>> {
        let at = self.began?.checked_add(after).ok()?;
        Some(chrono::DateTime::from_timestamp_millis(at.as_millisecond())?.fixed_offset())
    }
}

/// Text that XML 1.0 can hold. Escapes of terminals go whole, by `XmlString`; what it leaves that XML cannot hold becomes a question mark.
pub(super) fn xml(text: &str) -> XmlString {
    XmlString::new(text.replace(['\u{fffe}', '\u{ffff}'], "\u{fffd}"))
}

/// Whether a verdict is a failure of what is tested or an error of the test; none for what is green.
fn kind(verdict: Verdict) -> Option<NonSuccessKind> {
    match verdict {
        Verdict::Passed | Verdict::Flaky | Verdict::Skipped => None,
        Verdict::Failed | Verdict::Unverifiable => Some(NonSuccessKind::Failure),
        Verdict::Unsupported | Verdict::Errored | Verdict::Unfit | Verdict::Interrupted => Some(NonSuccessKind::Error),
    }
}

/// The test case of a case.
pub(super) fn case(report: &CaseReport, shared: &Shared) -> TestCase {
    let place = &report.name.place;
    // Messages name a file from the project's folder; readers look for it from where the command was given.
    let file = Some(&*report.name.file).filter(|file| file.ends_with(place.source.name()));
    let mut case = TestCase::new(xml(&report.name.full()), status(report, shared));
    case.set_classname(xml(&report.name.file)).set_time(report.duration);
    case.timestamp = shared.at(report.began);
    case.extra.insert("file".into(), xml(file.unwrap_or(place.source.name())));
    case.extra.insert("line".into(), place.start().line.to_string().into());
    for (name, value) in properties(report, shared) {
        case.add_property(Property::new(name, xml(&value)));
    }
    if let Some(evidence) = &report.evidence {
        let seen = plain_evidence(evidence);
        if !seen.is_empty() {
            case.set_system_out(xml(&seen));
        }
    }
    case
}

fn properties(report: &CaseReport, shared: &Shared) -> Vec<(&'static str, String)> {
    let evidence = report.evidence.as_ref();
    let mut found = vec![("verdict", report.verdict.word().to_owned())];
    found.extend(evidence.and_then(|one| one.conversation_id.clone()).map(|id| ("conversation_id", id)));
    found.extend(report.flow.as_ref().map(|flow| ("flow", flow.name.to_string())));
    found.extend(evidence.and_then(|one| one.flow_version.clone()).map(|version| ("flow_version", version)));
    let driver =
        |one| Driver::WORDS.iter().find(|(_, known)| *known == one).map(|(word, _)| ("driver", (*word).to_owned()));
    found.extend(report.driver.and_then(driver));
    found.extend(shared.properties.iter().cloned());
    if !report.tags.is_empty() {
        found.push(("tags", report.tags.join(", ")));
    }
    if !report.earlier.is_empty() {
        found.push(("attempts", (report.earlier.len() + 1).to_string()));
    }
    found.extend(report.cause.as_ref().map(|cause| ("cause", cause.line())));
    found
}

fn status(report: &CaseReport, shared: &Shared) -> TestCaseStatus {
    let mut status = match kind(report.verdict) {
        Some(kind) => {
            let mut status = TestCaseStatus::non_success(kind);
            status.set_message(xml(&headline(report)));
            status.set_type(report.verdict.word());
            status.set_description(xml(&plain_block(report, &shared.options)));
            status
        }
        None if report.verdict == Verdict::Skipped => {
            let mut status = TestCaseStatus::skipped();
            if let Some(reason) = &report.reason {
                status.set_message(xml(reason));
            }
            return status;
        }
        None => TestCaseStatus::success(),
    };
    status.add_reruns(report.earlier.iter().map(|earlier| rerun(earlier, shared)));
    status
}

/// An earlier attempt, as surefire has them.
fn rerun(report: &CaseReport, shared: &Shared) -> TestRerun {
    let mut rerun = TestRerun::new(kind(report.verdict).unwrap_or(NonSuccessKind::Error));
    rerun.set_message(xml(&headline(report))).set_type(report.verdict.word()).set_time(report.duration);
    rerun.timestamp = shared.at(report.began);
    rerun.set_stack_trace(xml(&plain_block(report, &shared.options)));
    rerun
}

/// A case that passed only when it was tried again, in a run that fails for it.
pub(super) fn flaky_fails(case: &mut TestCase) {
    if let TestCaseStatus::Success { flaky_runs } = &mut case.status
        && !flaky_runs.is_empty()
    {
        let runs = std::mem::take(flaky_runs);
        let mut status = TestCaseStatus::non_success(NonSuccessKind::Failure);
        status.set_message(format!("passed only at attempt {}, and `--flaky fail` was asked for", runs.len() + 1));
        status.set_type(Verdict::Flaky.word());
        status.add_reruns(runs);
        status.set_rerun_kind(FlakyOrRerun::Flaky);
        case.status = status;
    }
}
