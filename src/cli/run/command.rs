//! The command: loads, plans, opens the target, runs, reports. Must not know what a live run needs.

use std::collections::HashSet;
use std::sync::Arc;

use camino::Utf8PathBuf;
use tokio::sync::mpsc;

use super::args::RunArgs;
use super::chosen::{converses, empty_shard, left_out, listed_cases, nothing, target_name};
use super::last_run::{self, LastRun};
use super::options::options;
use super::slips::slip;
use super::{budget, dry_run, live, watch};
use crate::cli::args::TargetArg;
use crate::cli::coverage::Asked;
use crate::cli::edge::Edge;
use crate::cli::reports::Reports;
use crate::cli::signals::stop_runs;
use crate::cli::{load, parity, record, target};
use crate::event::{Event, Exit, Summary};
use crate::project::Project;
use crate::report::{Report, Verbosity};
use crate::runner::{self, CaseKey, Context, Filter, Interrupt, Plan, Preview, Target};

/// A seed that is printed is short enough to be typed again.
const MOST_SEED: u64 = 999_999;

/// Events that may wait for a slow reader before the runner waits too.
const EVENTS_IN_FLIGHT: usize = 256;

/// So often progress is drawn where nothing is told: a case that takes long is seen to.
const TICK: std::time::Duration = std::time::Duration::from_secs(1);

/// The runtime's threads: the fake and the client share a small machine, and more gains nothing.
const THREADS: usize = 2;

pub(in crate::cli) fn run(edge: &Edge, args: &RunArgs) -> Exit {
    if let Some(slip) = slip(args, &|path| edge.files.exists(path)) {
        edge.tell(&slip);
        return Exit::Usage;
    }
    if args.watch {
        return watch::run(edge, args);
    }
    let only = match &args.last_failed {
        None => None,
        Some(report) => match last_run::cases(edge, report.as_deref(), target_name(args)) {
            None => return Exit::Usage,
            Some(cases) if cases.is_empty() => {
                edge.tell("nothing to run: nothing was red the last time");
                return Exit::Nothing;
            }
            cases => cases,
        },
    };
    all(edge, args, &args.paths, only, None)
}

/// One of many runs: which files and cases, and one more reader of its events.
pub(super) struct Once<'a> {
    /// Scenario files or folders.
    pub paths: &'a [Utf8PathBuf],
    /// Only these cases.
    pub only: Option<HashSet<CaseKey>>,
    /// Reads what happens.
    pub reader: Box<dyn Report>,
}

/// Runs once.
pub(super) fn once(edge: &Edge, args: &RunArgs, once: Once<'_>) -> Exit {
    all(edge, args, once.paths, once.only, Some(once.reader))
}

fn all(
    edge: &Edge,
    args: &RunArgs,
    paths: &[Utf8PathBuf],
    only: Option<HashSet<CaseKey>>,
    reader: Option<Box<dyn Report>>,
) -> Exit {
    let filter = Filter { tags: args.tag.clone(), texts: args.filter.clone(), shard: args.shard, only };
    let Some((project, mut plan)) = load::plan(edge, paths, &filter) else { return Exit::Usage };
    // Whoever watches has a reader that remembers what was red, and runs parts.
    let gone = filter.only.as_ref().filter(|_| reader.is_none());
    let gone = gone.map(|cases| last_run::gone(edge, &project, cases)).unwrap_or_default();
    last_run::tell_gone(edge, &gone);
    let last_run = reader.is_none().then(|| LastRun::new(edge, target_name(args), &gone));
    let is_empty_shard = plan.is_empty() && plan.chosen() > 0 && args.list.is_none();
    if plan.is_empty() && !is_empty_shard {
        last_run.iter().for_each(LastRun::keep);
        edge.tell(&nothing(&plan, &filter));
        if plan.found == 0 {
            load::tell_absent(edge);
        }
        return Exit::Nothing;
    }
    if let Some(seed) = args.shuffle {
        plan.shuffle(seed.unwrap_or_else(|| fastrand::u64(..=MOST_SEED)));
    }
    if let Some(format) = args.list {
        return listed_cases(edge, args, &project, &plan, format);
    }
    let project = project.shared_among(args.shard.map_or(1, |shard| shard.of));
    if let Some(refused) = args.record.as_deref().and_then(record::refused) {
        edge.tell(&refused);
        return Exit::Usage;
    }
    let coverage = match Asked::of(edge, &args.coverage, &project, left_out(args)) {
        Ok(coverage) => coverage,
        Err(exit) => return exit,
    };
    let mut reports = match Reports::open(edge, verbosity(args), !args.no_progress, &args.report) {
        Ok(reports) => reports,
        Err(error) => {
            edge.tell(&error);
            return Exit::Usage;
        }
    };
    if let Some(last_run) = last_run {
        reports.add(last_run::FILE, Box::new(last_run));
    }
    if let Some(reader) = reader {
        reports.add("the watch", reader);
    }
    if let Some(coverage) = &coverage {
        reports.add("coverage", coverage.reader());
    }
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(THREADS).enable_all().build();
    let exit = match runtime {
        Ok(_) if is_empty_shard => empty_shard(edge, args, &project, &plan, &mut reports),
        Ok(runtime) => runtime.block_on(judge(edge, args, project, plan, reports)),
        Err(error) => {
            edge.tell(&format!("the runtime cannot be started: {error}"));
            Exit::Unfit
        }
    };
    match coverage.filter(|coverage| coverage.has_begun()).map(|coverage| coverage.finish(edge)) {
        Some(gate) if exit == Exit::Green => gate,
        _ => exit,
    }
}

fn verbosity(args: &RunArgs) -> Verbosity {
    match (args.quiet, args.verbose) {
        (true, _) => Verbosity::Quiet,
        (_, true) => Verbosity::Verbose,
        _ => Verbosity::Normal,
    }
}

