//! The handle of a tenant: what its owner may ask and change. Dropping it takes the tenant out of its org.

use std::sync::Arc;
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};

use super::core::{Fault, GuestFault, LoggedRequest, Observed, TenantCore};
use super::doors::Registry;
use super::options::TenantOptions;
use crate::flow::host::{Call, Problem};
use crate::wire::TokenResponse;
use crate::wire::platform::Deployment;

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

    /// The id of the deployment that leads to the flow of that name (or id).
    pub fn deployment_id(&self, flow: &str) -> Option<Arc<str>> {
        let flow = self.core.flow(flow)?;
        self.core.lock().deployments.of_flow(flow.id()).cloned()
    }

    /// Moves the conversations' clock, which flows see: what comes due by then happens, and guests who listen are told.
    pub fn pass_time(&self, by: Duration) {
        self.core.pass_time(SignedDuration::try_from(by).unwrap_or(SignedDuration::MAX));
        self.core.wake();
    }

    /// The conversations' clock.
    pub fn conversation_now(&self) -> Timestamp {
        self.core.conversation_now()
    }

    /// How many frames guests have sent.
    pub fn guest_frames(&self) -> u64 {
        self.core.lock().log.frames()
    }

    /// Guests' faults that did not strike as often as they were scripted to.
    pub fn guest_faults_left(&self) -> Vec<GuestFault> {
        self.core.lock().guest_faults.left()
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

    /// Every deployment's flow, by name, and id.
    pub fn deployments(&self) -> Vec<(Arc<str>, Arc<str>)> {
        let state = self.core.lock();
        let flow = |document: &Deployment| document.flow.as_ref().and_then(|flow| flow.name.as_deref().map(Arc::from));
        state.deployments.iter().filter_map(|(id, one)| Some((flow(&one.document)?, Arc::clone(id)))).collect()
    }

    /// Moves the org's clock, which tokens and rate limits go by, and conversations where they follow it.
    pub fn advance(&self, by: Duration) {
        self.core.advance(SignedDuration::try_from(by).unwrap_or(SignedDuration::MAX));
    }

    /// Adds a scripted failure, which is tried after those that are there.
    pub fn add_fault(&self, fault: Fault) {
        self.core.lock().faults.add(fault);
    }

    /// Adds a scripted failure of guest sessions, which is tried after those that are there.
    pub fn add_guest_fault(&self, fault: GuestFault) {
        self.core.lock().guest_faults.add(fault);
    }

    /// The conversations of guests, oldest first, with what their flows did so far.
    pub fn conversations(&self) -> Vec<Observed> {
        self.core.observed()
    }

    /// Forgets the requests so far, and how many frames guests sent.
    pub fn clear_requests(&self) {
        self.core.lock().log.clear();
    }

    /// Takes the place of another tenant of the same client, whose guests are sent away. Its tokens stay good, as if granted now, so that
    /// a client that keeps one need not notice.
    pub fn replace(&self, other: &Self) {
        self.core.take_over_tokens(&other.core);
        other.core.send_guests_away();
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
        let state = self.core.lock();
        let running = state.messaging.iter().flat_map(|conversation| conversation.problems());
        state.noted.problems.iter().cloned().chain(running).collect()
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
