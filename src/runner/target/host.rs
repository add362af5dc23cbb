//! A host that serves the seed's endpoints and is not a Genesys Cloud host. What cases create there is deleted after each, also when they
//! fail, and what cut-off cases leave is deleted at the end of the run.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use super::Executions;
use super::seat::Seat;
use crate::genesys::{Client, ClientError};
use crate::project::{Files, Habits, Resolved};
use crate::runner::stopwatch::Stopwatch;
use crate::wire::platform::Organization;

/// A host, and a client that every case shares.
pub struct HostTarget {
    client: Client,
    queue_id: Option<String>,
    flow_id: Option<String>,
    leftovers: Arc<Leftovers>,
    executions: Arc<Executions>,
}

impl HostTarget {
    /// A host that a client reaches. `queue_id` and `flow_id` come from the environment and beat what the project says.
    pub fn new(client: Client, queue_id: Option<String>, flow_id: Option<String>) -> Self {
        let executions = Arc::new(Executions::alone());
        Self { client, queue_id, flow_id, leftovers: Arc::default(), executions }
    }

    /// The shared client; the queue and flow that this case names.
    pub(super) fn open(
        &self,
        resolved: &Resolved,
        files: &Arc<dyn Files>,
        index: usize,
        stopwatch: &Arc<Stopwatch>,
    ) -> Seat {
        let queue_id = self.queue_id.clone().unwrap_or_else(|| resolved.queue.id.to_string());
        Seat {
            client: self.client.clone(),
            queue_id,
            asks_for_token: true,
            flow_id: self.flow_id.clone().or_else(|| resolved.live.flow_id.as_ref().map(|id| id.value.clone())),
            tenant: None,
            index,
            leftovers: Some(Arc::clone(&self.leftovers)),
            guest: None,
            executions: Arc::clone(&self.executions),
            files: Arc::clone(files),
            http: self.client.http().clone(),
            habits: Habits::default(),
            stopwatch: Arc::clone(stopwatch),
            live: None,
        }
    }

    /// Who it says that it is; a host that serves the seed's endpoints need not say.
    pub(super) async fn org(&self) -> Option<Organization> {
        self.client.organization().await.ok()
    }

    /// Deletes what is left, within a limit.
    pub(super) async fn clean_up(&self, limit: Duration) {
        let left = std::mem::take(&mut *self.leftovers.lock());
        let work = async {
            for item in left {
                // The run is over: a failure here has no case to be told to, and `Leftovers` named the thing in the case's warnings.
                let _ = item.delete(&self.client).await;
            }
        };
        let _ = tokio::time::timeout(limit, work).await;
    }
}

/// What cases created and did not delete yet. An item is noted as soon as its id is known and taken out before it is deleted.
#[derive(Default)]
pub(in crate::runner) struct Leftovers {
    list: Mutex<Vec<Leftover>>,
}

/// One thing that a case created.
struct Leftover {
    case: usize,
    kind: Kind,
    id: String,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Kind {
    Widget,
    Conversation,
}

impl Leftovers {
    /// Notes a widget.
    pub fn add_widget(&self, case: usize, id: &str) {
        self.lock().push(Leftover { case, kind: Kind::Widget, id: id.to_owned() });
    }

    /// Notes a conversation.
    pub fn add_conversation(&self, case: usize, id: &str) {
        self.lock().push(Leftover { case, kind: Kind::Conversation, id: id.to_owned() });
    }

    /// Deletes what one case created, newest first; says what could not be deleted.
    pub async fn remove_of(&self, case: usize, client: &Client) -> Vec<String> {
        let mut warnings = Vec::new();
        loop {
            let next = {
                let mut list = self.lock();
                let at = list.iter().rposition(|item| item.case == case);
                at.map(|at| list.remove(at))
            };
            let Some(item) = next else { return warnings };
            if let Err(error) = item.delete(client).await {
                warnings.push(format!("{} {} was not deleted: {error}", item.word(), item.id));
            }
        }
    }

    fn lock(&self) -> std::sync::MutexGuard<'_, Vec<Leftover>> {
        self.list.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Leftover {
    fn word(&self) -> &'static str {
        match self.kind {
            Kind::Widget => "widget",
            Kind::Conversation => "conversation",
        }
    }

    async fn delete(&self, client: &Client) -> Result<(), ClientError> {
        match self.kind {
            Kind::Widget => client.delete_widget(&self.id).await,
            Kind::Conversation => client.delete_conversation(&self.id).await,
        }
    }
}
