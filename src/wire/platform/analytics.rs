//! What analytics keeps of a conversation: `GET /api/v2/analytics/conversations/{conversationId}/details` (facts: genesys-api.md 6.5). It has
//! no participant attributes, and comes minutes late.

use serde::{Deserialize, Serialize};

/// A conversation.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct AnalyticsConversation {
    /// Its id.
    pub conversation_id: String,
    /// When it began.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub conversation_start: Option<String>,
    /// When it ended; none while it is open.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub conversation_end: Option<String>,
    /// Who took part.
    pub participants: Vec<AnalyticsParticipant>,
}

/// One who took part.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct AnalyticsParticipant {
    /// Its id.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub participant_id: Option<String>,
    /// `customer`, `workflow`, `botflow`, `acd`… as an open word.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub purpose: Option<String>,
    /// Its sessions.
    pub sessions: Vec<AnalyticsSession>,
}

/// A session of a participant.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct AnalyticsSession {
    /// Its id.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub session_id: Option<String>,
    /// `message`…
    #[serde(skip_serializing_if = "Option::is_none")]
    pub media_type: Option<String>,
    /// `webmessaging`, `open`…
    #[serde(skip_serializing_if = "Option::is_none")]
    pub message_type: Option<String>,
    /// The flow that ran in it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub flow: Option<AnalyticsFlow>,
}

/// A flow that ran, and how it ended.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct AnalyticsFlow {
    /// Its id.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub flow_id: Option<String>,
    /// Its name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub flow_name: Option<String>,
    /// `INBOUNDSHORTMESSAGE`… in capitals.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub flow_type: Option<String>,
    /// `12.0`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub flow_version: Option<String>,
    /// How it began: `direct`, `flow`…
    #[serde(skip_serializing_if = "Option::is_none")]
    pub entry_type: Option<String>,
    /// Why it ended: `DISCONNECT`, `TRANSFER`, `FLOW_ERROR_DISCONNECT`…
    #[serde(skip_serializing_if = "Option::is_none")]
    pub exit_reason: Option<String>,
    /// Whom it transferred to: `ACD`, `USER`, `FLOW`…
    #[serde(skip_serializing_if = "Option::is_none")]
    pub transfer_type: Option<String>,
    /// The name of the queue or user.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub transfer_target_name: Option<String>,
    /// Its id.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub transfer_target_address: Option<String>,
    /// Its outcomes.
    pub outcomes: Vec<AnalyticsOutcome>,
}

/// An outcome of a flow.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct AnalyticsOutcome {
    /// Its id.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub flow_outcome_id: Option<String>,
    /// Its name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub flow_outcome: Option<String>,
    /// `SUCCESS`, `FAILURE`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub flow_outcome_value: Option<String>,
}
