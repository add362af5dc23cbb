//! One case's place in an org.

use std::sync::Arc;
use std::time::Duration;

use indexmap::IndexMap;

use super::Executions;
use super::faults;
use super::host::Leftovers;
use super::live::LiveSeat;
use crate::diagnostic::Diagnostic;
use crate::fake::Tenant;
use crate::genesys::{Client, ClientError, GuestOptions};
use crate::live::{Mark, end_conversation};
use crate::project::{Files, Habits, Resolved};
use crate::runner::drive::{Driven, Settle};
use crate::runner::stopwatch::Stopwatch;

/// One case's place in an org.
pub(in crate::runner) struct Seat {
    /// Speaks to the org.
    pub client: Client,
    /// The queue that the conversation waits in.
    pub queue_id: String,
    /// Whether the driver asks for a token first; otherwise the seat holds one.
    pub asks_for_token: bool,
    /// The case's position in the plan.
    pub(super) index: usize,
    /// The flow's id on a host, where it is not addressed by name.
    pub(super) flow_id: Option<String>,
    /// The case's own org, in mock.
    pub(super) tenant: Option<Arc<Tenant>>,
    /// What must be deleted afterwards, on a host.
    pub(super) leftovers: Option<Arc<Leftovers>>,
    /// Where guests are served, where they are.
    pub guest: Option<GuestPlace>,
    /// How execution data are fetched.
    pub executions: Arc<Executions>,
    /// The files that the customer may send.
    pub files: Arc<dyn Files>,
    /// The run's HTTP client, for what is not the API: a file's store.
    pub http: reqwest::Client,
    /// How late the org may be, and under which names attributes stand there.
    pub habits: Habits,
    /// The case's own time.
    pub stopwatch: Arc<Stopwatch>,
    /// What must be ended afterwards, in a live org.
    pub(super) live: Option<LiveSeat>,
}

/// Where guests are served.
pub(in crate::runner) struct GuestPlace {
    /// How a session is opened.
    pub options: GuestOptions,
    /// When all that is due has come.
    pub settle: Settle,
    /// What tokens of sessions derive from.
    pub(super) seed: u64,
}

impl GuestPlace {
    /// The token of the case's session, in the form of a UUID.
    pub fn token(&self) -> String {
        let (high, low) = (self.seed.rotate_left(32) ^ u64::MAX, self.seed);
        uuid::Builder::from_custom_bytes(((u128::from(high) << 64) | u128::from(low)).to_be_bytes())
            .into_uuid()
            .to_string()
    }
}

impl Seat {
    /// How the flow is addressed: by id where one is known, else by name.
    pub fn flow_id(&self, resolved: &Resolved) -> String {
        self.flow_id.clone().unwrap_or_else(|| resolved.program.name().to_string())
    }

    /// Notes a widget for clean-up.
    pub fn created_widget(&self, id: &str) {
        if let Some(leftovers) = &self.leftovers {
            leftovers.add_widget(self.index, id);
        }
    }

    /// Notes a conversation for clean-up.
    pub fn created_conversation(&self, id: &str) {
        if let Some(leftovers) = &self.leftovers {
            leftovers.add_conversation(self.index, id);
        }
    }

    /// The customer is about to begin a conversation.
    ///
    /// # Errors
    /// It could not be noted, so that nobody could end it later.
    pub fn begins(&self) -> Result<(), Diagnostic> {
        let deployment = self.guest.as_ref().map_or("", |guest| guest.options.deployment_id.as_str());
        self.live.as_ref().map_or(Ok(()), |live| live.begin(self.index, deployment))
    }

    /// The conversation has begun with this message.
    pub fn begun(&self, message: &str) {
        if let Some(live) = &self.live {
            live.run.open.message(self.index, message);
        }
    }

    /// What was about to begin did not: the org refused its first message, or that was not sent.
    pub fn not_begun(&self) {
        if let Some(live) = &self.live {
            live.run.open.not_begun(self.index, 1);
        }
    }

    /// The conversation that a message is in.
    pub fn found(&self, message: &str, id: &str) {
        if let Some(live) = &self.live {
            live.run.open.known(self.index, message, id);
        }
    }

    /// A conversation is over.
    pub fn is_over(&self, id: &str) {
        if let Some(live) = &self.live {
            live.run.open.ended(id);
        }
    }

    /// Whether this is a live org, in which nothing ends by itself.
    pub fn is_live(&self) -> bool {
        self.live.is_some()
    }

    /// Ends a conversation of a guest.
    ///
    /// # Errors
    /// The org does not end it.
    pub async fn end(&self, id: &str) -> Result<(), ClientError> {
        if self.live.is_some() {
            end_conversation(&self.client, id).await?;
        } else {
            self.client.end_messaging_conversation(id).await?;
        }
        self.is_over(id);
        Ok(())
    }

    /// What every conversation carries besides the scenario's own attributes.
    pub fn mark(&self) -> IndexMap<String, String> {
        self.live.as_ref().map(|live| live.run.open.mark().attributes()).unwrap_or_default()
    }

    /// The customer's attributes as the scenario knows them: by the names under which they were sent, without the mark.
    pub fn own(&self, attributes: &IndexMap<String, String>) -> IndexMap<String, String> {
        let prefix = self.habits.attribute_keys().prefix();
        let marker = self.live.as_ref().map(|live| live.run.open.mark().name.as_str());
        let mut own: IndexMap<String, String> = IndexMap::with_capacity(attributes.len());
        for (name, value) in attributes {
            let bare = name.strip_prefix(prefix).unwrap_or(name);
            let is_mark = marker.is_some_and(|marker| Mark::owns(marker, bare));
            // What a flow writes has no prefix, and is newer than what was sent under the same name.
            let is_older = bare.len() < name.len() && attributes.contains_key(bare);
            if !is_mark && !is_older {
                own.insert(bare.to_owned(), value.clone());
            }
        }
        own
    }

    /// Lets time pass on the conversations' clock at once; whether that can be done here.
    pub fn pass_time(&self, time: Duration) -> bool {
        if let Some(tenant) = &self.tenant {
            tenant.pass_time(time);
        }
        self.tenant.is_some()
    }

    /// Takes what only the org knows, and removes what the case created. A tenant goes with all that is in it.
    pub async fn close(self, driven: &mut Driven) {
        if let Some(tenant) = &self.tenant {
            driven.problems.extend(tenant.problems());
            if driven.evidence.failure.is_none() {
                driven
                    .warnings
                    .extend(tenant.unused_stubs().into_iter().map(|stub| format!("stub {stub} was not used")));
                driven.warnings.extend(faults::unused(tenant));
            }
        }
        if let Some(leftovers) = &self.leftovers {
            driven.warnings.extend(leftovers.remove_of(self.index, &self.client).await);
        }
        if let Some(live) = &self.live {
            driven.warnings.extend(live.run.open.end_of(self.index, &live.run.sandbox).await);
        }
    }
}
