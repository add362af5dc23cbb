//! A text with other attributes beside it than within it: how it is found from which place an org takes them (facts: genesys-api.md 4.2,
//! section 9 point 2). Must not know what was found.

use indexmap::IndexMap;

use crate::wire::guest::MessageKind;

use super::await_answer::Ask;
use super::error::{GuestError, GuestStep};
use super::messages::echo;
use super::received::Sent;
use super::request::{Channel, Outgoing, Request};
use super::session::GuestSession;

impl GuestSession {
    /// Says a text, with attributes in both places, wherever the session usually sends them.
    ///
    /// # Errors
    /// As [`GuestSession::say`].
    pub async fn say_apart(
        &mut self,
        text: &str,
        beside: &IndexMap<String, String>,
        within: &IndexMap<String, String>,
    ) -> Result<Sent, GuestError> {
        let ask = Ask::new(GuestStep::Message, "the echo of the message", self.tracing.next());
        let channel = Channel::of(within);
        let message = Outgoing { kind: MessageKind::Text, text: Some(text), channel, ..Outgoing::default() };
        let channel = Channel::of(beside);
        let frame = self.frame(&Request { message: Some(message), channel, ..self.request("onMessage", &ask) })?;
        self.keep_pace().await;
        self.ask(&ask, frame, |envelope| echo(envelope, &ask.tracing)).await
    }
}
