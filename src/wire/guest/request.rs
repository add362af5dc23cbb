//! What a customer's client sends. Every frame has the session's `token`; `tracingId` comes back in the answer.

use std::borrow::Cow;

use serde::{Deserialize, Serialize};

use super::{Channel, Message};

/// A frame to the org, by its `action`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "action", rename_all = "camelCase")]
pub enum GuestRequest {
    /// Opens or resumes the session on this connection.
    ConfigureSession(ConfigureSession),
    /// A message.
    OnMessage(OnMessage),
    /// A sign of life; comes back as it went.
    Echo(Echo),
    /// Asks for a token to read the history with.
    GetJwt(JwtRequest),
    /// Closes connections; the conversation stays open.
    CloseSession(CloseSession),
    /// Asks what the deployment allows.
    GetConfiguration(Configuration),
    /// Announces a file.
    OnAttachment(OnAttachment),
    /// Asks where a file can be read.
    GetAttachment(AttachmentReference),
    /// Takes a file back.
    DeleteAttachment(AttachmentReference),
}

impl GuestRequest {
    /// Reads a frame. The usual ones are read in two passes over the text, which copies nothing between; told by their tag alone, as serde
    /// does it, everything is copied once more.
    ///
    /// # Errors
    /// It is no JSON, its action is not known, or a field of it is not what it should be.
    pub fn read(text: &str) -> serde_json::Result<Self> {
        #[derive(Deserialize)]
        struct Tag<'a> {
            #[serde(borrow)]
            action: Cow<'a, str>,
        }
        match serde_json::from_str(text) {
            Ok(Tag { action }) if action == "onMessage" => serde_json::from_str(text).map(Self::OnMessage),
            Ok(Tag { action }) if action == "echo" => serde_json::from_str(text).map(Self::Echo),
            _ => serde_json::from_str(text),
        }
    }
}

/// See [`GuestRequest::ConfigureSession`].
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ConfigureSession {
    /// The session.
    pub token: String,
    /// The deployment.
    #[serde(default)]
    pub deployment_id: String,
    /// Whether a conversation that is there is ended and a new one begun.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub start_new: Option<bool>,
    /// Comes back in the answer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tracing_id: Option<String>,
}

/// See [`GuestRequest::OnMessage`].
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct OnMessage {
    /// The session.
    pub token: String,
    /// Comes back in the echo.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tracing_id: Option<String>,
    /// The message.
    pub message: Message,
    /// Attributes, where they are not within the message.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub channel: Option<Channel>,
}

/// See [`GuestRequest::Echo`].
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Echo {
    /// The session.
    pub token: String,
    /// Comes back in the answer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tracing_id: Option<String>,
    /// `{ "type": "Text", "text": "ping" }`.
    pub message: Message,
}

/// See [`GuestRequest::GetJwt`].
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct JwtRequest {
    /// The session.
    pub token: String,
    /// Comes back in the answer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tracing_id: Option<String>,
}

/// See [`GuestRequest::CloseSession`].
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct CloseSession {
    /// The session.
    pub token: String,
    /// Whether the session's other connections are closed too.
    #[serde(default)]
    pub close_all_connections: bool,
    /// Comes back in the answer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tracing_id: Option<String>,
}

/// See [`GuestRequest::GetConfiguration`].
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Configuration {
    /// The session.
    pub token: String,
    /// The deployment.
    #[serde(default)]
    pub deployment_id: String,
    /// Comes back in the answer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tracing_id: Option<String>,
}

/// See [`GuestRequest::OnAttachment`].
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct OnAttachment {
    /// The session.
    pub token: String,
    /// The id that the client gives the file; the org gives one where it is missing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub attachment_id: Option<String>,
    /// Its name.
    #[serde(default)]
    pub file_name: String,
    /// Its MIME type.
    #[serde(default)]
    pub file_type: String,
    /// Its length in bytes.
    #[serde(default)]
    pub file_size: u64,
    /// The MD5 sum of its content, base64.
    #[serde(default, rename = "fileMd5", skip_serializing_if = "Option::is_none")]
    pub file_md5: Option<String>,
    /// Comes back in the answer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tracing_id: Option<String>,
}

/// See [`GuestRequest::GetAttachment`].
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct AttachmentReference {
    /// The session.
    pub token: String,
    /// The file.
    #[serde(default)]
    pub attachment_id: String,
    /// Comes back in the answer.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tracing_id: Option<String>,
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    #[test]
    fn a_frame_is_told_by_its_action() {
        let frame = json!({"action": "configureSession", "deploymentId": "D", "token": "T", "startNew": false, "tracingId": "t1",
            "journeyContext": {"customer": {"id": "x", "idType": "y"}}});
        let read: GuestRequest = serde_json::from_value(frame).unwrap();
        let expected = ConfigureSession {
            token: "T".into(),
            deployment_id: "D".into(),
            start_new: Some(false),
            tracing_id: Some("t1".into()),
        };
        assert_eq!(read, GuestRequest::ConfigureSession(expected));
    }

    #[test]
    fn both_ways_of_reading_read_the_same() {
        for frame in [
            json!({"action": "onMessage", "token": "T", "tracingId": "t", "message": {"type": "Text", "text": "Hi"}}),
            json!({"action": "echo", "token": "T", "message": {"type": "Text", "text": "ping"}}),
            json!({"action": "getJwt", "token": "T"}),
        ] {
            let text = frame.to_string();
            assert_eq!(GuestRequest::read(&text).unwrap(), serde_json::from_str(&text).unwrap());
        }
        for wrong in ["", "{}", "{\"action\": \"dance\"}", "{\"action\": \"onMessage\", \"token\": 7}"] {
            assert!(GuestRequest::read(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn attributes_are_read_from_either_place() {
        let within = json!({"action": "onMessage", "token": "T", "message": {"type": "Text", "text": "Hello",
            "channel": {"metadata": {"customAttributes": {"tier": "gold"}}}}});
        let beside = json!({"action": "onMessage", "token": "T", "message": {"type": "Text", "text": "Hello"},
            "channel": {"metadata": {"customAttributes": {"tier": "gold"}}}});
        let tier = |channel: &Option<Channel>| {
            let metadata = channel.as_ref().and_then(|channel| channel.metadata.as_ref());
            metadata.and_then(|metadata| metadata.custom_attributes.get("tier").cloned())
        };
        for (frame, inside) in [(within, true), (beside, false)] {
            let GuestRequest::OnMessage(read) = serde_json::from_value(frame).unwrap() else { panic!("a message") };
            let place = if inside { &read.message.channel } else { &read.channel };
            assert_eq!(tier(place).as_deref(), Some("gold"));
        }
    }

    #[test]
    fn what_is_sent_has_the_vendors_names() {
        let sent = GuestRequest::OnAttachment(OnAttachment {
            token: "T".into(),
            file_name: "a.png".into(),
            file_type: "image/png".into(),
            file_size: 3,
            file_md5: Some("m".into()),
            ..OnAttachment::default()
        });
        assert_eq!(
            serde_json::to_value(&sent).unwrap(),
            json!({"action": "onAttachment", "token": "T", "fileName": "a.png", "fileType": "image/png", "fileSize": 3,
                "fileMd5": "m"})
        );
    }
}
