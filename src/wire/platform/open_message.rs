//! Open Messaging: a message of a customer without a socket (facts: genesys-api.md section 5).

use serde::{Deserialize, Serialize};

use crate::wire::guest::ChannelMetadata;

/// Body of `POST …/inbound/open/message`, and its answer, which adds ids.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct OpenMessage {
    /// Its id; none in the request.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// From whom and when.
    pub channel: OpenChannel,
    /// Its text.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    /// Its conversation, in the answer where it was asked for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub conversation_id: Option<String>,
}

/// From whom a message comes, and when.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct OpenChannel {
    /// The sender's own id of the message.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub message_id: Option<String>,
    /// From whom.
    pub from: OpenSender,
    /// When, in RFC 3339.
    pub time: String,
    /// Attributes: used by public code, and not in the vendor's current model.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub metadata: Option<ChannelMetadata>,
}

/// Who sends.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct OpenSender {
    /// By which the org knows it again.
    pub id: String,
    /// `Email`, `Phone`, `Opaque`.
    pub id_type: String,
    /// Its name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub nickname: Option<String>,
}
