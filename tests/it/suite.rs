//! The shipped scenarios, or others, loaded and run in process: what several test modules begin with.

use std::io;
use std::sync::Arc;
use std::time::Duration;

use camino::{Utf8Path, Utf8PathBuf};
use flowproof::diagnostic::{Diagnostics, RenderStyle, render_all};
use flowproof::event::{CaseReport, Event, Summary};
use flowproof::fake::{Org, OrgOptions};
use flowproof::genesys::{Reach, http_client};
use flowproof::project::{self, DiskFiles, Entry, Files};
use flowproof::report::{Report, TerminalReport, Verbosity};
use flowproof::runner::{self, Context, Filter, Interrupt, MockTarget, Plan, RunOptions, SnapshotMode, Target};
use flowproof::scenario::model::Driver;
use tokio::sync::mpsc;

/// Files on disk, some of them replaced.
#[derive(Default)]
pub struct Overlay {
    pub replaced: Vec<(Utf8PathBuf, String)>,
}

impl Files for Overlay {
    fn read(&self, path: &Utf8Path) -> io::Result<String> {
        match self.replaced.iter().find(|(one, _)| one == path) {
            Some((_, text)) => Ok(text.clone()),
            None => DiskFiles.read(path),
        }
    }

    fn read_bytes(&self, path: &Utf8Path) -> io::Result<Vec<u8>> {
        match self.replaced.iter().find(|(one, _)| one == path) {
            Some((_, text)) => Ok(text.clone().into_bytes()),
            None => DiskFiles.read_bytes(path),
        }
    }

    fn list(&self, path: &Utf8Path) -> io::Result<Vec<Entry>> {
        DiskFiles.list(path)
    }

    fn exists(&self, path: &Utf8Path) -> bool {
        self.replaced.iter().any(|(one, _)| one == path) || DiskFiles.exists(path)
    }
}

/// A plan and all that running it takes.
pub struct Suite {
    pub plan: Plan,
    pub context: Context,
}

impl Suite {
    /// The project of a folder with the scenarios below it; panics on a mistake in them.
    pub async fn load(root: &Utf8Path, files: Arc<dyn Files>) -> Self {
        match Self::try_load(root, files).await {
            Ok(suite) => suite,
            Err(wrong) => panic!("{}", render_all(&wrong, RenderStyle::Plain)),
        }
    }

    /// The same, with the mistakes as a value.
    pub async fn try_load(root: &Utf8Path, files: Arc<dyn Files>) -> Result<Self, Diagnostics> {
        Self::read(root, files, true).await
    }

    /// The same without the cross-checks against the flows: only what cannot be read at all is a mistake.
    pub async fn unchecked(root: &Utf8Path, files: Arc<dyn Files>) -> Result<Self, Diagnostics> {
        Self::read(root, files, false).await
    }

    async fn read(root: &Utf8Path, files: Arc<dyn Files>, checked: bool) -> Result<Self, Diagnostics> {
        let (project, mut wrong) = project::load(&*files, root);
        let mut plan = Plan::default();
        let Some(project) = project else { return Err(wrong) };
        for path in project.discover(&*files, &[])? {
            let (scenario, found) = project.read_scenario(&*files, &path);
            wrong.append(found);
            if let Some(scenario) = scenario {
                if checked {
                    wrong.append(project.check(&*files, &path, &scenario));
                }
                plan.add(path, scenario, &Filter::default());
            }
        }
        if wrong.has_errors() {
            return Err(wrong);
        }
        let target = mock(project.settings().defaults.request_timeout).await;
        let options = RunOptions {
            driver: None,
            jobs: 8,
            run_timeout: None,
            snapshots: SnapshotMode::Compare,
            ..RunOptions::default()
        };
        let context = Context {
            project: Arc::new(project),
            files,
            target: Arc::new(Target::Mock(target)),
            options: Arc::new(options),
        };
        Ok(Self { plan, context })
    }

    /// The same cases on another target, in one driver.
    pub fn with(&mut self, target: MockTarget, driver: Driver) {
        self.context.target = Arc::new(Target::Mock(target));
        self.context.options = Arc::new(RunOptions { driver: Some(driver), ..(*self.context.options).clone() });
    }

    /// The same on a fake of its own, set up otherwise.
    pub async fn on(mut self, change: impl FnOnce(MockTarget) -> MockTarget) -> Self {
        let target = mock(self.context.project.settings().defaults.request_timeout).await;
        self.context.target = Arc::new(Target::Mock(change(target)));
        self
    }

    /// Runs all of it and keeps every report, in the order of the plan.
    pub async fn run(&self) -> (Summary, Vec<CaseReport>) {
        let (_switch, interrupt) = Interrupt::new();
        let (sender, mut events) = mpsc::channel(64);
        let reading = async {
            let mut reports = Vec::new();
            while let Some(event) = events.recv().await {
                if let Event::CaseEnded(report) = event {
                    reports.push(*report);
                }
            }
            reports
        };
        let (summary, mut reports) = tokio::join!(runner::run(&self.plan, &self.context, sender, interrupt), reading);
        reports.sort_by_key(|report| report.name.index);
        (summary, reports)
    }
}

/// The embedded fake on a port of its own.
pub async fn mock(request_timeout: Duration) -> MockTarget {
    let org = Org::start(OrgOptions::default()).await.unwrap();
    let http = http_client(Duration::from_secs(5), Reach::Loopback).unwrap();
    MockTarget::new(org, http, request_timeout).unwrap()
}

/// A report as the terminal shows it, without colours.
pub fn text(report: &CaseReport) -> String {
    let mut out = anstream::StripStream::new(Vec::new());
    TerminalReport::new(&mut out, Verbosity::Verbose).event(&Event::CaseEnded(Box::new(report.clone()))).unwrap();
    String::from_utf8(out.into_inner()).unwrap()
}
