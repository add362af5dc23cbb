//! The lines of a run: its beginning, its cases, its end.

use std::borrow::Cow;
use std::sync::Arc;

use indexmap::IndexMap;
use jiff::Timestamp;
use schemars::{JsonSchema, schema_for};
use serde::{Deserialize, Serialize};

use super::case::{NameJson, ReportJson};
use super::flow::FlowSeenJson;
use super::words::{Strange, Word, milliseconds, time, unset, value, verdict, word};
use crate::event::{Compared, EVENT_VERSION, Event, FlowSeen, LiveSum, Proof, RunStarted, Shard, Summary, Verdict};
use crate::scenario::model::{Driver, TargetName};

/// The words under `event`, in the order of [`LineJson`].
pub(in crate::report::json) const EVENTS: &[&str] =
    &["run_started", "case_started", "case_slow", "flow_seen", "case_ended", "waiting_for_paths", "run_ended"];

/// One line of the report.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
#[serde(tag = "event", rename_all = "snake_case")]
pub(in crate::report::json) enum LineJson {
    /// The first line.
    RunStarted(RunStartedJson),
    /// A case begins.
    CaseStarted {
        /// Which.
        case: NameJson,
    },
    /// A case runs for long already; said again each time that it has taken as long once more (since version 3).
    CaseSlow {
        /// Which.
        case: NameJson,
        /// For how long, in milliseconds.
        after_ms: f64,
    },
    /// A flow, once, before the first case that goes through it (since version 3).
    FlowSeen(Box<FlowSeenJson>),
    /// A case got its verdict; one such line for each planned case.
    CaseEnded {
        /// Which.
        case: NameJson,
        /// The rest.
        #[serde(flatten)]
        report: Box<ReportJson>,
    },
    /// Cases of a live run wait for their paths, which are fetched together (since version 2).
    WaitingForPaths {
        /// How many cases.
        cases: usize,
    },
    /// The last line.
    RunEnded(Box<RunEndedJson>),
}

impl LineJson {
    /// The line of an event.
    pub fn of(event: &Event) -> Self {
        match event {
            Event::RunStarted(started) => Self::RunStarted(RunStartedJson::of(started)),
            Event::CaseStarted(name) => Self::CaseStarted { case: NameJson::of(name) },
            Event::CaseSlow(name, after) => Self::CaseSlow { case: NameJson::of(name), after_ms: milliseconds(*after) },
            Event::CaseEnded(report) => {
                Self::CaseEnded { case: NameJson::of(&report.name), report: Box::new(ReportJson::of(report)) }
            }
            Event::WaitingForPaths(cases) => Self::WaitingForPaths { cases: *cases },
            Event::RunEnded(summary) => Self::RunEnded(Box::new(RunEndedJson::of(summary))),
        }
    }

    /// The event of a line; `flow` knows the flows that were told before. None for a line that tells of a flow.
    pub fn read(self, flow: &dyn Fn(&str) -> Option<Arc<FlowSeen>>) -> Result<Option<Event>, Strange> {
        Ok(Some(match self {
            Self::RunStarted(started) => Event::RunStarted(started.read()?),
            Self::CaseStarted { case } => Event::CaseStarted(case.read()),
            Self::CaseSlow { case, after_ms } => Event::CaseSlow(case.read(), time(after_ms)),
            Self::FlowSeen(_) => return Ok(None),
            Self::CaseEnded { case, report } => Event::CaseEnded(Box::new(report.read(&case.read(), flow)?)),
            Self::WaitingForPaths { cases } => Event::WaitingForPaths(cases),
            Self::RunEnded(ended) => Event::RunEnded(ended.read()?),
        }))
    }
}

