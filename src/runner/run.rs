//! The loop over a plan: so many cases in flight. All of them are polled in one task, which saves a switch of threads at every answer; each
//! is fenced, so that a panic in one is that case's error and nothing else's.

use std::any::Any;
use std::panic::AssertUnwindSafe;
use std::time::{Duration, Instant};

use futures_util::future::FutureExt as _;
use futures_util::stream::{FuturesUnordered, StreamExt as _};
use tokio::sync::mpsc;

use super::in_flight::InFlight;
use super::paths::Paths;
use super::plan::Planned;
use super::queue::Queue;
use super::teller::Teller;
use super::{Context, Interrupt, Plan, case};
use crate::diagnostic::{Place, SourceFile};
use crate::event::{CaseName, CaseReport, Event, RunStarted, Summary, Verdict};

/// How long each part of clean-up may take: ending conversations, then undoing what was changed. Both fit into the time that a run's mark allows
/// for them.
const CLEAN_UP_TIME: Duration = Duration::from_secs(60);

/// Runs every case of the plan and says so in `events`. Every planned case gets exactly one verdict, also when the run is interrupted,
/// times out, stops at a failure, or a case panics. A reader that is gone does not stop the run.
pub async fn run(plan: &Plan, context: &Context, events: mpsc::Sender<Event>, mut interrupt: Interrupt) -> Summary {
    let begun = Instant::now();
    let options = &context.options;
    let mut summary = Summary::planning(plan.len());
    summary.flaky_fails = options.flaky_fails;
    let mut teller = Teller::new(events, summary);
    teller.say(Event::RunStarted(started(plan, context)));

    let limit = [options.run_timeout, context.target.time_left()].into_iter().flatten().min();
    let deadline = limit.map(|limit| tokio::time::Instant::now() + limit);
    let mut queue = Queue::new(plan.cases(&context.project, &*context.files), &options.groups);
    let mut flying = FuturesUnordered::new();
    let mut names = InFlight::new(options.slow, options.jobs);
    let mut stopped = None;
    let mut paths = Paths::of(context);
    loop {
        let enough = options.most_failures.is_some_and(|most| teller.failures() >= most);
        let mut none_begins = enough || queue.is_empty();
        while !none_begins && flying.len().saturating_sub(paths.parked()) < options.jobs.max(1) && !teller.is_behind() {
            let Some(planned) = queue.begin() else {
                none_begins = true;
                break;
            };
            let name = planned.name();
            teller.say(Event::CaseStarted(name.clone()));
            names.begin(name.clone());
            flying.push(fenced(context, planned, name));
        }
        none_begins |= queue.is_empty();
        // Nobody is left who could still ask for a path: now all are fetched together.
        if none_begins && paths.are_due(flying.len()) {
            teller.say(Event::WaitingForPaths(flying.len()));
            paths.fetch();
        }
        tokio::select! {
            biased;
            () = interrupt.raised() => { stopped = Some(Stop::Interrupt); break }
            () = until(deadline) => { stopped = Some(Stop::TimeOut); break }
            () = paths.change() => {}
            () = teller.room() => teller.hand_over(),
            ended = flying.next(), if !flying.is_empty() => {
                if let Some((index, ended)) = ended {
                    queue.ended(index);
                    teller.end(report(index, ended, &mut names, begun));
                }
            }
            () = until(names.next_slow()) => {
                names.slow().into_iter().for_each(|(name, time)| teller.say(Event::CaseSlow(name, time)));
            }
            // With nobody in flight and nothing to begin, all is done.
            () = std::future::ready(()), if flying.is_empty() && none_begins => {
                if !queue.is_empty() {
                    stopped = Some(Stop::Failures);
                }
                break;
            }
        }
    }
    // A case that has ended keeps its verdict, also where the run was stopped.
    while let Some(Some((index, ended))) = flying.next().now_or_never() {
        teller.end(report(index, ended, &mut names, begun));
    }
    drop(flying);
    // Before anything is told: a reader that takes nothing must not keep conversations open.
    let left = context.target.clean_up(CLEAN_UP_TIME).await;
    if let Some(stop) = stopped {
        // The others are cut short here, by name.
        for name in names.names() {
            let reason = format!("{} while this case ran", stop.words());
            teller.end(CaseReport::bare(name, Verdict::Interrupted, Some(reason)));
        }
        for planned in queue.rest() {
            let reason = format!("{}, before this case began", stop.words());
            teller.end(CaseReport::bare(planned.name(), stop.verdict(), Some(reason)));
            teller.drain().await;
        }
        teller.summary.interrupted = stop == Stop::Interrupt;
        teller.summary.timed_out = stop == Stop::TimeOut;
        teller.summary.stopped = stop == Stop::Failures;
    }
    teller.summary.live = context.target.sum(&left);
    teller.summary.duration = begun.elapsed();
    let summary = teller.summary.clone();
    teller.say(Event::RunEnded(summary.clone()));
    teller.drain().await;
    summary
}

