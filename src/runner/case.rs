//! One case from row to verdict: expand, resolve, see whether it can run here, drive, judge, compare snapshots.

use std::sync::Arc;
use std::time::{Duration, Instant};

use super::Context;
use super::drive::{self, Driven};
use super::plan::Planned;
use super::rehearse;
use super::snapshots;
use super::stopwatch::Stopwatch;
use crate::diagnostic::Diagnostics;
use crate::event::{CaseName, CaseReport, SnapshotOutcome, SnapshotState, Verdict};
use crate::evidence::{Evidence, Finding, FindingKind, judge, judge_arrival, judge_failure};
use crate::flow::host::Problem;
use crate::project::{Files, NOTHING_EXPECTED, Project, Resolved};
use crate::scenario::model::{Case, Driver, TargetName};
use crate::trace::Ending;

/// A case with all its attempts. Of one that is tried again the last attempt is told, with those before it.
pub(super) async fn run(context: &Context, planned: Planned, name: CaseName) -> CaseReport {
    let mut earlier = Vec::new();
    while earlier.len() < context.options.retries as usize {
        let report = attempt(context, planned.clone(), name.clone()).await;
        if !is_worth_another(report.verdict) {
            return with_earlier(report, earlier);
        }
        earlier.push(report);
    }
    // Most cases have one attempt, and a plan's case is not copied for nothing.
    with_earlier(attempt(context, planned, name).await, earlier)
}

async fn attempt(context: &Context, planned: Planned, name: CaseName) -> CaseReport {
    let begun = Instant::now();
    // Most targets have nothing to rehearse on.
    let again = context.target.rehearsal().is_some().then(|| planned.clone());
    let mut report = judged(context, planned, name).await;
    report.duration = begun.elapsed();
    if let Some(planned) = again {
        // Boxed, so that every case is not as large as two.
        report.cause = Box::pin(rehearse::cause(context, &planned, &report)).await;
    }
    report
}

/// Whether another attempt may end otherwise: what nothing executes, and an environment that is unfit, stay as they are.
fn is_worth_another(verdict: Verdict) -> bool {
    matches!(verdict, Verdict::Failed | Verdict::Errored | Verdict::Unverifiable)
}

fn with_earlier(mut report: CaseReport, earlier: Vec<CaseReport>) -> CaseReport {
    if report.verdict == Verdict::Passed && !earlier.is_empty() {
        report.verdict = Verdict::Flaky;
    }
    report.earlier = earlier;
    report
}

pub(super) async fn judged(context: &Context, planned: Planned, name: CaseName) -> CaseReport {
    let (case, resolved, driver) = match prepare(context, &planned) {
        Prepared::Ready(ready) => *ready,
        Prepared::Wrong(diagnostics) => return wrong(name, diagnostics),
        Prepared::Skipped { reason, tags } => {
            let mut report = CaseReport::bare(name, Verdict::Skipped, Some(reason));
            report.tags = tags;
            return report;
        }
    };
    driven(context, &planned, name, case, resolved, driver).await
}

/// Drives a case that can be, and judges it.
pub(super) async fn driven(
    context: &Context,
    planned: &Planned,
    name: CaseName,
    case: Case,
    resolved: Resolved,
    driver: Driver,
) -> CaseReport {
    let limit = resolved.timeouts.case;
    let mut report = CaseReport::bare(name, Verdict::Passed, None);
    report.tags.clone_from(&case.tags);
    report.driver = Some(driver);
    report.flow = context.options.flows.as_ref().map(|flows| flows.of(&resolved.flow, &resolved.program));
    let mut driven = Driven::default();
    let stopwatch = Arc::new(Stopwatch::default());
    let work = drive::drive(driver, context, &case, &resolved, planned.index, &stopwatch, &mut driven);
    match stopwatch.limit(limit, work).await {
        Some(()) => weigh(context, &case, planned, driven, &mut report),
        None => {
            driven.warnings.extend(Box::pin(context.target.end_case(planned.index)).await);
            out_of_time(driven, limit, &mut report);
        }
    }
    report
}

/// A case as it stands before anything is sent.
pub(super) enum Prepared {
    /// It can be driven.
    Ready(Box<(Case, Resolved, Driver)>),
    /// It will not be driven, and why.
    Skipped {
        /// A lowercase fragment.
        reason: String,
        /// The case's tags.
        tags: Vec<String>,
    },
    /// Its file has become wrong since it was checked.
    Wrong(Diagnostics),
}

