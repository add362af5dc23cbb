//! The short answers: echo, close, configuration, what the end of a conversation tells its guest.

use std::sync::Arc;

use serde::Serialize;

use super::configure::allowed_media;
use super::dispatch::Context;
use crate::fake::core::messaging::{Departure, Told};
use crate::fake::options::DisconnectShown;
use crate::wire::guest::{
    AllowedMedia, Class, ConnectionClosed, Direction, Event, FrameKind, MAX_ATTRIBUTE_BYTES, Message, MessageKind,
    PresenceType, code,
};

/// The answer to `getConfiguration`.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Configured {
    allowed_media: AllowedMedia,
    blocked_extensions: Vec<String>,
    max_custom_data_bytes: usize,
    message_routing_enabled: bool,
    session_duration_seconds: u64,
}

#[derive(Serialize)]
struct Empty {}

impl Context<'_> {
    /// The message of an `echo` comes back as it went. Everything that was pushed before is in front of it, so that it also tells a client
    /// that nothing more is due.
    pub fn echo(&mut self, mut message: Message, tracing: Option<&str>) {
        message.direction = Some(Direction::Inbound);
        self.out.frame(self.connection, FrameKind::Response, Class::StructuredMessage, &message, tracing);
    }

    /// What the deployment allows.
    pub fn configuration(&mut self, tracing: Option<&str>) {
        let body = Configured {
            allowed_media: allowed_media(),
            blocked_extensions: Vec::new(),
            max_custom_data_bytes: MAX_ATTRIBUTE_BYTES,
            message_routing_enabled: true,
            session_duration_seconds: self.tenant.options.guest.session_lifetime.as_secs(),
        };
        self.out.frame(self.connection, FrameKind::Response, Class::GetConfigurationResponse, &body, tracing);
    }

    /// Closes this connection, or all of the session; the conversation stays open.
    pub fn close_session(&mut self, token: &str, all: bool, tracing: Option<&str>) {
        let Some(guest) = self.own(token) else {
            return self.out.error(self.connection, code::SESSION_NOT_FOUND, NO_SESSION, tracing);
        };
        let connections = match self.state.guests.get(&guest) {
            Some(guest) if all => guest.connections.clone(),
            _ => vec![self.connection],
        };
        for connection in connections {
            let tracing = tracing.filter(|_| connection == self.connection);
            let body = ConnectionClosed::default();
            self.out.frame(connection, FrameKind::Message, Class::ConnectionClosedEvent, &body, tracing);
            self.out.close(connection, 1000, "session closed");
        }
    }

    /// The session of a token, where this connection is configured for it.
    pub fn own(&self, token: &str) -> Option<Arc<str>> {
        let connection = self.state.connections.get(&self.connection)?;
        connection.guest.clone().filter(|guest| **guest == *token)
    }

    /// Every connection of a session.
    pub fn connections_of(&self, token: &str) -> Vec<super::ConnectionId> {
        self.state.guests.get(token).map(|guest| guest.connections.clone()).unwrap_or_default()
    }

    /// What is new in a guest's conversation goes to all its connections: messages, and the end. The sender's own message carries its
    /// tracing id on the connection that sent it.
    pub fn tell(&mut self, token: &str, conversation: &str, told: Told, tracing: Option<&str>) {
        let connections = self.connections_of(token);
        if let Some(conversation) = self.state.messaging.get(conversation) {
            for posted in conversation.posted.iter().skip(told.from) {
                let inbound = posted.message.direction == Some(Direction::Inbound);
                for connection in &connections {
                    let tracing = tracing.filter(|_| inbound && *connection == self.connection);
                    let (kind, class) = (FrameKind::Message, Class::StructuredMessage);
                    self.out.frame(*connection, kind, class, &posted.message, tracing);
                }
            }
        }
        match told.ended {
            Some(Departure::System) => self.tell_disconnect(token, &connections),
            Some(Departure::Timeout) => self.expire(token),
            _ => {}
        }
    }

    fn tell_disconnect(&mut self, token: &str, connections: &[super::ConnectionId]) {
        let deployment = self.state.guests.get(token).map(|guest| Arc::clone(&guest.deployment));
        let deployed = deployment.and_then(|deployment| self.state.deployments.get(&deployment));
        let shown = deployed.map(|deployed| deployed.serving.disconnect_shown).unwrap_or_default();
        if let Some(guest) = self.state.guests.get_mut(token) {
            guest.read_only = shown == DisconnectShown::ReadOnly;
            if shown != DisconnectShown::ReadOnly {
                guest.conversation = None;
            }
        }
        if shown == DisconnectShown::Off {
            return;
        }
        let mut message = Message {
            kind: MessageKind::Event,
            direction: Some(Direction::Outbound),
            events: vec![Event::presence(PresenceType::Disconnect)],
            ..Message::default()
        };
        message.id = Some(self.state.ids.next(crate::fake::core::ids::Kind::Message).to_string());
        let read_only = (shown == DisconnectShown::ReadOnly).to_string();
        message.metadata.insert("readOnly".to_owned(), read_only);
        for connection in connections {
            self.out.frame(*connection, FrameKind::Message, Class::StructuredMessage, &message, None);
        }
    }

    /// A session is over: everybody who listens is told.
    pub fn expire(&mut self, token: &str) {
        for connection in self.connections_of(token) {
            self.out.frame(connection, FrameKind::Response, Class::SessionExpiredEvent, &Empty {}, None);
        }
        self.forget(token);
    }

    /// The session of this connection is over.
    pub fn expire_own(&mut self) {
        let token = self.state.connections.get(&self.connection).and_then(|connection| connection.guest.clone());
        match token {
            Some(token) => self.expire(&token),
            None => {
                let (kind, class) = (FrameKind::Response, Class::SessionExpiredEvent);
                self.out.frame(self.connection, kind, class, &Empty {}, None);
            }
        }
    }

    /// Nothing of the session is left; its connections must configure anew.
    pub fn forget(&mut self, token: &str) {
        if let Some(guest) = self.state.guests.remove(token) {
            for connection in guest.connections {
                if let Some(connection) = self.state.connections.get_mut(&connection) {
                    connection.guest = None;
                }
            }
        }
    }

    /// The session goes on without a conversation.
    pub fn forget_conversation(&mut self, token: &str) {
        if let Some(guest) = self.state.guests.get_mut(token) {
            guest.conversation = None;
            guest.read_only = false;
        }
    }
}

/// Words for a token that this connection was not configured for.
pub const NO_SESSION: &str = "session not found error message";
