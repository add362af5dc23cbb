//! The project's cases, run offline with the one flow and with the other: which go through what changed, and which verdicts are others.
//! Nothing is written. Must not know how a comparison is made or printed.

use std::sync::Arc;

use camino::Utf8PathBuf;
use tokio::sync::mpsc;

use super::replaced::Replaced;
use crate::cli::args::TargetArg;
use crate::cli::edge::Edge;
use crate::cli::target;
use crate::diagnostic::Diagnostics;
use crate::event::{CaseReport, Event, Verdict};
use crate::flow::diff::{Comparison, Touched};
use crate::project::{self, Files};
use crate::runner::{self, Context, DEFAULT_JOBS, Filter, Interrupt, Plan, RunOptions, SnapshotMode};
use crate::trace::Taken;

/// Events that may wait for their reader.
const EVENTS_IN_FLIGHT: usize = 256;

/// What the cases of a project say of a change.
pub(super) struct Impact {
    /// How many were run.
    pub run: usize,
    /// Those that go through what changed, or whose verdict is another, in the order of the plan.
    pub cases: Vec<Met>,
    /// Cases whose path could not be seen with the first flow, so that nobody can tell: name and place.
    pub unseen: usize,
}

/// One such case.
pub(super) struct Met {
    /// Scenario and row.
    pub name: String,
    /// The scenario's file and line.
    pub place: String,
    /// The changed actions that its path takes with the first flow, in order, each once: `Gold?: yes`.
    pub takes: Vec<String>,
    /// With the first flow.
    pub before: Verdict,
    /// With the second.
    pub after: Verdict,
    /// Why it is not green with the second, where it was with the first.
    pub why: Option<String>,
}

/// Where the flow stands in the project, and both texts.
pub(super) struct Place {
    /// The file that flowproof.yaml names.
    pub path: Utf8PathBuf,
    /// The text before.
    pub before: Arc<str>,
    /// The text after.
    pub after: Arc<str>,
}

/// Runs all cases twice.
///
/// # Errors
/// The project or a scenario cannot be read.
pub(super) async fn impact(edge: &Edge, place: &Place, comparison: &Comparison) -> Result<Impact, Diagnostics> {
    let (before, names) = reports(edge, place, &place.before).await?;
    let (after, _) = reports(edge, place, &place.after).await?;
    let (mut cases, mut unseen) = (Vec::new(), 0);
    for (old, new) in before.iter().zip(&after) {
        let path = old.evidence.as_ref().and_then(|evidence| evidence.path.value());
        unseen += usize::from(path.is_none() && old.verdict != Verdict::Skipped);
        let takes = path.map(|path| taken(path, &names, comparison)).unwrap_or_default();
        if takes.is_empty() && old.verdict == new.verdict {
            continue;
        }
        cases.push(Met {
            name: old.name.full(),
            place: old.name.place.to_string(),
            takes,
            before: old.verdict,
            after: new.verdict,
            why: if new.verdict == old.verdict { None } else { why(new) },
        });
    }
    Ok(Impact { run: before.len(), cases, unseen })
}

/// The changed actions that a path takes.
fn taken(path: &[Taken], flows: &[Arc<str>], comparison: &Comparison) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    // One file may be several flows, by the values of its placeholders: the name of the flow is that of any of them.
    for step in path.iter().filter(|step| flows.contains(&step.id.flow)) {
        let is = |touched: &Touched| {
            touched.action.container == step.id.container
                && touched.action.name == step.id.name
                && touched.action.ordinal == step.id.ordinal
                && touched.output.as_ref().is_none_or(|output| step.output.as_ref() == Some(output))
        };
        if !comparison.changes.iter().flat_map(|change| &change.touches).any(is) {
            continue;
        }
        let word = match &step.output {
            Some(output) => format!("{}: {output}", step.id.name),
            None => step.id.name.to_string(),
        };
        if !found.contains(&word) {
            found.push(word);
        }
    }
    found
}

/// The first thing that does not hold.
fn why(report: &CaseReport) -> Option<String> {
    let finding = report.findings.first().map(|finding| format!("expected {}, {}", finding.expected, finding.went));
    let diagnostic = || report.diagnostics.first().map(|one| one.message.clone());
    finding.or_else(|| report.reason.clone()).or_else(diagnostic)
}

/// Every case with that text of the flow, in the order of the plan, and the names of the flows that are in its file.
async fn reports(edge: &Edge, place: &Place, text: &Arc<str>) -> Result<(Vec<CaseReport>, Vec<Arc<str>>), Diagnostics> {
    let files: Arc<dyn Files> =
        Arc::new(Replaced { files: Arc::clone(&edge.files), path: place.path.clone(), text: Arc::clone(text) });
    let (project, mut wrong) = project::load(&*files, &edge.root);
    let Some(project) = project else { return Err(wrong) };
    let mut plan = Plan::default();
    for path in project.discover(&*files, &[])? {
        let (scenario, found) = project.read_scenario(&*files, &path);
        wrong.append(found);
        // Not checked against the flow: what does not fit the second one is to show in its verdicts.
        if let Some(scenario) = scenario {
            plan.add(path, scenario, &Filter::default());
        }
    }
    if wrong.has_errors() {
        return Err(wrong);
    }
    let names = project.flows_in(&*files, &place.path);
    let target = target::open(edge, TargetArg::Mock, &project).await?;
    let options = RunOptions { driver: None, jobs: DEFAULT_JOBS, run_timeout: None, snapshots: SnapshotMode::Compare };
    let context = Context { project: Arc::new(project), files, target: Arc::new(target), options: Arc::new(options) };
    let (_switch, interrupt) = Interrupt::new();
    let (sender, mut events) = mpsc::channel(EVENTS_IN_FLIGHT);
    let reading = async {
        let mut reports = Vec::new();
        while let Some(event) = events.recv().await {
            if let Event::CaseEnded(report) = event {
                reports.push(*report);
            }
        }
        reports
    };
    let (_, mut reports) = tokio::join!(runner::run(&plan, &context, sender, interrupt), reading);
    reports.sort_by_key(|report| report.name.index);
    Ok((reports, names))
}
