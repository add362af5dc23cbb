//! Whether a recording does again what it recorded: it is read, checked and run on the embedded fake at once.

use std::sync::Arc;

use camino::Utf8Path;

use crate::cli::args::TargetArg;
use crate::cli::edge::Edge;
use crate::cli::target;
use crate::diagnostic::Diagnostics;
use crate::event::{CaseReport, Verdict};
use crate::project::Project;
use crate::runner::{Context, Filter, Plan, RunOptions, SnapshotMode};

/// Runs the file that was written. One that holds leaves its snapshots, so that the next run has them.
pub(super) async fn prove(edge: &Edge, project: Project, file: &Utf8Path) -> Result<CaseReport, Diagnostics> {
    let (scenario, mut wrong) = project.read_scenario(&*edge.files, file);
    let mut plan = Plan::default();
    if let Some(scenario) = scenario {
        wrong.append(project.check(&*edge.files, file, &scenario));
        plan.add(file.to_owned(), scenario, &Filter::default());
    }
    if wrong.has_errors() {
        return Err(wrong);
    }
    let target = Arc::new(target::open(edge, TargetArg::Mock, &project).await?);
    let options = |snapshots| RunOptions { driver: None, jobs: 1, run_timeout: None, snapshots };
    let mut context = Context {
        project: Arc::new(project),
        files: Arc::clone(&edge.files),
        target,
        options: Arc::new(options(SnapshotMode::Leave)),
    };
    let singles = plan.singles(&context);
    let Some(single) = singles.first() else { return Err(wrong) };
    let report = single.run(&context).await;
    if report.verdict != Verdict::Passed {
        return Ok(report);
    }
    context.options = Arc::new(options(SnapshotMode::Overwrite));
    Ok(single.run(&context).await)
}
