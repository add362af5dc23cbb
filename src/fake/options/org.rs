//! What an org is started with, who a tenant says that it is, and how late it is with what it knows.

use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;

use crate::fake::control::Control;
use crate::fake::doors::Tls;

/// What an org is started with.
#[derive(Debug, Clone)]
pub struct OrgOptions {
    /// Where it listens; port 0 takes a free one.
    pub listen: SocketAddr,
    /// TLS, where it is wanted.
    pub tls: Option<Tls>,
    /// How much later every answer and every frame comes, on the real clock. Connections do not hold up one another.
    pub latency: Duration,
    /// Who answers control requests; without one there are none.
    pub control: Option<Arc<dyn Control>>,
}

/// Loopback, a free port, at once.
impl Default for OrgOptions {
    fn default() -> Self {
        Self { listen: SocketAddr::from((Ipv4Addr::LOCALHOST, 0)), tls: None, latency: Duration::ZERO, control: None }
    }
}

/// Who a tenant says that it is, at `organizations/me`.
#[derive(Debug, Clone)]
pub struct OrganizationOptions {
    /// Its id; derived from the seed where none is given.
    pub id: Option<Arc<str>>,
    /// Its name.
    pub name: Arc<str>,
    /// Its short name.
    pub short_name: Arc<str>,
    /// Its state: `active`, `inactive`, `deleted`.
    pub state: Arc<str>,
}

impl Default for OrganizationOptions {
    fn default() -> Self {
        Self { id: None, name: "Fake Org".into(), short_name: "fake-org".into(), state: "active".into() }
    }
}

/// How late a tenant is with what it knows, on its own clock. A real org's lags are not documented (facts: section 9, points 3 and 5).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Lags {
    /// Until a message can be looked up by its id.
    pub message: Duration,
    /// Until what a flow wrote shows among the attributes of a conversation that is read.
    pub attributes: Duration,
    /// Until an execution that has ended is listed.
    pub execution_data: Duration,
    /// Until a job has gathered what it was asked for.
    pub job: Duration,
    /// Until analytics know of a conversation.
    pub analytics: Duration,
}

/// What an org keeps of the flows' executions (facts: section 6.1).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ExecutionData {
    /// Whether it keeps any: a real org does not, until it is told to.
    pub enabled: bool,
    /// Whether actions and outputs have names in it, and not ids only.
    pub names: bool,
    /// Whether inputs, outputs and variables are in it.
    pub values: bool,
    /// Whether it says besides what no real org does: how the flow ended in our words, and why each decision went its way.
    pub extended: bool,
    /// When it was told to keep them or not to; none where that never changed, which its answers then do not say.
    pub since: Option<Timestamp>,
}

/// All of it: an org that is set up for tests.
impl Default for ExecutionData {
    fn default() -> Self {
        Self { enabled: true, names: true, values: true, extended: true, since: None }
    }
}
