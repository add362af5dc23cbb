//! One case's place in an org.

use std::sync::Arc;
use std::time::Duration;

use super::Executions;
use super::faults;
use super::host::Leftovers;
use crate::fake::Tenant;
use crate::genesys::{Client, GuestOptions};
use crate::project::{Files, Resolved};
use crate::runner::drive::{Driven, Settle};

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

    /// Notes a conversation of a guest for clean-up.
    pub fn created_messaging(&self, id: &str) {
        if let Some(leftovers) = &self.leftovers {
            leftovers.add_messaging(self.index, id);
        }
    }

    /// A conversation of a guest was ended.
    pub fn ended_conversation(&self, id: &str) {
        if let Some(leftovers) = &self.leftovers {
            leftovers.forget(id);
        }
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
    }
}
