//! The handle of a tenant: what its owner may ask and change. Dropping it takes the tenant out of its org.

use std::sync::Arc;
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};

use super::core::{Fault, LoggedRequest, TenantCore};
use super::doors::Registry;
use super::options::TenantOptions;
use crate::flow::host::{Call, Problem};
use crate::wire::TokenResponse;

/// A tenant: an org of its own within the fake. Requests in flight end; after the drop nothing of it stays in memory.
#[derive(Debug)]
pub struct Tenant {
    core: Arc<TenantCore>,
    registry: Arc<Registry>,
}

impl Tenant {
    /// A tenant behind no listener, for a door of the caller's own.
    pub fn alone(options: TenantOptions) -> Self {
        Self::open(Arc::new(Registry::default()), options)
    }

    pub(super) fn open(registry: Arc<Registry>, options: TenantOptions) -> Self {
        let core = registry.open(options);
        Self { core, registry }
    }

    /// Its client's id.
    pub fn client_id(&self) -> &str {
        &self.core.credentials.client_id
    }

    /// Its client's secret.
    pub fn client_secret(&self) -> &str {
        &self.core.credentials.client_secret
    }

    /// Grants a token as if `POST /oauth/token` had been called, without a request in the log. A tenant of wrong credentials gives one that
    /// it then refuses.
    pub fn issue_token(&self) -> TokenResponse {
        self.core.issue_token()
    }

    /// The id of the flow of that name (or id).
    pub fn flow_id(&self, name: &str) -> Option<Arc<str>> {
        self.core.flow(name).map(|flow| Arc::clone(flow.id()))
    }

    /// The id of the queue of that name (or id).
    pub fn queue_id(&self, name: &str) -> Option<Arc<str>> {
        self.core.queue(name).map(|queue| Arc::clone(&queue.id))
    }

    /// Every flow's name and id.
    pub fn flows(&self) -> impl Iterator<Item = (Arc<str>, Arc<str>)> {
        self.core.options.flows.iter().map(|flow| (Arc::clone(flow.name()), Arc::clone(flow.id())))
    }

    /// Every queue's name and id.
    pub fn queues(&self) -> impl Iterator<Item = (Arc<str>, Arc<str>)> {
        self.core.options.world.queues.iter().map(|queue| (Arc::clone(&queue.name), Arc::clone(&queue.id)))
    }

    /// Moves the org's clock, which tokens and rate limits go by.
    pub fn advance(&self, by: Duration) {
        let mut state = self.core.lock();
        let by = SignedDuration::try_from(by).unwrap_or(SignedDuration::MAX);
        state.advanced = state.advanced.saturating_add(by);
    }

    /// The org's clock.
    pub fn org_now(&self) -> Timestamp {
        self.core.lock().org_now(&self.core)
    }

    /// The latest requests, in the order of their arrival.
    pub fn requests(&self) -> Vec<LoggedRequest> {
        self.core.lock().log.entries()
    }

    /// What a person must mend before the flows' results mean anything: unstubbed calls, stub values that do not fit.
    pub fn problems(&self) -> Vec<Problem> {
        self.core.lock().noted.problems.iter().cloned().collect()
    }

    /// Stubs that no flow's run asked for; none before the first run.
    pub fn unused_stubs(&self) -> Vec<String> {
        self.core.lock().noted.unused_stubs.clone().unwrap_or_default()
    }

    /// The calls that flows made, in order.
    pub fn calls(&self) -> Vec<Call> {
        self.core.lock().noted.calls.iter().cloned().collect()
    }

    /// Faults that did not strike as often as they were scripted to, with the times that are left.
    pub fn faults_left(&self) -> Vec<Fault> {
        self.core.lock().faults.left()
    }

    #[cfg(feature = "wiremock")]
    pub(super) fn registry(&self) -> &Registry {
        &self.registry
    }
}

impl Drop for Tenant {
    fn drop(&mut self) {
        self.registry.close(&self.core);
    }
}
