//! The seed's second and third step: `/api/v2/conversations/messaging/conversations…`. The shape of `participants[].attributes` is
//! that of real conversations (facts: genesys-api.md section 1).

use indexmap::IndexMap;
use serde::{Deserialize, Serialize};

/// Body of the request that starts a conversation.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ParticipantRequest {
    /// The customer's attributes: names case-sensitive, values text.
    #[serde(default)]
    pub attributes: IndexMap<String, String>,
    /// The customer's name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// The customer's e-mail address.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
    /// The widget that declares the attributes; a request that names it is held to its declaration.
    #[serde(default, alias = "widget_id", skip_serializing_if = "Option::is_none")]
    pub widget_id: Option<String>,
}

/// A conversation.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Conversation {
    /// Its id.
    pub id: String,
    /// When it started, RFC 3339.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub start_time: Option<String>,
    /// When it ended; none while it is open.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub end_time: Option<String>,
    /// Who takes part; the first is the customer.
    #[serde(default)]
    pub participants: Vec<Participant>,
    /// Its own path.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub self_uri: Option<String>,
}

/// One who takes part.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Participant {
    /// Its id.
    pub id: String,
    /// `customer`, `acd`, `workflow`…
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub purpose: Option<String>,
    /// Its name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// Its address.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub email: Option<String>,
    /// The queue that it waits in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub queue_id: Option<String>,
    /// Its attributes.
    #[serde(default)]
    pub attributes: IndexMap<String, String>,
}
