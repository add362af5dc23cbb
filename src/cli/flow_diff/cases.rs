//! What the project's cases say of a change: each is run offline with the one flow and with the other, so that its path is known and which
//! verdicts are others. A case that does not run here has the path of its snapshot. Must not know how a comparison is made or printed.

use std::sync::Arc;

use camino::{Utf8Path, Utf8PathBuf};

use super::seen::{on_path, on_snapshot};
use super::suite::Suite;
use crate::cli::edge::Edge;
use crate::diagnostic::{Diagnostics, Place};
use crate::event::{CaseReport, Verdict};
use crate::evidence::snapshot::{SnapshotFile, file_name};
use crate::flow::diff::Comparison;
use crate::scenario::model::SnapshotPart;

/// The cases of a flow, by what a change of it means to them, each in the order of the plan.
#[derive(Default)]
pub(super) struct Impact {
    /// Those that go through what changed, or whose verdict is another.
    pub touched: Vec<Met>,
    /// Those that do neither.
    pub untouched: Vec<CaseAt>,
    /// Those whose path nobody knows, with the reason.
    pub unknown: Vec<(CaseAt, String)>,
}

/// A case.
pub(super) struct CaseAt {
    /// Scenario and row.
    pub name: String,
    /// Where it stands.
    pub place: Place,
}

/// A case that a change touches.
pub(super) struct Met {
    /// Which.
    pub case: CaseAt,
    /// The changed actions that its path takes with the first flow, in order, each once: `Gold?: yes`.
    pub takes: Vec<String>,
    /// Whether the path is that of its snapshot, since it does not run here.
    pub by_snapshot: bool,
    /// With the first flow.
    pub before: Verdict,
    /// With the second.
    pub after: Verdict,
    /// Why the verdict is another.
    pub why: Option<String>,
}

impl Impact {
    /// How many cases the flow has.
    pub fn count(&self) -> usize {
        self.touched.len() + self.untouched.len() + self.unknown.len()
    }
}

/// Runs the cases of the first of these files that is a flow of any, with both texts; none where none is.
///
/// # Errors
/// The project or a scenario cannot be read, or the fake cannot be started.
pub(super) async fn impact(
    edge: &Edge,
    files: &[Utf8PathBuf],
    [before, after]: [&Arc<str>; 2],
    comparison: &Comparison,
) -> Result<Option<Impact>, Diagnostics> {
    for file in files {
        let (old, new) = (Suite::read(edge, file, before)?, Suite::read(edge, file, after)?);
        let flows = flows(&old, &new);
        let wanted: Vec<bool> = flows.iter().map(|rows| rows.iter().any(Option::is_some)).collect();
        if !wanted.contains(&true) {
            continue;
        }
        let (old, new) = (old.run(edge, &wanted).await?, new.run(edge, &wanted).await?);
        let rows = flows.into_iter().zip(wanted).filter(|(_, wanted)| *wanted).flat_map(|(rows, _)| rows);
        let mut impact = Impact::default();
        for (flow, (old, new)) in rows.zip(old.iter().zip(&new)) {
            if let Some(flow) = flow {
                impact.add(edge, &flow, (old, new), comparison);
            }
        }
        return Ok(Some(impact));
    }
    Ok(None)
}

/// For each file and row the flow that is meant. One of the two texts may be no program that runs.
fn flows(old: &Suite, new: &Suite) -> Vec<Vec<Option<Arc<str>>>> {
    let files = old.scenarios().iter().zip(new.scenarios());
    let rows = files.map(|(old, new)| old.flows.iter().zip(&new.flows).map(|(old, new)| old.clone().or(new.clone())));
    rows.map(Iterator::collect).collect()
}

impl Impact {
    fn add(&mut self, edge: &Edge, flow: &str, (old, new): (&CaseReport, &CaseReport), comparison: &Comparison) {
        let case = CaseAt { name: old.name.full(), place: old.name.place.clone() };
        let path = old.evidence.as_ref().and_then(|evidence| evidence.path.value());
        let ran = path.map(|path| on_path(path, flow, comparison));
        let by_snapshot = ran.is_none();
        let takes = ran.or_else(|| Some(on_snapshot(&snapshot(edge, old)?, comparison)));
        let other = old.verdict != new.verdict;
        match takes {
            Some(takes) if takes.is_empty() && !other => self.untouched.push(case),
            None if !other => {
                let why = why(old).unwrap_or_else(|| "its path cannot be seen".to_owned());
                self.unknown.push((case, why));
            }
            takes => self.touched.push(Met {
                case,
                takes: takes.unwrap_or_default(),
                by_snapshot,
                before: old.verdict,
                after: new.verdict,
                why: if other { why(new) } else { None },
            }),
        }
    }
}

/// The text of the snapshot of a case's path, where it has one.
fn snapshot(edge: &Edge, report: &CaseReport) -> Option<String> {
    let scenario = Utf8Path::new(&*report.name.file);
    let name = file_name(scenario.file_stem()?, report.name.case.as_deref(), SnapshotPart::Path.word());
    let beside = edge.root.join(scenario.parent().unwrap_or(Utf8Path::new("")));
    let stored = edge.files.read(&beside.join("snapshots").join(format!("{name}.snap"))).ok()?;
    Some(SnapshotFile::read(&stored).text)
}

/// The first thing that does not hold.
fn why(report: &CaseReport) -> Option<String> {
    let finding = report.findings.first().map(|finding| format!("expected {}, {}", finding.expected, finding.went));
    let diagnostic = || report.diagnostics.first().map(|one| one.message.clone());
    finding.or_else(|| report.reason.clone()).or_else(diagnostic)
}
