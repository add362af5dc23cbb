//! One case of a plan by itself, for a test harness that has a test of its own for each.

use camino::{Utf8Path, Utf8PathBuf};

use super::case::{self, Prepared};
use super::plan::Planned;
use super::snapshots::{self, SnapshotText};
use super::{Context, Plan};
use crate::event::{CaseName, CaseReport};
use crate::project::Resolved;
use crate::scenario::model::Case;

/// One case of a plan, to be run by itself.
pub struct SingleCase {
    planned: Planned,
    /// Its name and place.
    pub name: CaseName,
    /// The scenario's file.
    pub path: Utf8PathBuf,
    /// Why it will not be driven on this target, where that is so.
    pub skipped: Option<String>,
}

impl Plan {
    /// Every case of the plan, each to be run by itself.
    pub fn singles(&self, context: &Context) -> Vec<SingleCase> {
        self.singles_of(context, |_, _| true)
    }

    /// Those cases, by file and name, that are wanted; no other is expanded.
    pub fn singles_of(&self, context: &Context, wanted: impl Fn(&Utf8Path, &CaseName) -> bool) -> Vec<SingleCase> {
        let single = |planned: Planned| {
            let name = planned.name();
            if !wanted(&planned.path, &name) {
                return None;
            }
            let skipped = match case::prepare(context, &planned) {
                Prepared::Skipped { reason, .. } => Some(reason),
                Prepared::Ready(_) | Prepared::Wrong(_) => None,
            };
            Some(SingleCase { name, path: planned.path.clone(), planned, skipped })
        };
        self.cases(&context.project, &*context.files).filter_map(single).collect()
    }
}

impl SingleCase {
    /// Runs it; a second run is a new one.
    pub async fn run(&self, context: &Context) -> CaseReport {
        case::run(context, self.planned.clone(), self.name.clone()).await
    }

    /// The case as it is driven; none where it is not.
    pub fn case(&self, context: &Context) -> Option<Case> {
        self.resolved(context).map(|(case, _)| case)
    }

    /// The case as it is driven, with what it is driven on; none where it is not.
    pub fn resolved(&self, context: &Context) -> Option<(Case, Resolved)> {
        match case::prepare(context, &self.planned) {
            Prepared::Ready(ready) => Some((ready.0, ready.1)),
            Prepared::Skipped { .. } | Prepared::Wrong(_) => None,
        }
    }

    /// The snapshots that its report gives, for a caller that asserts them itself.
    pub fn snapshots(&self, context: &Context, report: &CaseReport) -> Vec<SnapshotText> {
        match (case::prepare(context, &self.planned), &report.evidence) {
            (Prepared::Ready(ready), Some(evidence)) if evidence.failure.is_none() => {
                snapshots::texts(&ready.0, &self.planned.path, evidence)
            }
            _ => Vec::new(),
        }
    }
}
