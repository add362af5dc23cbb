//! A message, as a customer sends it and as a customer receives it.

use indexmap::IndexMap;
use serde::{Deserialize, Serialize};

use super::{Content, Event};

/// A message. A sent one has `channel` beside it or within it: both are in the wild (facts: genesys-api.md 4.2).
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Message {
    /// Its id; a sent one has none.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub id: Option<String>,
    /// What it is.
    #[serde(rename = "type")]
    pub kind: MessageKind,
    /// Its text.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    /// Which way it goes, on a received one: the customer's own come back as `Inbound`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub direction: Option<Direction>,
    /// `Human` or `Bot`, on one of the other side.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub originating_entity: Option<String>,
    /// When and what it brings along.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub channel: Option<Channel>,
    /// Structured content.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub content: Vec<Content>,
    /// Events.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub events: Vec<Event>,
    /// `readOnly`, `parentMessageId`.
    #[serde(skip_serializing_if = "IndexMap::is_empty")]
    pub metadata: IndexMap<String, String>,
}

/// What a message is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub enum MessageKind {
    /// A text.
    #[default]
    Text,
    /// Content beyond text.
    Structured,
    /// Presence or typing.
    Event,
    /// Any other: `Message`, `Receipt`.
    #[serde(other)]
    Other,
}

/// Which way a message goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Direction {
    /// From the customer.
    Inbound,
    /// To the customer.
    Outbound,
}

/// When a message was sent, and what it brings along.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Channel {
    /// RFC 3339; messages are in order by it, not by their arrival.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub time: Option<String>,
    /// `Private`.
    #[serde(rename = "type", skip_serializing_if = "Option::is_none")]
    pub kind: Option<String>,
    /// Its id on the channel.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub message_id: Option<String>,
    /// Attributes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub metadata: Option<ChannelMetadata>,
}

/// What a message brings along.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct ChannelMetadata {
    /// The customer's attributes: names case-sensitive, values text.
    #[serde(skip_serializing_if = "IndexMap::is_empty")]
    pub custom_attributes: IndexMap<String, String>,
}

impl Channel {
    /// The channel of a message that brings attributes; none where there are none.
    pub fn with_attributes(attributes: IndexMap<String, String>) -> Option<Self> {
        let metadata = ChannelMetadata { custom_attributes: attributes };
        (!metadata.custom_attributes.is_empty()).then(|| Self { metadata: Some(metadata), ..Self::default() })
    }
}
