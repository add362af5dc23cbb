//! What a run in a live org would do, counted before it begins: conversations, messages, requests, time, and what its flows may touch. Sends
//! nothing. Must not know what is allowed; whoever asks compares.

use std::sync::Arc;
use std::time::Duration;

use indexmap::IndexMap;

use super::Plan;
use super::case::{Offer, Prepared, prepare_for};
use crate::diagnostic::Place;
use crate::project::{Files, Habits, LiveFlow, Project};
use crate::scenario::model::{Case, Driver, Receive, Start, StepKind, TargetName};

/// The drivers of a live org.
const DRIVERS: &[Driver] = &[Driver::Converse];

/// Requests for one conversation: it is found by its first message, read, ended, and read again for what its flow wrote.
const CALLS_A_CONVERSATION: usize = 4;

/// Conversations whose executions one query finds, and executions that one job gathers.
const CONVERSATIONS_A_QUERY: usize = 50;
const EXECUTIONS_A_JOB: usize = 100;

/// Requests that each run makes besides: a token, the org's description, and whether it keeps execution data.
const CALLS_A_RUN: usize = 3;

/// Requests for a flow before anybody speaks with it: its deployment and that one's configuration, the flow and its log level, and what is
/// published of it (two).
const CALLS_A_FLOW: usize = 6;

/// Requests of one job: it is started, and asked for once at least.
const CALLS_A_JOB: usize = 2;

/// Requests for a configuration of the run's own: made, published, deleted.
const CALLS_A_CONFIGURATION: usize = 3;

/// Requests for a deployment of the run's own: its flow is found, it is made, read until it is active, deleted.
const CALLS_A_DEPLOYMENT: usize = 4;

/// Requests that lead a deployment to a copy of its configuration and back: the configuration is read, copied, published, deleted; the deployment
/// changed, read and changed back.
const CALLS_TO_LEAD: usize = 7;

/// Requests for a log level: read, set; read, set back.
const CALLS_A_LEVEL: usize = 4;

/// What a run in a live org would do.
#[derive(Debug, Default)]
pub struct Preview {
    /// The cases that would be held, in order.
    pub cases: Vec<PlannedCase>,
    /// Cases that would be left out, with the reason.
    pub skipped: Vec<(String, String)>,
    /// Requests for what is set up in the org for the run, and undone, at the most.
    pub set_up: usize,
    /// What the flows may touch, by the flow's name in flowproof.yaml.
    pub flows: IndexMap<Arc<str>, PlannedFlow>,
}

/// A case that would be held.
#[derive(Debug)]
pub struct PlannedCase {
    /// Its full name.
    pub name: String,
    /// Where it stands.
    pub place: Place,
    /// Its flow, by its name in flowproof.yaml.
    pub flow: Arc<str>,
    /// Conversations.
    pub conversations: usize,
    /// Messages of the customer, files and picked answers too.
    pub messages: usize,
    /// How long it takes at least, apart from what the flow takes.
    pub time: Duration,
}

/// A flow that would be spoken with.
#[derive(Debug)]
pub struct PlannedFlow {
    /// Its name in Architect.
    pub name: String,
    /// Its ids in the org.
    pub live: LiveFlow,
    /// Flows that it calls and that are run with it, by their names in Architect.
    pub called: Vec<String>,
    /// Data actions that it may call: `CRM > Get Customer`.
    pub data_actions: Vec<String>,
    /// Queues that it may ring.
    pub queues: Vec<String>,
    /// Where it hands customers to a queue whose name it computes: nobody can say which.
    pub computed_queues: Vec<Place>,
    /// A case that speaks with it.
    pub place: Place,
}