/// Where a case may be driven, and how.
#[derive(Debug, Clone, Copy)]
pub(super) struct Offer {
    /// The target.
    pub target: TargetName,
    /// Its drivers, richest first.
    pub drivers: &'static [Driver],
    /// The one driver that is asked for, where one is.
    pub only: Option<Driver>,
}

impl Offer {
    /// What a context offers.
    fn of(context: &Context) -> Self {
        Self { target: context.target.name(), drivers: context.target.drivers(), only: context.options.driver }
    }
}

/// Expands and resolves the case and chooses its driver.
pub(super) fn prepare(context: &Context, planned: &Planned) -> Prepared {
    prepare_for(&context.project, &*context.files, Offer::of(context), planned)
}

/// The same for a target that is not open yet.
pub(super) fn prepare_for(project: &Project, files: &dyn Files, offer: Offer, planned: &Planned) -> Prepared {
    let expanded = match &planned.scenario {
        Ok(file) => file.case(planned.row),
        Err(diagnostics) => Err((**diagnostics).clone()),
    };
    let mut case = match expanded {
        Ok(case) => case,
        Err(diagnostics) => return Prepared::Wrong(diagnostics),
    };
    if let Some(reason) = &case.skip {
        return Prepared::Skipped { reason: reason.value.clone(), tags: case.tags };
    }
    let resolved = match project.resolve(files, &planned.path, &case) {
        Ok(resolved) => resolved,
        Err(diagnostics) => return Prepared::Wrong(diagnostics),
    };
    if let Some(path) = &resolved.path {
        case.expect.path = Some((**path).clone());
    }
    match choose_driver(offer, &case, &resolved) {
        Ok(driver) => Prepared::Ready(Box::new((case, resolved, driver))),
        Err(reason) => Prepared::Skipped { reason, tags: case.tags },
    }
}

/// The richest driver that the case allows and the target can give everything that the case needs.
fn choose_driver(offer: Offer, case: &Case, resolved: &Resolved) -> Result<Driver, String> {
    let target = offer.target;
    if !case.targets.is_empty() && !case.targets.iter().any(|one| one.value == target) {
        return Err(format!("not meant for target {}", word(target)));
    }
    let allowed = |driver: Driver| {
        offer.only.is_none_or(|only| only == driver)
            && (case.drivers.is_empty() || case.drivers.iter().any(|one| one.value == driver))
    };
    let mut reason = None;
    for driver in offer.drivers {
        if !allowed(*driver) {
            continue;
        }
        match resolved.needs.unmet(*driver, target) {
            None => return Ok(*driver),
            Some(unmet) => reason = reason.or(Some(format!("needs {unmet}"))),
        }
    }
    Err(reason.unwrap_or_else(|| match case.drivers.first() {
        Some(driver) => format!("needs driver {}", driver_word(driver.value)),
        None => "no driver that was asked for works on this target".to_owned(),
    }))
}

fn word(target: TargetName) -> &'static str {
    let words = TargetName::WORDS;
    words.iter().find(|(_, one)| *one == target).map_or("", |(word, _)| word)
}

fn driver_word(driver: Driver) -> &'static str {
    Driver::WORDS.iter().find(|(_, one)| *one == driver).map_or("", |(word, _)| word)
}

fn wrong(name: CaseName, diagnostics: Diagnostics) -> CaseReport {
    let mut report = CaseReport::bare(name, Verdict::Errored, Some("the scenario is wrong".to_owned()));
    report.diagnostics = diagnostics.into_iter().collect();
    report
}

/// What was driven becomes findings and a verdict.
fn weigh(context: &Context, case: &Case, planned: &Planned, driven: Driven, report: &mut CaseReport) {
    let Driven { mut evidence, warnings, problems, findings: found, .. } = driven;
    report.warnings = warnings;
    if !case.expects_something() {
        report.warnings.push(NOTHING_EXPECTED.to_owned());
    }
    let mut findings = judge_failure(case, evidence.failure.as_ref());
    findings.extend(found);
    let expected_failure = case.expect.error.is_some() && evidence.failure.is_some();
    let reached_conversation = evidence.arrived.value().is_some();
    if evidence.failure.is_none() || reached_conversation {
        findings.extend(judge_arrival(case, &evidence));
    }
    if evidence.failure.is_none() && !findings.iter().any(|finding| finding.kind == FindingKind::Arrived) {
        findings.extend(judge(case, &evidence));
    }
    tell_problems(case, problems, &evidence, report, &mut findings);
    if !expected_failure && let Some(failure) = &evidence.failure {
        report.advice.extend(failure.advice.iter().cloned());
    }
    if evidence.failure.is_none() {
        compare_snapshots(context, case, planned, &mut evidence, report, &mut findings);
    }
    let unfit = !expected_failure && evidence.failure.as_ref().is_some_and(|failure| failure.environment);
    // What stopped the flow is why everything behind it did not come.
    findings.sort_by_key(|finding| finding.kind != FindingKind::Unsupported);
    report.verdict = verdict(&findings, unfit);
    if unfit {
        report.reason = evidence.failure.as_ref().map(|failure| failure.message.clone());
    }
    report.findings = findings;
    report.evidence = Some(evidence);
}

