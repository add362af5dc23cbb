//! What a guest says: joining, texts, picked answers, typing. Each waits for the echo with which the org takes a message, which also gives
//! the message's id. Must not know how a wait works.

use std::borrow::Cow;

use indexmap::IndexMap;
use serde::Deserialize;

use crate::wire::guest::{ButtonResponse, Class, Content, Direction, Event, MessageKind, PresenceType};

use super::await_answer::{Ask, Picked};
use super::envelope::Envelope;
use super::error::{GuestError, GuestErrorKind, GuestStep};
use super::limits::excess;
use super::options::AttributePlace;
use super::received::Sent;
use super::request::{Channel, Metadata, Outgoing, Request};
use super::session::GuestSession;
use super::socket::Text;

/// What is waited for after a message.
const ECHO: &str = "the echo of the message";

/// The picked answers that name the message that offered them in the metadata too, as the vendor's web client does (facts:
/// genesys-api.md 4.2).
const PICKERS: [&str; 2] = ["ListPicker", "DatePicker"];

/// What is read of an echo.
#[derive(Deserialize)]
struct Echoed<'a> {
    #[serde(default, borrow)]
    id: Cow<'a, str>,
    #[serde(default)]
    direction: Option<Direction>,
    #[serde(default, borrow)]
    channel: EchoChannel<'a>,
}

#[derive(Default, Deserialize)]
struct EchoChannel<'a> {
    #[serde(default, borrow)]
    time: Cow<'a, str>,
}

impl GuestSession {
    /// Opens the conversation without a text. That the org echoes this event as it echoes texts is a decision; a wait that fails says what
    /// came instead.
    ///
    /// # Errors
    /// The attributes are too large, the org refuses the event, or the wait failed.
    pub async fn join(&mut self, attributes: &IndexMap<String, String>) -> Result<Sent, GuestError> {
        let events = [Event::presence(PresenceType::Join)];
        let message = Outgoing { kind: MessageKind::Event, events: &events, ..Outgoing::default() };
        self.send_message(GuestStep::Join, message, attributes).await
    }

    /// Says a text.
    ///
    /// # Errors
    /// The text or the attributes are too large, the org refuses the message, or the wait failed.
    pub async fn say(&mut self, text: &str, attributes: &IndexMap<String, String>) -> Result<Sent, GuestError> {
        let message = Outgoing { kind: MessageKind::Text, text: Some(text), ..Outgoing::default() };
        self.send_message(GuestStep::Message, message, attributes).await
    }

    /// Picks an answer that a message offered.
    ///
    /// # Errors
    /// As [`GuestSession::say`].
    pub async fn choose(
        &mut self,
        response: ButtonResponse,
        attributes: &IndexMap<String, String>,
    ) -> Result<Sent, GuestError> {
        let text = response.text.clone();
        let parent = response.originating_message_id.clone().filter(|_| PICKERS.contains(&response.kind.as_str()));
        let content = [Content::button_response(response)];
        let message = Outgoing {
            kind: MessageKind::Structured,
            text: Some(&text),
            content: &content,
            metadata: parent.as_deref().map(|parent_message_id| Metadata { parent_message_id }),
            ..Outgoing::default()
        };
        self.send_message(GuestStep::Choose, message, attributes).await
    }

    /// Says that the customer types. Nothing answers it; an error comes as [`super::Received::Refused`]. A real org allows one in five
    /// seconds.
    ///
    /// # Errors
    /// The connection has ended.
    pub async fn typing(&mut self) -> Result<(), GuestError> {
        let ask = Ask::new(GuestStep::Typing, ECHO, self.tracing.next());
        let events = [Event::typing()];
        let message = Outgoing { kind: MessageKind::Event, events: &events, ..Outgoing::default() };
        let frame = self.frame(&Request { message: Some(message), ..self.request("onMessage", &ask) })?;
        self.keep_pace().await;
        self.send(ask.step, frame).await
    }

    /// Sends a message and waits for its echo.
    pub(super) async fn send_message(
        &mut self,
        step: GuestStep,
        message: Outgoing<'_>,
        attributes: &IndexMap<String, String>,
    ) -> Result<Sent, GuestError> {
        if self.check_limits
            && let Some((code, why)) = excess(message.text, attributes)
        {
            return Err(GuestError::new(step, GuestErrorKind::Limit, Some(code), why));
        }
        let ask = Ask::new(step, ECHO, self.tracing.next());
        let frame = self.message_frame(&ask, message, attributes)?;
        self.keep_pace().await;
        self.ask(&ask, frame, |envelope| echo(envelope, &ask.tracing)).await
    }

    /// A message as a frame, with its attributes where the session sends them.
    pub(super) fn message_frame(
        &self,
        ask: &Ask<'_>,
        message: Outgoing<'_>,
        attributes: &IndexMap<String, String>,
    ) -> Result<Text, GuestError> {
        let channel = Channel::of(attributes);
        let within = channel.filter(|_| self.attributes_sent != AttributePlace::Beside);
        let channel = channel.filter(|_| self.attributes_sent != AttributePlace::Within);
        let message = Outgoing { channel: within, ..message };
        self.frame(&Request { message: Some(message), channel, ..self.request("onMessage", ask) })
    }
}

/// The echo of the message with this tracing id.
pub(super) fn echo(envelope: &Envelope<'_>, tracing: &str) -> Picked<Sent> {
    if envelope.class != Class::StructuredMessage || !envelope.answers(tracing) {
        return Ok(None);
    }
    let Echoed { id, direction, channel } = envelope.body()?;
    let sent = || Sent { message_id: id.into_owned(), time: channel.time.parse().ok() };
    Ok((direction == Some(Direction::Inbound)).then(sent))
}
