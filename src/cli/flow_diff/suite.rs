//! The project's scenarios, read with one text in the place of a flow's file: which cases speak with that flow, and their reports. Nothing
//! is written. Must not know what is compared.

use std::sync::Arc;

use camino::{Utf8Path, Utf8PathBuf};
use tokio::sync::mpsc;

use super::replaced::Replaced;
use crate::cli::args::TargetArg;
use crate::cli::edge::Edge;
use crate::cli::target;
use crate::diagnostic::Diagnostics;
use crate::event::{CaseReport, Event};
use crate::project::{self, Files, Project};
use crate::runner::{self, Context, DEFAULT_JOBS, Filter, Interrupt, Plan, RunOptions, SnapshotMode};
use crate::scenario::ScenarioFile;

/// Events that may wait for their reader.
const EVENTS_IN_FLIGHT: usize = 256;

/// The scenarios of a project.
pub(super) struct Suite {
    project: Project,
    files: Arc<dyn Files>,
    scenarios: Vec<Scenario>,
}

/// A scenario file.
pub(super) struct Scenario {
    /// Its path.
    pub path: Utf8PathBuf,
    /// For each row, the name in Architect of its flow, or of a linked one, that is in the file; none where neither is.
    pub flows: Vec<Option<Arc<str>>>,
    file: ScenarioFile,
}

impl Suite {
    /// Reads all scenarios. They are not checked against the flow: what does not fit it is to show in their verdicts.
    ///
    /// # Errors
    /// The project or a scenario cannot be read.
    pub fn read(edge: &Edge, file: &Utf8Path, text: &Arc<str>) -> Result<Self, Diagnostics> {
        let files: Arc<dyn Files> =
            Arc::new(Replaced { files: Arc::clone(&edge.files), path: file.to_path_buf(), text: Arc::clone(text) });
        let (project, mut wrong) = project::load(&*files, &edge.root);
        let Some(project) = project else { return Err(wrong) };
        let mut scenarios = Vec::new();
        for path in project.discover(&*files, &[])? {
            let (scenario, found) = project.read_scenario(&*files, &path);
            wrong.append(found);
            let Some(scenario) = scenario else { continue };
            let flow = |row| project.flow_in_file(&*files, &path, &scenario.case(row).ok()?, file);
            let flows = (0..scenario.case_count()).map(flow).collect();
            scenarios.push(Scenario { path, flows, file: scenario });
        }
        if wrong.has_errors() { Err(wrong) } else { Ok(Self { project, files, scenarios }) }
    }

    /// The scenario files, the same and in the same order for every text.
    pub fn scenarios(&self) -> &[Scenario] {
        &self.scenarios
    }

    /// Runs the files that are wanted, one answer a file, against the embedded fake. Reports in the order of files and rows.
    ///
    /// # Errors
    /// The fake cannot be started.
    pub async fn run(self, edge: &Edge, wanted: &[bool]) -> Result<Vec<CaseReport>, Diagnostics> {
        let mut plan = Plan::default();
        for (scenario, _) in self.scenarios.into_iter().zip(wanted).filter(|(_, wanted)| **wanted) {
            plan.add(scenario.path, scenario.file, &Filter::default());
        }
        let target = target::open(edge, TargetArg::Mock, &self.project).await?;
        let options = RunOptions {
            driver: None,
            jobs: DEFAULT_JOBS,
            run_timeout: None,
            snapshots: SnapshotMode::Compare,
            ..RunOptions::default()
        };
        let context = Context {
            project: Arc::new(self.project),
            files: self.files,
            target: Arc::new(target),
            options: Arc::new(options),
        };
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
        Ok(reports)
    }
}
