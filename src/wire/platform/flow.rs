//! A published flow: `GET /api/v2/flows`.

use serde::{Deserialize, Serialize};

/// A flow.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Flow {
    /// Its id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// `INBOUNDSHORTMESSAGE`, `DIGITALBOT`… in capitals.
    #[serde(rename = "type", skip_serializing_if = "Option::is_none")]
    pub kind: Option<String>,
    /// Whether it can run.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub active: Option<bool>,
    /// Its published version.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub published_version: Option<FlowVersion>,
    /// Words about it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub description: Option<String>,
    /// Its own path.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub self_uri: Option<String>,
}

/// A version of a flow.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct FlowVersion {
    /// `12.0`.
    pub id: String,
    /// `12.0` again, for people.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// When it was published (RFC 3339).
    #[serde(skip_serializing_if = "Option::is_none")]
    pub date_published: Option<String>,
    /// Where its configuration is.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub configuration_uri: Option<String>,
    /// Its own path.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub self_uri: Option<String>,
}