/// Nothing that a flow could not use as it is written may pass unseen: a stub's value that was dropped, a slot that is not there. Each is a
/// finding, so that no case is green by accident; where the run stopped for a missing stub, that finding is there already.
fn tell_problems(
    case: &Case,
    problems: Vec<Problem>,
    evidence: &Evidence,
    report: &mut CaseReport,
    findings: &mut Vec<Finding>,
) {
    let mut told: Vec<Problem> = Vec::new();
    let stopped = findings.iter().any(|finding| finding.kind == FindingKind::Unsupported);
    for problem in problems {
        if told.contains(&problem) {
            continue;
        }
        let went = format!("{}: {}", problem.action.name, problem.message);
        let unanswered = findings.iter_mut().find(|finding| finding.kind == FindingKind::Unsupported);
        if let Some(finding) = unanswered.filter(|_| stopped_at(evidence, &problem)) {
            finding.went = went;
            report.advice.push(problem.help.clone());
        } else if stopped || evidence.failure.is_some() {
            report.advice.push(format!("{went}\n{}", problem.help));
        } else {
            let expected = "stubs and a world that the flow can use";
            findings.push(Finding::new(FindingKind::Problem, Some(&case.place), expected, went));
            report.advice.push(problem.help.clone());
        }
        told.push(problem);
    }
}

/// Whether this is the call without an answer at which the flow stopped.
fn stopped_at(evidence: &Evidence, problem: &Problem) -> bool {
    matches!(evidence.ending.value(), Some(Ending::Unstubbed { action, .. }) if *action == problem.action)
}

fn compare_snapshots(
    context: &Context,
    case: &Case,
    planned: &Planned,
    evidence: &mut Evidence,
    report: &mut CaseReport,
    findings: &mut Vec<Finding>,
) {
    report.snapshots = snapshots::compare(case, &planned.path, evidence, context.options.snapshots);
    for outcome in &report.snapshots {
        let went = match &outcome.state {
            SnapshotState::Same | SnapshotState::Written => continue,
            SnapshotState::Missing => "there is none yet".to_owned(),
            SnapshotState::Different(difference) => format!("it differs\n{difference}"),
            SnapshotState::Failed(reason) => reason.clone(),
        };
        let expected = format!("snapshot {}", outcome.file);
        findings.push(Finding::new(FindingKind::Snapshot, Some(&case.place), expected, went));
    }
    let open =
        |outcome: &SnapshotOutcome| matches!(outcome.state, SnapshotState::Missing | SnapshotState::Different(_));
    if report.snapshots.iter().any(open) {
        report.advice.push(snapshots::advice(context.options.snapshots).to_owned());
    }
}

fn verdict(findings: &[Finding], unfit: bool) -> Verdict {
    if unfit {
        Verdict::Unfit
    } else if findings.iter().any(|finding| finding.kind == FindingKind::Unsupported) {
        Verdict::Unsupported
    } else if findings.iter().any(|finding| matches!(finding.kind, FindingKind::Step | FindingKind::Problem)) {
        Verdict::Errored
    } else if findings.iter().any(|finding| !finding.unverifiable) {
        Verdict::Failed
    } else if !findings.is_empty() {
        Verdict::Unverifiable
    } else {
        Verdict::Passed
    }
}

fn out_of_time(driven: Driven, limit: Duration, report: &mut CaseReport) {
    let doing = driven.doing.map_or_else(|| "nothing had begun".to_owned(), |doing| format!("it was {doing}"));
    report.verdict = Verdict::Errored;
    let last = driven.evidence.transcript.value().and_then(|lines| lines.last());
    let last = last.map(|line| format!("; last said: \"{}\"", line.text)).unwrap_or_default();
    report.reason = Some(format!("no verdict within {}: {doing}{last}", show(limit)));
    report.advice.push("give the case more time with `timeout:`, or look at why the host does not answer".to_owned());
    report.warnings = driven.warnings;
    report.evidence = Some(driven.evidence);
}

fn show(limit: Duration) -> String {
    crate::scenario::show_duration(limit)
}
