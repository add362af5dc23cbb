//! One case of a plan by itself, for a test harness that has a test of its own for each.

use super::case::{self, Prepared};
use super::plan::Planned;
use super::snapshots::{self, SnapshotText};
use super::{Context, Plan};
use crate::event::{CaseName, CaseReport};
use crate::scenario::model::Case;

/// One case of a plan, to be run by itself.
pub struct SingleCase {
    planned: Planned,
    /// Its name and place.
    pub name: CaseName,
    /// Why it will not be driven on this target, where that is so.
    pub skipped: Option<String>,
}

impl Plan {
    /// Every case of the plan, each to be run by itself.
    pub fn singles(&self, context: &Context) -> Vec<SingleCase> {
        let single = |planned: Planned| {
            let skipped = match case::prepare(context, &planned) {
                Prepared::Skipped { reason, .. } => Some(reason),
                Prepared::Ready(_) | Prepared::Wrong(_) => None,
            };
            SingleCase { name: planned.name(), planned, skipped }
        };
        self.cases(&context.project, &*context.files).map(single).collect()
    }
}

impl SingleCase {
    /// Runs it; a second run is a new one.
    pub async fn run(&self, context: &Context) -> CaseReport {
        case::run(context, self.planned.clone(), self.name.clone()).await
    }

    /// The case as it is driven; none where it is not.
    pub fn case(&self, context: &Context) -> Option<Case> {
        match case::prepare(context, &self.planned) {
            Prepared::Ready(ready) => Some(ready.0),
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
