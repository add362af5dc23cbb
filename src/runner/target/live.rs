//! A live org: guests of its deployments, one client for all cases, marks, a ledger. What a case leaves open is ended after it, and what is
//! left of cut-off cases at the end of the run. Must not know how the org was found fit.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use indexmap::IndexMap;
use jiff::Timestamp;

use super::seat::{GuestPlace, Seat};
use super::{Executions, MockTarget, Target};
use crate::diagnostic::Diagnostic;
use crate::event::LiveSum;
use crate::genesys::GuestOptions;
use crate::live::{Changes, Guarded, LeftOpen, Mark, OpenConversations, Published, Sandbox};
use crate::project::{Files, Resolved};
use crate::runner::drive::Settle;
use crate::runner::stopwatch::Stopwatch;
use crate::scenario::model::Case;

/// A live org.
pub struct LiveTarget {
    run: Arc<LiveRun>,
    executions: Arc<Executions>,
    seed: u64,
    /// How many seats were opened: a case that is tried again is another guest.
    seats: AtomicU64,
    rehearsal: Option<Arc<Target>>,
    published: IndexMap<String, Published>,
}

/// What the cases of a run share of the org.
pub(in crate::runner) struct LiveRun {
    /// The org.
    pub sandbox: Sandbox,
    /// That it may be touched.
    pub guarded: Guarded,
    /// What is open there.
    pub open: OpenConversations,
    /// What else the run made or changed there.
    changes: Changes,
}

impl LiveTarget {
    /// A run in an org that may be touched, with what was made ready for it there. `seed` is what the tokens of sessions derive from: a
    /// random one, since a token that was used before resumes a conversation.
    pub fn new(sandbox: Sandbox, guarded: Guarded, changes: Changes, mark: Mark, seed: u64) -> Self {
        let executions = Arc::new(Executions::at_the_end(sandbox.settings.habits.execution_data()));
        let open = OpenConversations::new(Arc::clone(changes.ledger()), mark);
        let run = Arc::new(LiveRun { sandbox, guarded, open, changes });
        Self { run, executions, seed, seats: AtomicU64::new(0), rehearsal: None, published: IndexMap::new() }
    }

    /// The same, where it is known whether the org has the flows of the files, by their names in flowproof.yaml.
    #[must_use]
    pub fn comparing(self, published: IndexMap<String, Published>) -> Self {
        Self { published, ..self }
    }

    /// The same, where a case that fails is run on the fake at once, to say where the failure came from.
    #[must_use]
    pub fn rehearsing(self, offline: MockTarget) -> Self {
        Self { rehearsal: Some(Arc::new(Target::Mock(offline))), ..self }
    }

    pub(super) fn rehearsal(&self) -> Option<&Arc<Target>> {
        self.rehearsal.as_ref()
    }

    pub(super) fn published(&self, flow: &str) -> Option<&Published> {
        self.published.get(flow)
    }

    /// The org.
    pub fn sandbox(&self) -> &Sandbox {
        &self.run.sandbox
    }

    /// That it may be touched.
    pub fn guarded(&self) -> &Guarded {
        &self.run.guarded
    }

    /// What the run did there.
    pub(super) fn sum(&self, left: &[String]) -> LiveSum {
        let (begun, ended) = self.run.open.counts();
        LiveSum {
            run: self.run.open.mark().run.to_string(),
            org: self.run.guarded.organization.name.clone(),
            begun,
            ended,
            calls: self.run.sandbox.calls.by_kind(),
            left: left.to_vec(),
        }
    }

    pub(super) fn executions(&self) -> &Arc<Executions> {
        &self.executions
    }

    pub(super) fn open(
        &self,
        case: &Case,
        resolved: &Resolved,
        files: &Arc<dyn Files>,
        index: usize,
        stopwatch: &Arc<Stopwatch>,
    ) -> Seat {
        let sandbox = &self.run.sandbox;
        Seat {
            client: sandbox.client.clone(),
            queue_id: resolved.queue.id.to_string(),
            asks_for_token: false,
            index,
            flow_id: None,
            tenant: None,
            leftovers: None,
            guest: self.guest(case, resolved),
            executions: Arc::clone(&self.executions),
            files: Arc::clone(files),
            http: sandbox.client.http().clone(),
            habits: sandbox.settings.habits,
            stopwatch: Arc::clone(stopwatch),
            live: Some(LiveSeat { run: Arc::clone(&self.run), case: case.full_name() }),
        }
    }

    fn guest(&self, case: &Case, resolved: &Resolved) -> Option<GuestPlace> {
        let sandbox = &self.run.sandbox;
        let deployment = self.run.guarded.deployment(&resolved.flow)?.id.clone()?;
        let habits = &sandbox.settings.habits;
        let seat = self.seats.fetch_add(1, Ordering::Relaxed);
        let seed = self.seed.wrapping_add(seat.wrapping_mul(GOLDEN));
        let options = GuestOptions {
            step_timeout: resolved.timeouts.step,
            connect_timeout: resolved.timeouts.step,
            check_limits: case.expect.error.is_none(),
            seed,
            ..sandbox.guest_options(&deployment)?
        };
        Some(GuestPlace { options, settle: Settle::Quiet(habits.quiet()), seed })
    }

    /// How long the run may go on, so that its clean-up is over before its mark expires.
    pub(super) fn time_left(&self) -> Duration {
        self.run.open.mark().left(Timestamp::now())
    }

    /// Ends what a case has open that was cut short, within a limit; what could not be is told, and is tried once more at the end of the run.
    pub(super) async fn end_case(&self, index: usize, limit: Duration) -> Vec<String> {
        let end = self.run.open.end_of(index, &self.run.sandbox);
        tokio::time::timeout(limit, end).await.unwrap_or_default()
    }

    /// Ends what is open and undoes what was changed, each within a limit; what could not be is told, and stays in the ledger.
    pub(super) async fn clean_up(&self, limit: Duration) -> Vec<String> {
        let LiveRun { sandbox, open, changes, .. } = &*self.run;
        sandbox.client.lift_budget();
        let conversation = |one: LeftOpen| {
            let id = one.id.as_deref().unwrap_or("of unknown id");
            format!("a conversation {id} of \"{}\": {}", one.case, one.why)
        };
        let mut left: Vec<String> = open.end_all(sandbox, limit).await.into_iter().map(conversation).collect();
        left.extend(changes.undo_all(sandbox, limit).await);
        if left.is_empty() {
            changes.ledger().discard();
        }
        left
    }
}

/// Steps of this size keep the seeds of successive cases far apart.
const GOLDEN: u64 = 0x9E37_79B9_7F4A_7C15;

/// A case's place in a live org.
pub(super) struct LiveSeat {
    pub run: Arc<LiveRun>,
    pub case: String,
}

impl LiveSeat {
    /// A conversation is about to begin.
    pub fn begin(&self, owner: usize, deployment: &str) -> Result<(), Diagnostic> {
        self.run.open.begin(owner, &self.case, deployment)
    }
}