/// What the run will do.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
pub(in crate::report::json) struct RunStartedJson {
    /// Version of the stream.
    pub version: u32,
    /// How many cases are planned.
    planned: usize,
    /// In how many files.
    files: usize,
    /// `mock` or `live`.
    target: Word,
    /// `simulate` or `converse`; absent where each case takes the richest that it can.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    driver: Option<Word>,
    /// How many cases run side by side.
    jobs: usize,
    /// When, in UTC (since version 3).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(with = "Option<String>")]
    began: Option<Timestamp>,
    /// The seed of a random order (since version 3).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    seed: Option<u64>,
    /// Which part of the cases, where they are shared among runs (since version 3).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    shard: Option<ShardJson>,
    /// How often a case that fails is tried again; absent for never (since version 3).
    #[serde(default, skip_serializing_if = "is_zero")]
    retries: u32,
    /// The profile of `flowproof.yaml` that is used (since version 3).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    profile: Option<String>,
    /// The folder of `flowproof.yaml` as it was given; absent for the folder that the run was started in (since version 3).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    project: Option<String>,
}

/// A part of the cases.
#[derive(Debug, Clone, Copy, Serialize, Deserialize, JsonSchema)]
struct ShardJson {
    /// Which part, from 1.
    number: u32,
    /// Of how many.
    of: u32,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde asks for a reference")]
fn is_zero(count: &u32) -> bool {
    *count == 0
}

impl RunStartedJson {
    pub fn of(started: &RunStarted) -> Self {
        Self {
            version: EVENT_VERSION,
            planned: started.planned,
            files: started.files,
            target: word(TargetName::WORDS, started.target),
            driver: started.driver.map(|driver| word(Driver::WORDS, driver)),
            jobs: started.jobs,
            began: started.began,
            seed: started.seed,
            shard: started.shard.map(|shard| ShardJson { number: shard.number, of: shard.of }),
            retries: started.retries,
            profile: started.profile.clone(),
            project: started.project.clone(),
        }
    }

    pub fn read(self) -> Result<RunStarted, Strange> {
        Ok(RunStarted {
            planned: self.planned,
            files: self.files,
            target: value(TargetName::WORDS, &self.target)?,
            driver: self.driver.map(|driver| value(Driver::WORDS, &driver)).transpose()?,
            jobs: self.jobs,
            began: self.began,
            seed: self.seed,
            shard: self.shard.map(ShardJson::read).transpose()?,
            retries: self.retries,
            profile: self.profile,
            project: self.project,
        })
    }
}

impl ShardJson {
    fn read(self) -> Result<Shard, Strange> {
        let Self { number, of } = self;
        if number == 0 || number > of {
            return Err(format!("there is no shard {number} of {of}"));
        }
        Ok(Shard { number, of })
    }
}

/// How the run ended as a whole.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
pub(in crate::report::json) struct RunEndedJson {
    /// How many cases were planned.
    planned: usize,
    /// How many got each verdict.
    verdicts: IndexMap<Word, usize>,
    /// The exit code that this means.
    exit: i32,
    /// Whether the run was interrupted.
    interrupted: bool,
    /// Whether the run's time-out was reached.
    timed_out: bool,
    /// Whether the run stopped before every case began, since enough were not green (since version 3).
    #[serde(default, skip_serializing_if = "unset")]
    stopped: bool,
    /// Whether a case that passed only when it was tried again makes the run red (since version 3).
    #[serde(default, skip_serializing_if = "unset")]
    flaky_fails: bool,
    /// Whether a file was wrong (since version 3).
    #[serde(default, skip_serializing_if = "unset")]
    files_wrong: bool,
    /// Whether the environment was unfit, so that nothing ran (since version 3).
    #[serde(default, skip_serializing_if = "unset")]
    unfit: bool,
    /// Wall time in milliseconds.
    duration_ms: f64,
    /// What was done in a live org (since version 2).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    live: Option<LiveJson>,
    /// How old the proof is that the fake does what a live org does (since version 2).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    proof: Option<ProofJson>,
}

impl RunEndedJson {
    pub fn of(summary: &Summary) -> Self {
        Self {
            planned: summary.planned,
            verdicts: Verdict::ALL.iter().map(|verdict| (verdict.word().into(), summary.of(*verdict))).collect(),
            exit: summary.exit() as i32,
            interrupted: summary.interrupted,
            timed_out: summary.timed_out,
            stopped: summary.stopped,
            flaky_fails: summary.flaky_fails,
            files_wrong: summary.files_wrong,
            unfit: summary.unfit,
            duration_ms: milliseconds(summary.duration),
            live: summary.live.as_ref().map(LiveJson::of),
            proof: summary.proof.as_deref().map(ProofJson::of),
        }
    }

