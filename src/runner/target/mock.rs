//! The embedded fake: one tenant a case, opened in process, reached over a real socket, dropped after the verdict.

use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;

use super::faults;
use super::seat::Seat;
use crate::fake::{Org, Tenant, TenantOptions};
use crate::genesys::{Client, ClientOptions, Clock, Credentials, Sleep};
use crate::project::Resolved;
use crate::scenario::model::{Case, ErrorExpectation, SeedStep};

/// The embedded fake and the client's connection pool.
pub struct MockTarget {
    org: Org,
    http: reqwest::Client,
    request_timeout: Duration,
    strict: bool,
}

impl MockTarget {
    /// A target on a fake that listens.
    pub fn new(org: Org, http: reqwest::Client, request_timeout: Duration, strict: bool) -> Self {
        Self { org, http, request_timeout, strict }
    }

    /// Opens the case's tenant. Its ids derive from file, scenario and case, never from the order in which cases run. The client holds a
    /// token as if it had asked before, unless the case is about tokens.
    pub(super) fn open(&self, case: &Case, resolved: &Resolved, index: usize) -> Seat {
        let seed = seed(case);
        let mut options = TenantOptions {
            seed,
            flows: Arc::from([Arc::clone(&resolved.program)]),
            stubs: Arc::clone(&resolved.stubs),
            world: Arc::clone(&resolved.world),
            strict: self.strict,
            now: resolved.now.timestamp(),
            ..TenantOptions::default()
        };
        faults::apply(&case.faults, &mut options);
        let asks_for_token = faults::concern_tokens(&case.faults) || expects_token_error(case);
        let tenant = Arc::new(self.org.open(options));
        let client = Client::new(ClientOptions {
            credentials: Credentials::new(tenant.client_id(), tenant.client_secret()),
            clock: Arc::new(TenantClock { tenant: Arc::clone(&tenant) }),
            seed,
            request_timeout: self.request_timeout,
            ..ClientOptions::new(self.org.base_url(), self.http.clone())
        });
        let client = if asks_for_token { client } else { client.with_token(tenant.issue_token()) };
        let queue_id = resolved.queue.as_ref().map(|queue| queue.id.to_string()).unwrap_or_default();
        Seat { client, queue_id, asks_for_token, index, flow_id: None, tenant: Some(tenant), leftovers: None }
    }
}

fn expects_token_error(case: &Case) -> bool {
    case.expect.error.as_ref().is_some_and(|error| matches!(error.value, ErrorExpectation { step: SeedStep::Token, .. }))
}

fn seed(case: &Case) -> u64 {
    let mut hasher = DefaultHasher::new();
    case.place.source.name().hash(&mut hasher);
    case.scenario.hash(&mut hasher);
    case.name.hash(&mut hasher);
    hasher.finish()
}

/// The client's waits pass at once on the tenant's own clock.
struct TenantClock {
    tenant: Arc<Tenant>,
}

impl Clock for TenantClock {
    fn now(&self) -> Timestamp {
        self.tenant.org_now()
    }

    fn sleep(&self, duration: Duration) -> Sleep<'_> {
        self.tenant.advance(duration);
        Box::pin(std::future::ready(()))
    }
}
