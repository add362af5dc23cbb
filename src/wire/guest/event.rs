//! Events within a message: presence and typing.

use serde::{Deserialize, Serialize};

/// An event.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Event {
    /// `Presence`, `Typing`, `CoBrowse`, `Reactions`, `Video`.
    pub event_type: String,
    /// For `Presence`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub presence: Option<Presence>,
    /// For `Typing`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub typing: Option<Typing>,
}

impl Event {
    /// Somebody comes or goes.
    pub fn presence(kind: PresenceType) -> Self {
        let presence = Presence { kind };
        Self { event_type: "Presence".to_owned(), presence: Some(presence), typing: None }
    }

    /// Somebody types.
    pub fn typing() -> Self {
        let typing = Typing { kind: "On".to_owned(), duration: None };
        Self { event_type: "Typing".to_owned(), presence: None, typing: Some(typing) }
    }
}

/// Somebody comes or goes.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Presence {
    /// What.
    #[serde(rename = "type")]
    pub kind: PresenceType,
}

/// What a presence event says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum PresenceType {
    /// The customer opens the conversation.
    Join,
    /// The other side ended it.
    Disconnect,
    /// The customer ends it.
    Clear,
    /// Any other: sign-in, authentication.
    #[serde(other)]
    Other,
}

/// Somebody types.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Typing {
    /// `On`, `Off`.
    #[serde(rename = "type")]
    pub kind: String,
    /// For how long, in milliseconds.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub duration: Option<f64>,
}
