//! The embedded fake: one tenant a case, opened in process, reached over a real socket, dropped after the verdict.

use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;

use super::faults;
use super::seat::Seat;
use crate::fake::{Org, Tenant, TenantOptions};
use crate::genesys::{Client, ClientError, ClientOptions, Clock, Credentials, Environment, Sleep, Url};
use crate::project::Resolved;
use crate::scenario::model::{Case, ErrorExpectation, RunStep};

/// The embedded fake and the client's connection pool.
pub struct MockTarget {
    org: Org,
    api: Url,
    http: reqwest::Client,
    request_timeout: Duration,
}

impl MockTarget {
    /// A target on a fake that listens.
    ///
    /// # Errors
    /// Its address is no URL.
    pub fn new(org: Org, http: reqwest::Client, request_timeout: Duration) -> Result<Self, ClientError> {
        let api = Environment::parse(org.base_url())?.api;
        Ok(Self { org, api, http, request_timeout })
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
            strict: resolved.strict,
            now: resolved.now,
            // Nobody reads it here.
            log: false,
            ..TenantOptions::default()
        };
        faults::apply(&case.faults, &mut options);
        let asks_for_token = faults::concern_tokens(&case.faults) || expects_token_error(case);
        let tenant = Arc::new(self.org.open(options));
        let credentials = Credentials::new(tenant.client_id(), tenant.client_secret().to_owned());
        let client = Client::new(ClientOptions {
            clock: Arc::new(TenantClock { tenant: Arc::clone(&tenant) }),
            seed,
            request_timeout: self.request_timeout,
            ..ClientOptions::new(self.api.clone(), credentials, self.http.clone())
        });
        let client = if asks_for_token { client } else { client.with_token(tenant.issue_token()) };
        let queue_id = resolved.queue.id.to_string();
        Seat { client, queue_id, asks_for_token, index, flow_id: None, tenant: Some(tenant), leftovers: None }
    }
}

fn expects_token_error(case: &Case) -> bool {
    case.expect.error.as_ref().is_some_and(|error| matches!(error.value, ErrorExpectation { step: RunStep::Token, .. }))
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
