//! Configurations of web deployments: what a guest is told and may do (facts: genesys-api.md section 3). Fields that neither side reads are
//! kept as they came.

use indexmap::IndexMap;
use serde::{Deserialize, Serialize};
use serde_json::Value as Json;

/// A version of a configuration, or its draft.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Configuration {
    /// Its id; none in the request that creates it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// Its name.
    pub name: String,
    /// A number from 1 for what was published, `draft` for the draft.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub version: Option<String>,
    /// What it says about the messenger.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub messenger: Option<Messenger>,
    /// `Pending`, `Active`, `Inactive`, `Error`, `Deleting`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status: Option<String>,
    /// When it was made.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub date_created: Option<String>,
    /// When it was changed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub date_modified: Option<String>,
    /// When it was published; none for the draft.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub date_published: Option<String>,
    /// Its own path.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub self_uri: Option<String>,
    /// The rest: `languages`, `headlessMode`…
    #[serde(flatten)]
    pub rest: IndexMap<String, Json>,
}

/// The messenger.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Messenger {
    /// Whether it is shown.
    pub enabled: bool,
    /// Its apps.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub apps: Option<MessengerApps>,
    /// The rest.
    #[serde(flatten)]
    pub rest: IndexMap<String, Json>,
}

/// The messenger's apps.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct MessengerApps {
    /// Conversations.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub conversations: Option<ConversationApp>,
    /// The rest.
    #[serde(flatten)]
    pub rest: IndexMap<String, Json>,
}

/// The app for conversations.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct ConversationApp {
    /// Whether it is there.
    pub enabled: bool,
    /// Whether, and how, a guest is told that the other side ended a conversation; off where it is missing.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub conversation_disconnect: Option<ConversationDisconnect>,
    /// Whether a guest may end a conversation; off where it is missing.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub conversation_clear: Option<Toggle>,
    /// Where guests connect to; only in what the CDN serves.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub messaging_endpoint: Option<String>,
    /// The rest.
    #[serde(flatten)]
    pub rest: IndexMap<String, Json>,
}

/// How a guest is told that the other side ended a conversation.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct ConversationDisconnect {
    /// Whether.
    pub enabled: bool,
    /// `Send`, `ReadOnly`.
    #[serde(rename = "type", skip_serializing_if = "Option::is_none")]
    pub kind: Option<String>,
}

/// Something that is on or off.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Toggle {
    /// Whether it is on.
    pub enabled: bool,
}
