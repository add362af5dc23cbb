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
    /// Where guests connect to.
    pub guest: String,
    /// The file of the certificate that a client must trust; none without TLS.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ca: Option<String>,
    /// The client's id.
    pub client_id: String,
    /// The client's secret.
    pub client_secret: String,
    /// The flows.
    pub flows: Vec<Named>,
    /// The web deployments, one for each flow.
    pub deployments: Vec<Deployed>,
    /// The queues.
    pub queues: Vec<Named>,
}

/// A web deployment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Deployed {
    /// The name of the flow that it leads to.
    pub flow: Arc<str>,
    /// Its id.
    pub id: Arc<str>,
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
            guest: org.guest_url(),
            ca: None,
            client_id: tenant.client_id().to_owned(),
            client_secret: tenant.client_secret().to_owned(),
            flows: tenant.flows().map(named).collect(),
            deployments: tenant.deployments().into_iter().map(|(flow, id)| Deployed { flow, id }).collect(),
            queues: tenant.queues().map(named).collect(),
        }
    }
}
