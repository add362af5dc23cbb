//! What a guest sends, borrowed from who asks for it, so that a turn copies neither texts nor attributes. The owned twins are in
//! `wire::guest`; a test holds the two to the same JSON.

use indexmap::IndexMap;
use serde::Serialize;

use crate::wire::guest::{Content, Event, MessageKind};

/// A frame to the org; what an action does not have is left out.
#[derive(Debug, Default, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Request<'a> {
    pub action: &'static str,
    pub token: &'a str,
    pub tracing_id: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub deployment_id: Option<&'a str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub start_new: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub close_all_connections: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub message: Option<Outgoing<'a>>,
    /// Attributes, where they are sent beside the message.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub channel: Option<Channel<'a>>,
}

/// A message.
#[derive(Debug, Default, Serialize)]
pub(super) struct Outgoing<'a> {
    #[serde(rename = "type")]
    pub kind: MessageKind,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub text: Option<&'a str>,
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    pub content: &'a [Content],
    #[serde(skip_serializing_if = "<[_]>::is_empty")]
    pub events: &'a [Event],
    #[serde(skip_serializing_if = "Option::is_none")]
    pub metadata: Option<Metadata<'a>>,
    /// Attributes, where they are sent within the message.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub channel: Option<Channel<'a>>,
}

/// What a picked answer says of the message that offered it.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Metadata<'a> {
    pub parent_message_id: &'a str,
}

/// What a message brings along.
#[derive(Debug, Clone, Copy, Serialize)]
pub(super) struct Channel<'a> {
    metadata: ChannelMetadata<'a>,
}

#[derive(Debug, Clone, Copy, Serialize)]
#[serde(rename_all = "camelCase")]
struct ChannelMetadata<'a> {
    custom_attributes: &'a IndexMap<String, String>,
}

impl<'a> Channel<'a> {
    /// The channel of a message that brings attributes; none where there are none.
    pub fn of(attributes: &'a IndexMap<String, String>) -> Option<Self> {
        (!attributes.is_empty()).then_some(Self { metadata: ChannelMetadata { custom_attributes: attributes } })
    }
}

/// The announcement of a file.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(super) struct Announcement<'a> {
    pub action: &'static str,
    pub token: &'a str,
    pub tracing_id: &'a str,
    pub attachment_id: &'a str,
    pub file_name: &'a str,
    pub file_type: &'a str,
    pub file_size: usize,
    pub file_md5: &'a str,
}

#[cfg(test)]
mod tests {
    use serde_json::to_value;

    use super::*;
    use crate::wire::guest as wire;

    #[test]
    fn a_message_is_the_wires_message() {
        let attributes: IndexMap<String, String> = [("tier".to_owned(), "gold".to_owned())].into();
        let content = [Content::button_response(wire::ButtonResponse::default())];
        let events = [Event::typing()];
        let request = Request {
            action: "onMessage",
            token: "T",
            tracing_id: "t",
            message: Some(Outgoing {
                kind: MessageKind::Structured,
                text: Some("Yes"),
                content: &content,
                events: &events,
                metadata: Some(Metadata { parent_message_id: "M" }),
                channel: Channel::of(&attributes),
            }),
            channel: Channel::of(&attributes),
            ..Request::default()
        };
        let twin = wire::GuestRequest::OnMessage(wire::OnMessage {
            token: "T".into(),
            tracing_id: Some("t".into()),
            message: wire::Message {
                kind: MessageKind::Structured,
                text: Some("Yes".into()),
                content: content.to_vec(),
                events: events.to_vec(),
                metadata: [("parentMessageId".to_owned(), "M".to_owned())].into(),
                channel: wire::Channel::with_attributes(attributes.clone()),
                ..wire::Message::default()
            },
            channel: wire::Channel::with_attributes(attributes.clone()),
        });
        assert_eq!(to_value(&request).unwrap(), to_value(&twin).unwrap());
    }

    #[test]
    fn the_other_requests_are_the_wires() {
        let (token, tracing_id) = ("T", "t");
        let configure = Request {
            action: "configureSession",
            token,
            tracing_id,
            deployment_id: Some("D"),
            start_new: Some(true),
            ..Request::default()
        };
        let twin = wire::GuestRequest::ConfigureSession(wire::ConfigureSession {
            token: "T".into(),
            deployment_id: "D".into(),
            start_new: Some(true),
            tracing_id: Some("t".into()),
        });
        assert_eq!(to_value(&configure).unwrap(), to_value(&twin).unwrap());
        let announcement = Announcement {
            action: "onAttachment",
            token,
            tracing_id,
            attachment_id: "A",
            file_name: "a.png",
            file_type: "image/png",
            file_size: 3,
            file_md5: "m",
        };
        let twin = wire::GuestRequest::OnAttachment(wire::OnAttachment {
            token: "T".into(),
            attachment_id: Some("A".into()),
            file_name: "a.png".into(),
            file_type: "image/png".into(),
            file_size: 3,
            file_md5: Some("m".into()),
            tracing_id: Some("t".into()),
        });
        assert_eq!(to_value(&announcement).unwrap(), to_value(&twin).unwrap());
    }

    #[test]
    fn no_attributes_means_no_channel() {
        assert!(Channel::of(&IndexMap::new()).is_none());
    }
}