impl Preview {
    /// Counts what a plan would do. A case whose file has become wrong is counted nowhere: the run says so.
    pub fn of(plan: &Plan, project: &Project, files: &dyn Files, only: Option<Driver>) -> Self {
        let offer = Offer { target: TargetName::Live, drivers: DRIVERS, only };
        let habits = &project.settings().live.habits;
        let mut preview = Self::default();
        for planned in plan.cases(project, files) {
            match prepare_for(project, files, offer, &planned) {
                Prepared::Ready(ready) => {
                    let (case, resolved, _) = *ready;
                    preview.flows.entry(Arc::clone(&resolved.flow)).or_insert_with(|| {
                        let inventory = resolved.program.inventory();
                        PlannedFlow {
                            name: resolved.program.name().to_string(),
                            live: resolved.live.clone(),
                            called: resolved.program.flows().iter().skip(1).map(|flow| flow.name.to_string()).collect(),
                            data_actions: inventory
                                .data_actions
                                .iter()
                                .map(|called| format!("{} > {}", called.category, called.action))
                                .collect(),
                            queues: each_once(inventory.queues.iter().map(|(queue, _)| queue.to_string())),
                            computed_queues: inventory.computed_queues.clone(),
                            place: case.flow.place.clone(),
                        }
                    });
                    preview.cases.push(PlannedCase::of(&case, resolved.flow, habits));
                }
                Prepared::Skipped { reason, .. } => preview.skipped.push((planned.name().full(), reason)),
                Prepared::Wrong(_) => {}
            }
        }
        preview
    }

    /// Conversations in all.
    pub fn conversations(&self) -> usize {
        self.cases.iter().map(|case| case.conversations).sum()
    }

    /// Messages in all.
    pub fn messages(&self) -> usize {
        self.cases.iter().map(|case| case.messages).sum()
    }

    /// The same with what is set up besides: deployments for flows that have none, and what shows paths.
    #[must_use]
    pub fn setting_up(mut self, provision: bool, prepare: bool) -> Self {
        let unplaced = self.flows.values().filter(|flow| flow.live.deployment_id.is_none()).count();
        let called: usize = self.flows.values().map(|flow| flow.called.len()).sum();
        if provision && unplaced > 0 {
            self.set_up += CALLS_A_CONFIGURATION + unplaced * CALLS_A_DEPLOYMENT;
        }
        if prepare {
            let placed = self.flows.len() - unplaced;
            self.set_up += placed * CALLS_TO_LEAD + (self.flows.len() + called) * CALLS_A_LEVEL + called;
        }
        self
    }

    /// Cases whose last message is looked up besides the first, since it may have begun another conversation.
    fn further(&self) -> usize {
        self.cases.iter().filter(|case| case.messages > case.conversations).count()
    }

    /// Requests to the API, at least: an org that is late is asked again.
    pub fn calls(&self) -> usize {
        let conversations = self.conversations();
        if conversations == 0 {
            return 0;
        }
        let queries = conversations.div_ceil(CONVERSATIONS_A_QUERY);
        let jobs = conversations.div_ceil(EXECUTIONS_A_JOB) * CALLS_A_JOB;
        self.set_up
            + CALLS_A_RUN
            + self.flows.len() * CALLS_A_FLOW
            + self.further()
            + conversations * (CALLS_A_CONVERSATION + 1)
            + queries
            + jobs
    }

    /// How long it takes at least, with so many cases side by side and so many requests a minute.
    pub fn time(&self, jobs: usize, rate: u32) -> Duration {
        let all: Duration = self.cases.iter().map(|case| case.time).sum();
        let longest = self.cases.iter().map(|case| case.time).max().unwrap_or_default();
        let side_by_side = all / u32::try_from(jobs.max(1)).unwrap_or(u32::MAX);
        let beyond = self.calls().saturating_sub(usize::try_from(rate).unwrap_or(usize::MAX));
        let waiting = Duration::from_secs(60).mul_f64(beyond as f64 / f64::from(rate.max(1)));
        side_by_side.max(longest).max(waiting)
    }
}

fn each_once(names: impl Iterator<Item = String>) -> Vec<String> {
    let mut names: Vec<String> = names.collect();
    names.sort();
    names.dedup();
    names
}

impl PlannedCase {
    fn of(case: &Case, flow: Arc<str>, habits: &Habits) -> Self {
        let (mut conversations, mut messages, mut waits) = (1, usize::from(case.start == Start::Join), Duration::ZERO);
        for step in &case.conversation {
            match &step.kind {
                StepKind::Say(_) | StepKind::Choose(_) | StepKind::Attach(_) => messages += 1,
                StepKind::StartNew => conversations += 1,
                StepKind::Wait(time) | StepKind::Receive(Receive::NoneFor(time)) => waits += *time,
                _ => {}
            }
        }
        let each = habits.pace().max(habits.quiet());
        let time = waits + each.saturating_mul(u32::try_from(messages).unwrap_or(u32::MAX));
        Self { name: case.full_name(), place: case.place.clone(), flow, conversations, messages, time }
    }
}
