//! The loop over a plan: so many cases in flight. All of them are polled in one task, which saves a switch of threads at every answer; each
//! is fenced, so that a panic in one is that case's error and nothing else's.

use std::any::Any;
use std::collections::{HashMap, VecDeque};
use std::panic::AssertUnwindSafe;
use std::time::{Duration, Instant};

use futures_util::future::FutureExt as _;
use futures_util::stream::{FuturesUnordered, StreamExt as _};
use tokio::sync::mpsc;
use tokio::sync::mpsc::error::TrySendError;

use super::paths::Paths;
use super::{Context, Interrupt, Plan, case};
use crate::diagnostic::{Place, SourceFile};
use crate::event::{CaseName, CaseReport, Event, RunStarted, Summary, Verdict};

/// How long each part of clean-up may take: ending conversations, then undoing what was changed. Both fit into the time that a run's mark allows
/// for them.
const CLEAN_UP_TIME: Duration = Duration::from_secs(60);

/// With so many events that no reader took, no further case begins.
const MOST_UNSENT: usize = 64;

/// Runs every case of the plan and says so in `events`. Every planned case gets exactly one verdict, also when the run is interrupted,
/// times out, or a case panics. A reader that is gone does not stop the run.
pub async fn run(plan: &Plan, context: &Context, events: mpsc::Sender<Event>, mut interrupt: Interrupt) -> Summary {
    let begun = Instant::now();
    let options = &context.options;
    let mut teller = Teller { events, unsent: VecDeque::new(), summary: Summary::planning(plan.len()) };
    teller.say(Event::RunStarted(RunStarted {
        planned: plan.len(),
        files: plan.files(),
        target: context.target.name(),
        driver: options.driver,
        jobs: options.jobs,
        profile: context.project.profile().map(str::to_owned),
    }));

    let limit = [options.run_timeout, context.target.time_left()].into_iter().flatten().min();
    let deadline = limit.map(|limit| tokio::time::Instant::now() + limit);
    let mut cases = plan.cases(&context.project, &*context.files);
    let mut flying = FuturesUnordered::new();
    let mut names: HashMap<usize, CaseName> = HashMap::with_capacity(options.jobs);
    let mut stopped = None;
    let mut next = cases.next();
    let mut paths = Paths::of(context);
    loop {
        while flying.len().saturating_sub(paths.parked()) < options.jobs.max(1) && teller.unsent.len() < MOST_UNSENT {
            let Some(planned) = next.take() else { break };
            next = cases.next();
            let name = planned.name();
            teller.say(Event::CaseStarted(name.clone()));
            let index = planned.index;
            names.insert(index, name.clone());
            let fenced = AssertUnwindSafe(case::run(context, planned, name)).catch_unwind();
            flying.push(async move {
                let ended = fenced.await;
                if ended.is_err() {
                    Box::pin(context.target.end_case(index)).await;
                }
                (index, ended)
            });
        }
        // Nobody is left who could still ask for a path: now all are fetched together.
        if next.is_none() && paths.are_due(flying.len()) {
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
                    teller.end(report(index, ended, &mut names));
                }
            }
            // With nobody in flight and nothing to begin, all is done.
            () = std::future::ready(()), if flying.is_empty() && next.is_none() => break,
        }
    }
    // A case that has ended keeps its verdict, also where the run was stopped.
    while let Some(Some((index, ended))) = flying.next().now_or_never() {
        teller.end(report(index, ended, &mut names));
    }
    drop(flying);
    // Before anything is told: a reader that takes nothing must not keep conversations open.
    let left = context.target.clean_up(CLEAN_UP_TIME).await;
    if let Some(stop) = stopped {
        // The others are cut short here, by name.
        let mut cut: Vec<CaseName> = names.into_values().collect();
        cut.sort_by_key(|name| name.index);
        for name in cut {
            let reason = format!("{} while this case ran", stop.words());
            teller.end(CaseReport::bare(name, Verdict::Interrupted, Some(reason)));
        }
        for planned in next.into_iter().chain(cases) {
            let reason = format!("{}, before this case began", stop.words());
            teller.end(CaseReport::bare(planned.name(), Verdict::Interrupted, Some(reason)));
            teller.drain().await;
        }
        teller.summary.interrupted = stop == Stop::Interrupt;
        teller.summary.timed_out = stop == Stop::TimeOut;
    }
    teller.summary.live = context.target.sum(&left);
    teller.summary.duration = begun.elapsed();
    let summary = teller.summary.clone();
    teller.say(Event::RunEnded(summary.clone()));
    teller.drain().await;
    summary
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Stop {
    Interrupt,
    TimeOut,
}

impl Stop {
    fn words(self) -> &'static str {
        match self {
            Self::Interrupt => "the run was interrupted",
            Self::TimeOut => "the run's time-out was reached",
        }
    }
}

struct Teller {
    events: mpsc::Sender<Event>,
    /// What no reader has taken yet: a reader that is slow must hold up neither clocks nor signals.
    unsent: VecDeque<Event>,
    summary: Summary,
}

impl Teller {
    fn say(&mut self, event: Event) {
        self.unsent.push_back(event);
        self.hand_over();
    }

    fn end(&mut self, report: CaseReport) {
        self.summary.count(report.verdict);
        self.say(Event::CaseEnded(Box::new(report)));
    }

    /// Hands over as much as is taken at once.
    fn hand_over(&mut self) {
        while let Some(event) = self.unsent.pop_front() {
            match self.events.try_send(event) {
                Ok(()) => {}
                Err(TrySendError::Full(event)) => return self.unsent.push_front(event),
                // The reader is gone; verdicts still count towards the exit code.
                Err(TrySendError::Closed(_)) => self.unsent.clear(),
            }
        }
    }

    /// Ends when what is left can be handed over; never, where nothing is.
    async fn room(&self) {
        if self.unsent.is_empty() {
            std::future::pending::<()>().await;
        }
        let _room = self.events.reserve().await;
    }

    /// Hands over everything, however long the reader takes.
    async fn drain(&mut self) {
        while !self.unsent.is_empty() {
            self.room().await;
            self.hand_over();
        }
    }
}

fn report(
    index: usize,
    ended: Result<CaseReport, Box<dyn Any + Send>>,
    names: &mut HashMap<usize, CaseName>,
) -> CaseReport {
    let name = names.remove(&index);
    match (ended, name) {
        (Ok(report), _) => report,
        (Err(panic), name) => {
            let reason = format!("this case panicked, which is a defect of flowproof: {}", panic_text(&*panic));
            CaseReport::bare(name.unwrap_or_else(|| unknown(index)), Verdict::Errored, Some(reason))
        }
    }
}

/// Every case in flight has a name in the map; this stands in for one that has not, so that it still gets its verdict.
fn unknown(index: usize) -> CaseName {
    let place = Place::new(&SourceFile::new("unknown", ""), 0..0);
    CaseName { index, scenario: "unknown".into(), case: None, place }
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
