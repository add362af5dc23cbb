//! Every case of `scenarios/` is a test of its own in each driver that it allows, found when the test runs: a new file needs no rebuild.
//! Snapshots are asserted by insta.

use std::path::PathBuf;
use std::process::ExitCode;
use std::sync::Arc;
use std::time::Duration;

use camino::Utf8PathBuf;
use flowproof::diagnostic::{Diagnostics, RenderStyle, render_all};
use flowproof::event::{CaseReport, Event};
use flowproof::fake::{Org, OrgOptions};
use flowproof::genesys::{Reach, http_client};
use flowproof::project::{self, DiskFiles, Files};
use flowproof::report::{Report, TerminalReport, Verbosity};
use flowproof::runner::{Context, Filter, MockTarget, Plan, RunOptions, SingleCase, SnapshotMode, Target};
use flowproof::scenario::model::Driver;
use libtest_mimic::{Arguments, Failed, Trial};
use tokio::runtime::Runtime;

fn main() -> ExitCode {
    let arguments = Arguments::from_args();
    let trials = match suite() {
        Ok(trials) => trials,
        Err(problem) => vec![Trial::test("the scenarios are right", move || Err(Failed::from(problem)))],
    };
    libtest_mimic::run(&arguments, trials).exit_code()
}

/// All cases as tests, or what stands in the way of all of them.
fn suite() -> Result<Vec<Trial>, String> {
    let files: Arc<dyn Files> = Arc::new(DiskFiles);
    let (project, mut wrong) = project::load(&*files, "".into());
    let mut plan = Plan::default();
    if let Some(project) = &project {
        let paths: Vec<Utf8PathBuf> = project.discover(&*files, &[]).map_err(told)?;
        for path in paths {
            let (scenario, found) = project.read_scenario(&*files, &path);
            wrong.append(found);
            if let Some(scenario) = scenario {
                wrong.append(project.check(&*files, &path, &scenario));
                plan.add(path, scenario, &Filter::default());
            }
        }
    }
    let Some(project) = project.filter(|_| !wrong.has_errors()) else { return Err(told(wrong)) };
    if plan.is_empty() {
        return Err("no scenario was found".to_owned());
    }
    let runtime = Arc::new(Runtime::new().map_err(|error| error.to_string())?);
    let project = Arc::new(project);
    let in_driver = |driver: Driver| {
        let context = Arc::new(context(&project, &files, driver, &runtime)?);
        let cases = plan.singles(&context);
        let in_driver = move |case| InDriver { case, driver, context: Arc::clone(&context) };
        Ok::<_, String>(cases.into_iter().map(in_driver))
    };
    let both = in_driver(Driver::Converse)?.zip(in_driver(Driver::Simulate)?);
    Ok(both.flat_map(|(one, other)| trials(one, other, &runtime)).collect())
}

/// A case in one driver.
struct InDriver {
    case: SingleCase,
    driver: Driver,
    context: Arc<Context>,
}

/// A test for each driver that runs the case; one that is ignored, with its reason, where none does.
fn trials(converse: InDriver, simulate: InDriver, runtime: &Arc<Runtime>) -> Vec<Trial> {
    let simulates = simulate.case.skipped.is_none();
    let converses = converse.case.skipped.is_none() || !simulates;
    let both = [(converse, converses), (simulate, simulates)];
    both.into_iter().filter(|(_, runs)| *runs).map(|(one, _)| trial(one, runtime)).collect()
}

/// An org for each driver: a case has the same ids in both, and one org holds them once.
fn context(
    project: &Arc<project::Project>,
    files: &Arc<dyn Files>,
    driver: Driver,
    runtime: &Runtime,
) -> Result<Context, String> {
    let org = runtime.block_on(Org::start(OrgOptions::default())).map_err(|error| error.to_string())?;
    let http = http_client(Duration::from_secs(10), Reach::Loopback).map_err(|error| error.to_string())?;
    let request_timeout = project.settings().defaults.request_timeout;
    let target = MockTarget::new(org, http, request_timeout).map_err(|error| error.to_string())?;
    let options = RunOptions {
        driver: Some(driver),
        jobs: 1,
        run_timeout: None,
        snapshots: SnapshotMode::Leave,
        ..RunOptions::default()
    };
    Ok(Context {
        project: Arc::clone(project),
        files: Arc::clone(files),
        target: Arc::new(Target::Mock(target)),
        options: Arc::new(options),
    })
}

fn trial(one: InDriver, runtime: &Arc<Runtime>) -> Trial {
    let InDriver { case, driver, context } = one;
    let driver = Driver::WORDS.iter().find(|(_, one)| *one == driver).map_or("", |(word, _)| word);
    let file = case.name.file.to_string();
    let skipped = case.skipped.clone();
    let reason = skipped.as_ref().map(|reason| format!(" (skipped: {reason})")).unwrap_or_default();
    let name = format!("{file}: {} [{driver}]{reason}", case.name.full());
    let runtime = Arc::clone(runtime);
    Trial::test(name, move || {
        let report = runtime.block_on(case.run(&context));
        if !report.verdict.is_green() {
            return Err(Failed::from(text(report)));
        }
        for snapshot in case.snapshots(&context, &report) {
            assert_snapshot(&file, snapshot.folder.into(), &snapshot.name, &snapshot.text)?;
        }
        Ok(())
    })
    .with_ignored_flag(skipped.is_some())
}

fn assert_snapshot(scenario: &str, folder: PathBuf, name: &str, text: &str) -> Result<(), Failed> {
    let mut settings = insta::Settings::new();
    settings.set_snapshot_path(PathBuf::from(env!("CARGO_MANIFEST_DIR")).join(folder));
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.set_input_file(scenario);
    settings.bind(|| {
        std::panic::catch_unwind(|| insta::assert_snapshot!(name, text))
            .map_err(|_| Failed::from(format!("snapshot {name} differs or is missing; run `flowproof review`\n{text}")))
    })
}

fn told(diagnostics: Diagnostics) -> String {
    render_all(&diagnostics, RenderStyle::Plain)
}

/// The report as the terminal shows it.
fn text(report: CaseReport) -> String {
    let mut out = anstream::StripStream::new(Vec::new());
    let written = TerminalReport::new(&mut out, Verbosity::Verbose).event(&Event::CaseEnded(Box::new(report)));
    match written {
        Ok(()) => String::from_utf8_lossy(&out.into_inner()).into_owned(),
        Err(error) => format!("the report could not be written: {error}"),
    }
}
