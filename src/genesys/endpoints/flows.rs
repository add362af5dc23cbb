//! Published flows.

use serde_json::Value as Json;

use crate::wire::platform::Flow;

use crate::genesys::client::Client;
use crate::genesys::error::ClientError;
use crate::genesys::operation::{LIST_FLOWS, READ_FLOW, READ_FLOW_CONFIGURATION, READ_VERSION_CONFIGURATION};

/// Which flows are wanted.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct FlowFilter<'a> {
    /// Their name; the org may take it as a part, without letter case.
    pub name: Option<&'a str>,
    /// Their type: `inboundshortmessage`, `digitalbot`…
    pub kind: Option<&'a str>,
}

impl Client {
    /// The flows that a filter lets through.
    ///
    /// # Errors
    /// The call failed.
    pub async fn flows(&self, filter: &FlowFilter<'_>) -> Result<Vec<Flow>, ClientError> {
        let mut url = self.platform_url(&LIST_FLOWS, &[])?;
        let asked = [("name", filter.name), ("type", filter.kind)];
        url.query_pairs_mut().extend_pairs(asked.iter().filter_map(|(name, value)| Some((name, (*value)?))));
        self.by_number(&LIST_FLOWS, url).await
    }

    /// The flow of exactly this name and type, if there is one. Names of flows are unique within a type.
    ///
    /// # Errors
    /// The call failed.
    pub async fn flow_named(&self, name: &str, kind: &str) -> Result<Option<Flow>, ClientError> {
        let flows = self.flows(&FlowFilter { name: Some(name), kind: Some(kind) }).await?;
        Ok(flows.into_iter().find(|flow| flow.name == name))
    }

    /// Reads a flow.
    ///
    /// # Errors
    /// It does not exist, or the call failed.
    pub async fn flow(&self, id: &str) -> Result<Flow, ClientError> {
        self.get(&READ_FLOW, self.platform_url(&READ_FLOW, &[id])?).await
    }

    /// Reads the configuration of one version of a flow.
    ///
    /// # Errors
    /// It does not exist, or the call failed.
    pub async fn flow_configuration(&self, flow_id: &str, version: &str) -> Result<Json, ClientError> {
        let url = self.platform_url(&READ_VERSION_CONFIGURATION, &[flow_id, version])?;
        self.get(&READ_VERSION_CONFIGURATION, url).await
    }

    /// Reads a flow's latest configuration, which maps the ids of actions to their names.
    ///
    /// # Errors
    /// It does not exist, or the call failed.
    pub async fn latest_configuration(&self, flow_id: &str) -> Result<Json, ClientError> {
        self.get(&READ_FLOW_CONFIGURATION, self.platform_url(&READ_FLOW_CONFIGURATION, &[flow_id])?).await
    }
}
