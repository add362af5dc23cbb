//! What a tenant is opened with. Values only.

use std::fmt;
use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;

use super::{ExecutionData, GuestOptions, Lags, OrganizationOptions, SetupOptions};
use crate::fake::core::{Clock, Fault, GuestFault};
use crate::flow::Program;
use crate::flow::stubs::Stubs;
use crate::flow::world::World;
use crate::trace::TraceLevel;

/// Monday, 5 January 2026, 15:00 UTC: within business hours in America and in Europe.
const DEFAULT_NOW: Timestamp = Timestamp::constant(1_767_625_200, 0);

/// What a token lives by default: a real client's default of 24 hours (facts: genesys-api.md 2.2).
const DEFAULT_TOKEN_LIFETIME: Duration = Duration::from_secs(24 * 60 * 60);

/// The settings of one tenant. All that is large is shared, so that one is made in microseconds.
#[derive(Debug, Clone)]
pub struct TenantOptions {
    /// What its ids derive from.
    pub seed: u64,
    /// The flows that it has published.
    pub flows: Arc<[Arc<Program>]>,
    /// What its flows' calls come back with.
    pub stubs: Arc<Stubs>,
    /// Its queues, schedules and so on.
    pub world: Arc<World>,
    /// Scripted failures, in the order in which they are tried.
    pub faults: Vec<Fault>,
    /// Scripted failures of guest sessions.
    pub guest_faults: Vec<GuestFault>,
    /// The scopes and permissions that its client does not have.
    pub lacks: Vec<String>,
    /// Whether an attribute that no widget declares is refused although the request names no widget.
    pub strict: bool,
    /// How long a token is good, on the org's clock.
    pub token_lifetime: Duration,
    /// Requests that a token may make a minute, on the org's clock; any number where none is given.
    pub rate_limit: Option<u32>,
    /// The conversations' clock, which flows see.
    pub now: Timestamp,
    /// Whether conversations follow the org's clock in place of `now`.
    pub now_follows_org: bool,
    /// The org's clock, which tokens and rate limits go by.
    pub org_clock: Clock,
    /// Its client; derived from the seed where none is given.
    pub credentials: Option<Credentials>,
    /// Whether the org refuses its client's credentials.
    pub wrong_credentials: bool,
    /// How much a simulation's answer says where its request does not choose.
    pub level: TraceLevel,
    /// Whether requests are logged.
    pub log: bool,
    /// Who it says that it is.
    pub organization: OrganizationOptions,
    /// How it serves guests.
    pub guest: GuestOptions,
    /// How late it is with what it knows.
    pub lags: Lags,
    /// What it keeps of the flows' executions.
    pub execution_data: ExecutionData,
    /// What its admin has done, or left out.
    pub setup: SetupOptions,
}

impl Default for TenantOptions {
    fn default() -> Self {
        Self {
            seed: 0,
            flows: Arc::default(),
            stubs: Arc::default(),
            world: Arc::default(),
            faults: Vec::new(),
            guest_faults: Vec::new(),
            lacks: Vec::new(),
            strict: false,
            token_lifetime: DEFAULT_TOKEN_LIFETIME,
            rate_limit: None,
            now: DEFAULT_NOW,
            now_follows_org: false,
            org_clock: Clock::Fixed(DEFAULT_NOW),
            credentials: None,
            wrong_credentials: false,
            level: TraceLevel::Explain,
            log: true,
            organization: OrganizationOptions::default(),
            guest: GuestOptions::default(),
            lags: Lags::default(),
            execution_data: ExecutionData::default(),
            setup: SetupOptions::default(),
        }
    }
}

/// An OAuth client's id and secret.
#[derive(Clone)]
pub struct Credentials {
    /// The id.
    pub client_id: Arc<str>,
    /// The secret.
    pub client_secret: Arc<str>,
}

/// Keeps the secret to itself.
impl fmt::Debug for Credentials {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_struct("Credentials").field("client_id", &self.client_id).finish_non_exhaustive()
    }
}
