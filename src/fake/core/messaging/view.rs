//! A conversation as the documents that the API shows. Must not know endpoints.

use indexmap::IndexMap;

use super::conversation::{Conversation, Departure, Party, Posted};
use crate::wire::guest::Direction;
use crate::wire::platform::{
    ConversationMessage, MessageCommunication, MessageData, MessagingConversation, MessagingParticipant, NamedEntity,
};

impl Departure {
    /// The word of `disconnectType` of a communication.
    pub fn word(self) -> &'static str {
        match self {
            Self::Client => "client",
            Self::System => "system",
            Self::Timeout => "timeout",
            Self::Transfer => "transfer",
        }
    }

    /// The word of `disconnectType` of a media participant, whose list of words (the vendor's schema) has no time-out.
    fn media_word(self) -> &'static str {
        if self == Self::Timeout { "session.expired" } else { self.word() }
    }
}

/// The form of `GET /api/v2/conversations/{id}`.
pub fn as_conversation(conversation: &Conversation, attributes: IndexMap<String, String>) -> MessagingConversation {
    let participant = |party: &Party| MessagingParticipant {
        queue_id: party.queue_id.as_ref().map(ToString::to_string),
        queue_name: queue_name(party),
        messages: vec![MessageCommunication {
            id: Some(party.communication.to_string()),
            state: Some(state(party).to_owned()),
            disconnect_type: party.went.map(|(_, why)| why.word().to_owned()),
            kind: Some(conversation.medium.to_owned()),
            messages: messages(conversation, party),
            message: ConversationMessage::default(),
        }],
        ..common(party)
    };
    document(conversation, attributes, participant, format!("/api/v2/conversations/{}", conversation.id))
}

/// The form of `GET /api/v2/conversations/messages/{id}`.
pub fn as_message_conversation(
    conversation: &Conversation,
    attributes: IndexMap<String, String>,
) -> MessagingConversation {
    let participant = |party: &Party| MessagingParticipant {
        queue: queue_name(party).map(|name| NamedEntity {
            id: party.queue_id.as_ref().map(ToString::to_string).unwrap_or_default(),
            name: Some(name),
        }),
        state: Some(state(party).to_owned()),
        disconnect_type: party.went.map(|(_, why)| why.media_word().to_owned()),
        messages: messages(conversation, party)
            .into_iter()
            .map(|message| MessageCommunication { message, ..MessageCommunication::default() })
            .collect(),
        ..common(party)
    };
    document(conversation, attributes, participant, format!("/api/v2/conversations/messages/{}", conversation.id))
}

fn document(
    conversation: &Conversation,
    attributes: IndexMap<String, String>,
    participant: impl Fn(&Party) -> MessagingParticipant,
    self_uri: String,
) -> MessagingConversation {
    let mut participants: Vec<MessagingParticipant> = conversation.parties().map(participant).collect();
    if let Some(customer) = participants.first_mut() {
        customer.attributes = attributes;
    }
    MessagingConversation {
        id: conversation.id.to_string(),
        start_time: Some(conversation.started.here.to_string()),
        end_time: conversation.ended.map(|(at, _)| at.here.to_string()),
        participants,
        self_uri: Some(self_uri),
    }
}

fn common(party: &Party) -> MessagingParticipant {
    MessagingParticipant {
        id: party.id.to_string(),
        purpose: Some(party.purpose.to_owned()),
        name: party.name.as_ref().map(ToString::to_string),
        start_time: Some(party.came.here.to_string()),
        end_time: party.went.map(|(at, _)| at.here.to_string()),
        ..MessagingParticipant::default()
    }
}

fn queue_name(party: &Party) -> Option<String> {
    (party.purpose == "acd").then(|| party.name.as_ref().map(ToString::to_string)).flatten()
}

fn state(party: &Party) -> &'static str {
    if party.went.is_some() { "disconnected" } else { "connected" }
}

/// The customer's own messages stand with the customer, those of the flow with the flow.
fn messages(conversation: &Conversation, party: &Party) -> Vec<ConversationMessage> {
    let direction = match party.purpose {
        "customer" => Direction::Inbound,
        "workflow" => Direction::Outbound,
        _ => return Vec::new(),
    };
    let of_party = conversation.posted.iter().filter(|posted| posted.message.direction == Some(direction));
    let message = |posted: &Posted| ConversationMessage {
        message_id: Some(posted.id.to_string()),
        message_time: Some(posted.at.here.to_string()),
        message_status: Some(status(posted).to_owned()),
    };
    of_party.map(message).collect()
}

fn status(posted: &Posted) -> &'static str {
    if posted.message.direction == Some(Direction::Inbound) { "received" } else { "sent" }
}

/// The form of `GET /api/v2/conversations/messages/{messageId}/details`.
pub fn message_data(conversation: &Conversation, posted: &Posted) -> MessageData {
    let inbound = posted.message.direction == Some(Direction::Inbound);
    MessageData {
        id: posted.id.to_string(),
        timestamp: posted.at.here.to_string(),
        direction: Some(if inbound { "inbound" } else { "outbound" }.to_owned()),
        messenger_type: Some(conversation.medium.to_owned()),
        status: status(posted).to_owned(),
        normalized_message: None,
        conversation_id: Some(conversation.id.to_string()),
        self_uri: Some(format!("/api/v2/conversations/messages/{}/messages/{}", conversation.id, posted.id)),
    }
}
