//! One case's place in an org.

use std::sync::Arc;

use super::host::Leftovers;
use crate::fake::Tenant;
use crate::genesys::Client;
use crate::project::Resolved;
use crate::runner::drive::Driven;

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

    /// Takes what only the org knows, and removes what the case created. A tenant goes with all that is in it.
    pub async fn close(self, driven: &mut Driven) {
        if let Some(tenant) = &self.tenant {
            driven.problems.extend(tenant.problems());
            if driven.evidence.failure.is_none() {
                driven
                    .warnings
                    .extend(tenant.unused_stubs().into_iter().map(|stub| format!("stub {stub} was not used")));
            }
        }
        if let Some(leftovers) = &self.leftovers {
            driven.warnings.extend(leftovers.remove_of(self.index, &self.client).await);
        }
    }
}