fn started(plan: &Plan, context: &Context) -> RunStarted {
    let options = &context.options;
    RunStarted {
        planned: plan.len(),
        files: plan.files(),
        target: context.target.name(),
        driver: options.driver,
        jobs: options.jobs,
        began: options.began,
        seed: plan.seed(),
        shard: plan.shard(),
        retries: options.retries,
        profile: context.project.profile().map(str::to_owned),
        project: context.project.given_root().map(ToString::to_string),
    }
}

/// How a case ended: with a report, or in a panic.
type Ended = Result<CaseReport, Box<dyn Any + Send>>;

async fn fenced(context: &Context, planned: Planned, name: CaseName) -> (usize, Ended) {
    let index = planned.index;
    let ended = AssertUnwindSafe(case::run(context, planned, name)).catch_unwind().await;
    if ended.is_err() {
        Box::pin(context.target.end_case(index)).await;
    }
    (index, ended)
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Stop {
    Interrupt,
    TimeOut,
    Failures,
}

impl Stop {
    fn words(self) -> &'static str {
        match self {
            Self::Interrupt => "the run was interrupted",
            Self::TimeOut => "the run's time-out was reached",
            Self::Failures => "the run stops after a failure (`--fail-fast`)",
        }
    }

    /// What becomes of a case that has not begun.
    fn verdict(self) -> Verdict {
        match self {
            Self::Interrupt | Self::TimeOut => Verdict::Interrupted,
            Self::Failures => Verdict::Skipped,
        }
    }
}

fn report(index: usize, ended: Ended, names: &mut InFlight, begun: Instant) -> CaseReport {
    let flight = names.end(index);
    let began = flight.as_ref().map_or(Duration::ZERO, |(_, began)| began.into_std().saturating_duration_since(begun));
    let mut report = ended.unwrap_or_else(|panic| {
        let reason = format!("this case panicked, which is a defect of flowproof: {}", panic_text(&*panic));
        CaseReport::bare(flight.map_or_else(|| unknown(index), |(name, _)| name), Verdict::Errored, Some(reason))
    });
    report.began = began;
    report
}

/// Every case in flight has a name in the map; this stands in for one that has not, so that it still gets its verdict.
fn unknown(index: usize) -> CaseName {
    let place = Place::new(&SourceFile::new("unknown", ""), 0..0);
    CaseName { index, file: "unknown".into(), scenario: "unknown".into(), case: None, place }
}

fn panic_text(panic: &(dyn Any + Send)) -> &str {
    let text = panic.downcast_ref::<String>().map(String::as_str);
    text.or_else(|| panic.downcast_ref::<&str>().copied()).unwrap_or("no message")
}

async fn until(deadline: Option<tokio::time::Instant>) {
    match deadline {
        Some(deadline) => tokio::time::sleep_until(deadline).await,
        None => std::future::pending().await,
    }
}
