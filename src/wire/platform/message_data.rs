//! One message of a conversation: `GET /api/v2/conversations/messages/{messageId}/details`. It is what leads from a guest's message to
//! its conversation (facts: genesys-api.md section 5).

use serde::{Deserialize, Serialize};

use crate::wire::guest::Message;

/// A message.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct MessageData {
    /// Its id.
    pub id: String,
    /// When it was sent.
    pub timestamp: String,
    /// `inbound`, `outbound`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub direction: Option<String>,
    /// `webmessaging`, `open`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub messenger_type: Option<String>,
    /// `received`, `sent`, `delivery-success`…
    pub status: String,
    /// Its conversation.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub conversation_id: Option<String>,
    /// What it says, in the form that a guest gets it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub normalized_message: Option<Message>,
    /// Its own path.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub self_uri: Option<String>,
}