    pub fn read(self) -> Result<Summary, Strange> {
        let mut summary = Summary::planning(self.planned);
        summary.interrupted = self.interrupted;
        summary.timed_out = self.timed_out;
        summary.stopped = self.stopped;
        summary.flaky_fails = self.flaky_fails;
        summary.files_wrong = self.files_wrong;
        summary.unfit = self.unfit;
        summary.duration = time(self.duration_ms);
        summary.live = self.live.map(LiveJson::read);
        summary.proof = self.proof.map(|proof| Box::new(proof.read()));
        for (word, count) in self.verdicts {
            summary.count_many(verdict(&word)?, count);
        }
        Ok(summary)
    }
}

/// What a run did in a live org.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
struct LiveJson {
    /// The run, as its marks name it.
    run: String,
    /// The org's name.
    org: String,
    /// Conversations that were begun.
    begun: usize,
    /// Conversations that are known to have ended.
    ended: usize,
    /// Requests to the API, by what they were for.
    calls: IndexMap<Word, usize>,
    /// What could not be ended or removed.
    left: Vec<String>,
}

impl LiveJson {
    fn of(sum: &LiveSum) -> Self {
        Self {
            run: sum.run.clone(),
            org: sum.org.clone(),
            begun: sum.begun,
            ended: sum.ended,
            calls: sum.calls.iter().cloned().collect(),
            left: sum.left.clone(),
        }
    }

    fn read(self) -> LiveSum {
        let calls = self.calls.into_iter().map(|(kind, count)| (Cow::Owned(kind.into_owned()), count)).collect();
        LiveSum { run: self.run, org: self.org, begun: self.begun, ended: self.ended, calls, left: self.left }
    }
}

/// How old the proof is, and how much of it still counts.
#[derive(Debug, Serialize, Deserialize, JsonSchema)]
struct ProofJson {
    /// How many of the cases were compared with a live org.
    cases: usize,
    /// How many cases there are.
    of: usize,
    /// Days since the last comparison.
    last_days: i64,
    /// The org of the last comparison: its name, else its id.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    org: Option<String>,
    /// The flow of the last comparison.
    flow: String,
    /// The version of that flow in the org.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    flow_version: Option<String>,
    /// Days since the oldest comparison.
    oldest_days: i64,
    /// The case of the oldest comparison.
    oldest_case: String,
    /// How many are stale because the flow has changed since.
    flow_changed: usize,
    /// How many are stale because the scenario has changed since, and the flow has not.
    scenario_changed: usize,
    /// How many found a difference.
    differed: usize,
}

impl ProofJson {
    fn of(proof: &Proof) -> Self {
        let (oldest_days, oldest_case) = proof.oldest.clone();
        Self {
            cases: proof.cases,
            of: proof.of,
            last_days: proof.last.days,
            org: proof.last.org.clone(),
            flow: proof.last.flow.clone(),
            flow_version: proof.last.flow_version.clone(),
            oldest_days,
            oldest_case,
            flow_changed: proof.flow_changed,
            scenario_changed: proof.scenario_changed,
            differed: proof.differed,
        }
    }

    fn read(self) -> Proof {
        let last = Compared { days: self.last_days, org: self.org, flow: self.flow, flow_version: self.flow_version };
        Proof {
            cases: self.cases,
            of: self.of,
            last,
            oldest: (self.oldest_days, self.oldest_case),
            flow_changed: self.flow_changed,
            scenario_changed: self.scenario_changed,
            differed: self.differed,
        }
    }
}

/// The JSON Schema of one line.
pub fn events_schema() -> serde_json::Value {
    schema_for!(LineJson).to_value()
}
