//! Web deployments: what binds guests to a flow (facts: genesys-api.md section 3).

use indexmap::IndexMap;
use serde::{Deserialize, Serialize};
use serde_json::Value as Json;

/// A deployment.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Deployment {
    /// Its id; none in the request that creates it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// Its name.
    pub name: String,
    /// Words.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// Whether pages of any domain may open it.
    pub allow_all_domains: bool,
    /// The domains whose pages may, where not all may.
    pub allowed_domains: Vec<String>,
    /// The inbound message flow.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub flow: Option<DeploymentFlow>,
    /// The published configuration.
    pub configuration: DeploymentConfiguration,
    /// `Pending`, `Active`, `Inactive`, `Error`, `Deleting`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status: Option<String>,
    /// When it was made.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub date_created: Option<String>,
    /// When it was changed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub date_modified: Option<String>,
    /// What a page includes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub snippet: Option<String>,
    /// Its own path.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub self_uri: Option<String>,
    /// The rest, kept as it came: whoever changes a deployment sends all of it back.
    #[serde(flatten)]
    pub rest: IndexMap<String, Json>,
}

/// The status of a deployment that guests can open (facts: genesys-api.md section 3).
const ACTIVE: &str = "Active";

impl Deployment {
    /// Whether guests can open it; where the org says nothing, they can.
    pub fn is_active(&self) -> bool {
        self.status.as_deref().is_none_or(|status| status == ACTIVE)
    }

    /// Whether it leads to the flow of that id; where none is known, of that name.
    pub fn leads_to(&self, id: Option<&str>, name: &str) -> bool {
        self.flow.as_ref().is_some_and(|flow| match id {
            Some(id) => id.eq_ignore_ascii_case(&flow.id),
            None => flow.name.as_deref() == Some(name),
        })
    }
}

/// A deployment's flow.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct DeploymentFlow {
    /// Its id.
    pub id: String,
    /// Its name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
}

/// A deployment's configuration.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct DeploymentConfiguration {
    /// Its id.
    pub id: String,
    /// Its published version.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub version: Option<String>,
    /// Its name, in answers.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
}
