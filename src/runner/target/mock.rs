//! The embedded fake: one tenant a case, opened in process, reached over a real socket, dropped after the verdict.

use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;
use rustls::ClientConfig;

use super::Executions;
use super::faults;
use super::seat::{GuestPlace, Seat};
use crate::fake::{Org, Tenant, TenantOptions};
use crate::genesys::{Client, ClientError, ClientOptions, Clock, Credentials, Environment, GuestOptions, Sleep, Url};
use crate::project::{Files, Habits, Resolved};
use crate::runner::drive::Settle;
use crate::runner::stopwatch::Stopwatch;
use crate::scenario::model::{Case, ErrorExpectation, RunStep};

/// The embedded fake and the client's connection pool.
pub struct MockTarget {
    org: Org,
    api: Url,
    http: reqwest::Client,
    request_timeout: Duration,
    guest_url: Url,
    guest_tls: Option<Arc<ClientConfig>>,
    executions: Arc<Executions>,
    settle: Settle,
    adjust: fn(&mut TenantOptions),
    show: Arc<Show>,
}

/// Sees the orgs of cases by their positions in the plan.
type Show = dyn Fn(usize, &Arc<Tenant>) + Send + Sync;

impl MockTarget {
    /// A target on a fake that listens.
    ///
    /// # Errors
    /// Its address is no URL.
    pub fn new(org: Org, http: reqwest::Client, request_timeout: Duration) -> Result<Self, ClientError> {
        let api = Environment::parse(org.base_url())?.api;
        let guest_url = org.guest_url();
        let guest_url = Url::parse(&guest_url).or_else(|_| Environment::parse(&guest_url).map(|one| one.api))?;
        Ok(Self {
            org,
            api,
            http,
            request_timeout,
            guest_url,
            guest_tls: None,
            executions: Arc::new(Executions::alone()),
            settle: Settle::Barrier,
            adjust: |_| {},
            show: Arc::new(|_, _| {}),
        })
    }

    /// The same, whose tenants are changed by `adjust` before they are opened, after what the case asks for: an org that is set up in another
    /// way.
    #[must_use]
    pub fn adjusting(mut self, adjust: fn(&mut TenantOptions)) -> Self {
        self.adjust = adjust;
        self
    }

    /// The same, which shows each case's org before anything is sent to it, with the case's position in the plan: whoever keeps it can ask it
    /// afterwards.
    #[must_use]
    pub fn showing(mut self, show: impl Fn(usize, &Arc<Tenant>) + Send + Sync + 'static) -> Self {
        self.show = Arc::new(show);
        self
    }

    /// The same, whose guests wait as they would for a host that answers no barrier: a live org.
    #[must_use]
    pub fn settling(mut self, settle: Settle) -> Self {
        self.settle = settle;
        self
    }

    /// The same, whose guests connect to another host than the fake's; `tls` secures a `wss` address.
    #[must_use]
    pub fn guests_at(mut self, url: Url, tls: Option<Arc<ClientConfig>>) -> Self {
        self.guest_url = url;
        self.guest_tls = tls;
        self
    }

    /// Opens the case's tenant. Its ids derive from file, scenario and case, never from the order in which cases run. The client holds a
    /// token as if it had asked before, unless the case is about tokens.
    pub(super) fn open(
        &self,
        case: &Case,
        resolved: &Resolved,
        files: &Arc<dyn Files>,
        index: usize,
        stopwatch: &Arc<Stopwatch>,
    ) -> Seat {
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
        (self.adjust)(&mut options);
        let asks_for_token = faults::concern_tokens(&case.faults) || expects_token_error(case);
        let tenant = Arc::new(self.org.open(options));
        (self.show)(index, &tenant);
        let credentials = Credentials::new(tenant.client_id(), tenant.client_secret().to_owned());
        let clock: Arc<dyn Clock> = Arc::new(TenantClock { tenant: Arc::clone(&tenant) });
        let client = Client::new(ClientOptions {
            clock: Arc::clone(&clock),
            seed,
            request_timeout: self.request_timeout,
            ..ClientOptions::new(self.api.clone(), credentials, self.http.clone())
        });
        let client = if asks_for_token { client } else { client.with_token(tenant.issue_token()) };
        let queue_id = resolved.queue.id.to_string();
        let guest = self.guest(case, resolved, &tenant, clock, seed);
        Seat {
            client,
            queue_id,
            asks_for_token,
            index,
            flow_id: None,
            tenant: Some(tenant),
            leftovers: None,
            guest,
            executions: Arc::clone(&self.executions),
            files: Arc::clone(files),
            http: self.http.clone(),
            habits: Habits::default(),
            stopwatch: Arc::clone(stopwatch),
            live: None,
        }
    }

    /// Where the case's guest is served.
    fn guest(
        &self,
        case: &Case,
        resolved: &Resolved,
        tenant: &Tenant,
        clock: Arc<dyn Clock>,
        seed: u64,
    ) -> Option<GuestPlace> {
        let deployment = tenant.deployment_id(resolved.program.id())?;
        let options = GuestOptions {
            clock,
            tls: self.guest_tls.clone(),
            step_timeout: resolved.timeouts.step,
            connect_timeout: resolved.timeouts.step,
            seed,
            // A case that expects the org's refusal must get it from the org.
            check_limits: case.expect.error.is_none(),
            ..GuestOptions::new(self.guest_url.clone(), &*deployment)
        };
        Some(GuestPlace { options, settle: self.settle, seed })
    }
}

fn expects_token_error(case: &Case) -> bool {
    case.expect.error.as_ref().is_some_and(|error| matches!(error.value, ErrorExpectation { step: RunStep::Token, .. }))
}

fn seed(case: &Case) -> u64 {
    let mut hasher = DefaultHasher::new();
    case.place.outermost().source.name().hash(&mut hasher);
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
