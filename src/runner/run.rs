//! The loop over a plan: so many cases in flight, one task each, so that a panic in one is that case's error and nothing else's.

use std::collections::HashMap;
use std::time::{Duration, Instant};

use tokio::sync::mpsc;
use tokio::task::{Id, JoinError, JoinSet};

use super::{Context, Interrupt, Plan, case};
use crate::event::{CaseName, CaseReport, Event, RunStarted, Summary, Verdict};

/// How long clean-up may take once a run is stopped.
const CLEAN_UP_TIME: Duration = Duration::from_secs(10);

/// Runs every case of the plan and says so in `events`. Every planned case gets exactly one verdict, also when the run is interrupted,
/// times out, or a case panics. A reader that is gone does not stop the run.
pub async fn run(plan: &Plan, context: &Context, events: mpsc::Sender<Event>, mut interrupt: Interrupt) -> Summary {
    let begun = Instant::now();
    let options = &context.options;
    let mut teller = Teller { events, summary: Summary::planning(plan.len()) };
    teller
        .say(Event::RunStarted(RunStarted {
            planned: plan.len(),
            files: plan.files(),
            target: context.target.name(),
            driver: options.driver,
            jobs: options.jobs,
        }))
        .await;

    let deadline = options.run_timeout.map(|limit| tokio::time::Instant::now() + limit);
    let mut cases = plan.cases(&context.project, &*context.files);
    let mut flying: JoinSet<CaseReport> = JoinSet::new();
    let mut names: HashMap<Id, CaseName> = HashMap::with_capacity(options.jobs);
    let mut stopped = None;
    let mut next = cases.next();
    loop {
        while flying.len() < options.jobs.max(1) {
            let Some(planned) = next.take() else { break };
            next = cases.next();
            let name = planned.name();
            teller.say(Event::CaseStarted(name.clone())).await;
            let handle = flying.spawn(case::run(context.clone(), planned, name.clone()));
            names.insert(handle.id(), name);
        }
        tokio::select! {
            biased;
            () = interrupt.raised() => { stopped = Some(Stop::Interrupt); break }
            () = until(deadline) => { stopped = Some(Stop::TimeOut); break }
            joined = flying.join_next_with_id() => match joined {
                None => break,
                Some(joined) => teller.end(report(joined, &mut names)).await,
            },
        }
    }
    if let Some(stop) = stopped {
        flying.abort_all();
        while let Some(joined) = flying.join_next_with_id().await {
            teller.end(stopped_report(joined, &mut names, stop)).await;
        }
        for planned in next.into_iter().chain(cases) {
            let reason = format!("{}, before this case began", stop.words());
            teller.end(CaseReport::bare(planned.name(), Verdict::Interrupted, Some(reason))).await;
        }
        teller.summary.interrupted = stop == Stop::Interrupt;
        teller.summary.timed_out = stop == Stop::TimeOut;
    }
    context.target.clean_up(CLEAN_UP_TIME).await;
    teller.summary.duration = begun.elapsed();
    let summary = teller.summary.clone();
    teller.say(Event::RunEnded(summary.clone())).await;
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
    summary: Summary,
}

impl Teller {
    async fn say(&self, event: Event) {
        // A closed channel means that the reader is gone; verdicts still count towards the exit code.
        let _ = self.events.send(event).await;
    }

    async fn end(&mut self, report: CaseReport) {
        self.summary.count(report.verdict);
        self.say(Event::CaseEnded(Box::new(report))).await;
    }
}

type Joined = Result<(Id, CaseReport), JoinError>;

fn report(joined: Joined, names: &mut HashMap<Id, CaseName>) -> CaseReport {
    match joined {
        Ok((id, report)) => {
            names.remove(&id);
            report
        }
        Err(error) => {
            let name = take_name(names, error.id());
            let reason = format!("this case panicked, which is a defect of flowproof: {}", panic_text(error));
            CaseReport::bare(name, Verdict::Errored, Some(reason))
        }
    }
}

/// A case that had ended when the run was stopped keeps its verdict; one that was cut short is named as such.
fn stopped_report(joined: Joined, names: &mut HashMap<Id, CaseName>, stop: Stop) -> CaseReport {
    match joined {
        Err(error) if error.is_cancelled() => {
            let reason = format!("{} while this case ran", stop.words());
            CaseReport::bare(take_name(names, error.id()), Verdict::Interrupted, Some(reason))
        }
        joined => report(joined, names),
    }
}

fn take_name(names: &mut HashMap<Id, CaseName>, id: Id) -> CaseName {
    names.remove(&id).unwrap_or_else(|| CaseName {
        index: usize::MAX,
        scenario: "unknown".into(),
        case: None,
        place: crate::diagnostic::Place::new(&crate::diagnostic::SourceFile::new("unknown", ""), 0..0),
    })
}

fn panic_text(error: JoinError) -> String {
    match error.try_into_panic() {
        Ok(payload) => payload
            .downcast_ref::<String>()
            .cloned()
            .or_else(|| payload.downcast_ref::<&str>().map(|text| (*text).to_owned()))
            .unwrap_or_else(|| "no message".to_owned()),
        Err(error) => error.to_string(),
    }
}

async fn until(deadline: Option<tokio::time::Instant>) {
    match deadline {
        Some(deadline) => tokio::time::sleep_until(deadline).await,
        None => std::future::pending().await,
    }
}
