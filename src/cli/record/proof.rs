//! Whether a recording does again what it recorded: it is read, checked and run on an embedded fake.

use std::sync::Arc;

use camino::Utf8Path;

use crate::cli::args::TargetArg;
use crate::cli::edge::Edge;
use crate::cli::target;
use crate::diagnostic::Diagnostics;
use crate::event::CaseReport;
use crate::project::Project;
use crate::runner::{Context, Filter, Plan, RunOptions, SnapshotMode};

/// Runs recordings, offline.
pub(in crate::cli) struct Prover {
    context: Context,
}

impl Prover {
    /// Nothing but the project is needed: recordings run on the fake.
    ///
    /// # Errors
    /// The fake cannot listen.
    pub async fn new(edge: &Edge, project: &Arc<Project>) -> Result<Self, Diagnostics> {
        let target = Arc::new(target::open(edge, TargetArg::Mock, project).await?);
        let options = RunOptions {
            driver: None,
            jobs: 1,
            run_timeout: None,
            snapshots: SnapshotMode::Leave,
            ..RunOptions::default()
        };
        let files = Arc::clone(&edge.files);
        Ok(Self { context: Context { project: Arc::clone(project), files, target, options: Arc::new(options) } })
    }

    /// Runs one.
    ///
    /// # Errors
    /// It is no scenario that can be run: a defect of ours, or a flow that does not fit what was recorded.
    pub async fn run(&self, file: &Utf8Path) -> Result<CaseReport, Diagnostics> {
        let Context { project, files, .. } = &self.context;
        let (scenario, mut wrong) = project.read_scenario(&**files, file);
        let mut plan = Plan::default();
        if let Some(scenario) = scenario {
            wrong.append(project.check(&**files, file, &scenario));
            plan.add(file.to_owned(), scenario, &Filter::default());
        }
        if wrong.has_errors() {
            return Err(wrong);
        }
        match plan.singles(&self.context).first() {
            Some(single) => Ok(single.run(&self.context).await),
            None => Err(wrong),
        }
    }
}
