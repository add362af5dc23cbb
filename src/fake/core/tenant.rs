//! A tenant: an org of its own with its settings and state. Must not know how a request reached it.

use std::fmt;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use jiff::Timestamp;

use super::authorize;
use super::ids::{Kind, derived};
use super::state::State;
use crate::fake::options::{Credentials, TenantOptions};
use crate::flow::Program;
use crate::flow::world::Resource;
use crate::wire::TokenResponse;

/// A tenant.
pub struct TenantCore {
    /// Its settings.
    pub options: TenantOptions,
    /// Its client.
    pub credentials: Credentials,
    state: Mutex<State>,
}

impl TenantCore {
    /// A new org, with the client given or else the first of its seed.
    pub fn new(options: TenantOptions) -> Self {
        let credentials = options.credentials.clone().unwrap_or_else(|| seeded(options.seed, 1));
        let state = Mutex::new(State::new(&options));
        Self { options, credentials, state }
    }

    /// Takes another client of its seed, counted from 1, where an earlier one is taken.
    pub fn take_client(&mut self, number: u64) {
        self.credentials = seeded(self.options.seed, number);
    }

    /// Grants a token without a request.
    pub fn issue_token(&self) -> TokenResponse {
        authorize::grant(self, &mut self.lock())
    }

    /// The state. A panic of another thread leaves it readable: each change is whole before the next begins.
    pub fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The conversations' clock.
    pub fn conversation_now(&self) -> Timestamp {
        if self.options.now_follows_org { self.lock().org_now(self) } else { self.options.now }
    }

    /// The flow of that id or name.
    pub fn flow(&self, id_or_name: &str) -> Option<&Arc<Program>> {
        let flows = &self.options.flows;
        flows
            .iter()
            .find(|flow| **flow.id() == *id_or_name)
            .or_else(|| flows.iter().find(|flow| **flow.name() == *id_or_name))
    }

    /// The queue of that id or name.
    pub fn queue(&self, id_or_name: &str) -> Option<&Resource> {
        let queues = &self.options.world.queues;
        queues
            .iter()
            .find(|queue| *queue.id == *id_or_name)
            .or_else(|| queues.iter().find(|queue| *queue.name == *id_or_name))
    }
}

/// Says which it is and nothing of what it remembers: its tokens are secrets.
impl fmt::Debug for TenantCore {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_struct("TenantCore").field("credentials", &self.credentials).finish_non_exhaustive()
    }
}

fn seeded(seed: u64, number: u64) -> Credentials {
    Credentials { client_id: derived(seed, Kind::Client, number), client_secret: derived(seed, Kind::Secret, number) }
}