async fn judge(edge: &Edge, args: &RunArgs, project: Project, plan: Plan, reports: Reports) -> Exit {
    let settings = project.settings();
    let converses = converses(edge, args, settings);
    let options = options(args, settings, converses);
    let driver = options.driver;
    if !converses && let Some(option) = live_only(args) {
        edge.tell(&format!("`{option}` is about a live org: add `--target live`"));
        return Exit::Usage;
    }
    let (switch, mut interrupt) = Interrupt::new();
    let signals = tokio::spawn(stop_runs(switch));
    let wish = live::Wish { provision: args.provision, prepare_org: args.prepare_org, doubts: args.verbose };
    let target = if converses {
        let limit = options.run_timeout.unwrap_or(live::RUN_TIME);
        let limit = settings.live.budget.time.map_or(limit, |most| most.min(limit));
        let preview = Preview::of(&plan, &project, &*edge.files, driver);
        let preview = preview.setting_up(wish.provision, wish.prepare_org);
        let time = preview.time(options.jobs, settings.live.rate);
        if args.dry_run {
            edge.say(&dry_run::list(&preview, wish, time, limit));
        }
        let over = budget::check(&preview, &settings.live.budget, time, limit);
        edge.report(&over);
        match (over.has_errors(), args.dry_run) {
            (true, _) => return Exit::Usage,
            (false, true) if preview.cases.is_empty() => return Exit::Nothing,
            (false, true) => return listed(edge, &preview, wish),
            (false, false) => rehearsed(edge, &project, &preview, wish, limit, &mut interrupt).await,
        }
    } else {
        target::open(edge, args.target, &project).await.map_err(live::Refused::Wrong)
    };
    let target = match target {
        Ok(target) => target,
        Err(live::Refused::Wrong(diagnostics)) => {
            edge.report(&diagnostics);
            return Exit::Unfit;
        }
        Err(live::Refused::Interrupted) => {
            edge.tell("the run was interrupted before it began");
            return Exit::Interrupted;
        }
    };
    let project = Arc::new(project);
    let mut reports = reports;
    let recordings = args.record.as_ref().map(|folder| {
        let (reader, recordings) = record::folder(folder, &project, &edge.files);
        reports.add(folder.as_str(), Box::new(reader));
        recordings
    });
    let context =
        Context { project, files: Arc::clone(&edge.files), target: Arc::new(target), options: Arc::new(options) };
    let proof = (args.target == TargetArg::Mock).then(|| parity::proof(edge, &plan, &context)).flatten().map(Box::new);
    let (sender, mut events) = mpsc::channel(EVENTS_IN_FLIGHT);
    let runner = tokio::spawn(async move { runner::run(&plan, &context, sender, interrupt).await });
    // The reader is a task of its own: beside the cases it costs no switch of threads for each event.
    let reader = tokio::spawn(async move {
        let (mut reports, mut unwritten) = (reports, None);
        loop {
            let mut event = match tokio::time::timeout(TICK, events.recv()).await {
                Ok(Some(event)) => event,
                Ok(None) => break,
                Err(_) => {
                    reports.tick();
                    continue;
                }
            };
            if let Event::RunEnded(summary) = &mut event {
                summary.proof.clone_from(&proof);
            }
            unwritten = reports.write(&event).or(unwritten);
        }
        (unwritten, reports.written())
    });
    let summary = runner.await;
    let (unwritten, written) = reader
        .await
        .unwrap_or_else(|error| (Some(format!("a report ended in a defect of flowproof: {error}")), Vec::new()));
    signals.abort();
    let exit = finish(edge, summary, unwritten);
    if !args.quiet {
        written.iter().for_each(|file| edge.say(&format!("wrote {file}")));
    }
    match recordings {
        Some(recordings) if !recordings.prove(edge).await && exit == Exit::Green => Exit::Red,
        _ => exit,
    }
}

/// What a run that is only listed comes to: what the real one would refuse, it refuses too.
fn listed(edge: &Edge, preview: &Preview, wish: live::Wish) -> Exit {
    match live::flows(preview, wish.provision) {
        Ok(_) => Exit::Green,
        Err(missing) => {
            edge.report(&missing);
            Exit::Unfit
        }
    }
}

/// The live org, and the fake on which a case that fails there is run at once.
async fn rehearsed(
    edge: &Edge,
    project: &Project,
    preview: &Preview,
    wish: live::Wish,
    limit: std::time::Duration,
    interrupt: &mut Interrupt,
) -> Result<Target, live::Refused> {
    let offline = target::mock(project).await?;
    let live = live::open(edge, project, preview, wish, limit, interrupt).await?;
    Ok(Target::Live(live.rehearsing(offline)))
}

/// The first option that says something of a live org only.
fn live_only(args: &RunArgs) -> Option<&'static str> {
    let options = [(args.dry_run, "--dry-run"), (args.provision, "--provision"), (args.prepare_org, "--prepare-org")];
    options.into_iter().find_map(|(given, option)| given.then_some(option))
}

fn finish(edge: &Edge, summary: Result<Summary, tokio::task::JoinError>, unwritten: Option<String>) -> Exit {
    let exit = match summary {
        Ok(summary) => {
            let exit = summary.exit();
            if exit == Exit::Nothing {
                edge.tell("nothing was judged: every case was skipped");
            }
            exit
        }
        Err(error) => {
            edge.tell(&format!("the run ended in a defect of flowproof: {error}"));
            Exit::Red
        }
    };
    match unwritten {
        Some(reason) => {
            edge.tell(&reason);
            if exit == Exit::Green { Exit::Red } else { exit }
        }
        None => exit,
    }
}
