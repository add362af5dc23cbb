//! How far the admin of a tenant has come: what a run meets where something was left out. The defaults are those of an org that is set up for
//! tests.

use std::sync::Arc;

use jiff::SignedDuration;

/// What was done, or left out, before the first guest comes.
#[derive(Debug, Clone)]
pub struct SetupOptions {
    /// The state of the deployments that the tenant is opened with: `Active`, `Inactive`, `Pending`, `Error`, `Deleting`. Guests are let in
    /// by an active one only.
    pub deployment_status: Arc<str>,
    /// Whether the configuration of those deployments is published. They name its draft otherwise.
    pub configuration_published: bool,
    /// Flows, by name, of which nothing is published: no guest starts one.
    pub unpublished: Arc<[Arc<str>]>,
    /// How far the `Date` of its answers is before the org's clock; behind it where it is negative. Zero leaves the date to the door, which
    /// reads the machine's clock.
    pub clock_skew: SignedDuration,
}

impl SetupOptions {
    /// Whether something of the flow of that name is published.
    pub fn is_published(&self, flow: &str) -> bool {
        !self.unpublished.iter().any(|name| **name == *flow)
    }
}

impl Default for SetupOptions {
    fn default() -> Self {
        Self {
            deployment_status: "Active".into(),
            configuration_published: true,
            unpublished: Arc::default(),
            clock_skew: SignedDuration::ZERO,
        }
    }
}
