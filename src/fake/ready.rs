//! What a served org says of itself when it is ready, in one JSON line.

use std::sync::Arc;

use serde::Serialize;

use super::org::Org;
use super::tenant::Tenant;

/// The ready line. It holds the client's secret on purpose and so has no `Debug`.
#[derive(Clone, Serialize)]
pub struct Ready {
    /// The api host's base URL.
    pub api: String,
    /// The login host's base URL; the fake is both.
    pub login: String,
    /// The client's id.
    pub client_id: String,
    /// The client's secret.
    pub client_secret: String,
    /// The flows.
    pub flows: Vec<Named>,
    /// The queues.
    pub queues: Vec<Named>,
}

/// A name and its id.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Named {
    /// The name.
    pub name: Arc<str>,
    /// The id.
    pub id: Arc<str>,
}

impl Ready {
    /// What a tenant of an org has to say.
    pub fn of(org: &Org, tenant: &Tenant) -> Self {
        let named = |(name, id)| Named { name, id };
        Self {
            api: org.base_url().to_owned(),
            login: org.base_url().to_owned(),
            client_id: tenant.client_id().to_owned(),
            client_secret: tenant.client_secret().to_owned(),
            flows: tenant.flows().map(named).collect(),
            queues: tenant.queues().map(named).collect(),
        }
    }
}
