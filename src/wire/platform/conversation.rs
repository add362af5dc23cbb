//! A messaging conversation: `GET /api/v2/conversations/{id}` and `GET /api/v2/conversations/messages/{id}`. The two differ in where a
//! participant's queue and state stand; both are read.

use indexmap::IndexMap;
use serde::{Deserialize, Serialize};

use super::NamedEntity;

/// A conversation.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct MessagingConversation {
    /// Its id.
    pub id: String,
    /// When it started.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub start_time: Option<String>,
    /// When it ended; none while it is open.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub end_time: Option<String>,
    /// Who takes part.
    pub participants: Vec<MessagingParticipant>,
    /// Its own path.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub self_uri: Option<String>,
}

/// One who takes part.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct MessagingParticipant {
    /// Its id.
    pub id: String,
    /// `customer`, `workflow`, `acd`, `agent`… as an open word.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub purpose: Option<String>,
    /// Its name.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<String>,
    /// When it came.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub start_time: Option<String>,
    /// When it went.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub end_time: Option<String>,
    /// Its attributes.
    pub attributes: IndexMap<String, String>,
    /// The queue that it waits in, in the first form.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub queue_id: Option<String>,
    /// The queue's name, in the first form.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub queue_name: Option<String>,
    /// The queue, in the second form.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub queue: Option<NamedEntity>,
    /// `connected`, `disconnected`, in the second form.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub state: Option<String>,
    /// Why it went, in the second form: `client`, `endpoint`, `system`, `timeout`, `transfer`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub disconnect_type: Option<String>,
    /// In the first form its communications; in the second its messages.
    pub messages: Vec<MessageCommunication>,
}

/// A communication of a participant (first form), or a message of it (second form): the fields of the other are missing.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct MessageCommunication {
    /// The communication.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// `alerting`, `connected`, `disconnected`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub state: Option<String>,
    /// Why it ended.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub disconnect_type: Option<String>,
    /// `webmessaging`, `open`.
    #[serde(rename = "type", skip_serializing_if = "Option::is_none")]
    pub kind: Option<String>,
    /// Its messages.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub messages: Vec<ConversationMessage>,
    /// A message, in the second form.
    #[serde(flatten)]
    pub message: ConversationMessage,
}

/// A message by its id.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct ConversationMessage {
    /// Its id.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub message_id: Option<String>,
    /// When.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub message_time: Option<String>,
    /// `received`, `sent`…
    #[serde(skip_serializing_if = "Option::is_none")]
    pub message_status: Option<String>,
}

impl MessagingConversation {
    /// The customer: the participant of that purpose, else the first.
    pub fn customer(&self) -> Option<&MessagingParticipant> {
        let customer = self.participants.iter().find(|one| one.purpose.as_deref() == Some("customer"));
        customer.or_else(|| self.participants.first())
    }

    /// Whether it is over: it has an end, or nobody is left in it.
    pub fn is_over(&self) -> bool {
        let gone = |one: &MessagingParticipant| one.end_time.is_some() || one.state.as_deref() == Some("disconnected");
        self.end_time.is_some() || (!self.participants.is_empty() && self.participants.iter().all(gone))
    }
}
