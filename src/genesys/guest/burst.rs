//! Several messages at once, without waiting for one another: how an org's limit on their rate is found. Must not know why it is wanted.

use std::time::Duration;

use indexmap::IndexMap;

use crate::genesys::answer::folded;
use crate::wire::guest::MessageKind;

use super::await_answer::{Ask, deadline};
use super::envelope::Envelope;
use super::error::{GuestError, GuestStep};
use super::messages::echo;
use super::received::Sent;
use super::refusal::Refusal;
use super::request::Outgoing;
use super::session::GuestSession;
use super::socket::Text;

/// Characters of the org's words that a failure shows.
const SHOWN: usize = 300;

/// What became of messages that were sent at once.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Burst {
    /// Those that the org took, in the order in which it said so.
    pub taken: Vec<Sent>,
    /// How many it refused because they came too fast.
    pub too_fast: usize,
    /// How long it asked to wait, where it said so.
    pub retry_after: Option<Duration>,
    /// What else it refused, in its words.
    pub refused: Vec<String>,
    /// How many it did not answer in time.
    pub unanswered: usize,
}

impl GuestSession {
    /// Sends texts at once, whatever the session's pace, and then hears what becomes of each, in whatever order it is told. None is sent
    /// again.
    ///
    /// # Errors
    /// The connection ended before all were sent.
    pub async fn burst(&mut self, texts: &[&str], attributes: &IndexMap<String, String>) -> Result<Burst, GuestError> {
        let mut pending = Vec::with_capacity(texts.len());
        for text in texts {
            let ask = Ask::new(GuestStep::Message, "the echo of the message", self.tracing.next());
            let message = Outgoing { kind: MessageKind::Text, text: Some(text), ..Outgoing::default() };
            let frame = self.message_frame(&ask, message, attributes)?;
            self.send(ask.step, frame).await?;
            pending.push(ask.tracing);
        }
        let mut burst = Burst::default();
        let deadline = deadline(self.step_timeout);
        while !pending.is_empty() {
            let Some(socket) = &mut self.socket else { break };
            let Ok(came) = self.timer.bound(deadline, socket.next()).await else { break };
            let taken_in = match came {
                Ok(text) if burst.hears(&text, &mut pending) => Ok(()),
                other => self.take_in(other),
            };
            if let Err(error) = taken_in {
                burst.refused.push(error.to_string());
            }
        }
        burst.unanswered = pending.len();
        burst.refused = burst.refused.iter().map(|words| folded(&self.redact(words), SHOWN)).collect();
        Ok(burst)
    }
}

impl Burst {
    /// Whether a frame is about one of the messages, which is then not pending any more.
    fn hears(&mut self, text: &Text, pending: &mut Vec<String>) -> bool {
        let Ok(envelope) = Envelope::read(text.as_str()) else { return false };
        let refusal = Refusal::of(&envelope);
        let at = match &refusal {
            // An error that names no message is about the one that waits longest.
            Some(_) if !envelope.is_traced() => Some(0),
            _ => pending.iter().position(|tracing| envelope.answers(tracing)),
        };
        let Some(tracing) = at.and_then(|at| pending.get(at)) else { return false };
        let sent = if refusal.is_none() { echo(&envelope, tracing).ok().flatten() } else { None };
        match (refusal, sent) {
            (Some(refusal), _) if refusal.limited => {
                self.too_fast += 1;
                self.retry_after = self.retry_after.max(refusal.retry_after.map(Duration::from_secs));
            }
            (Some(refusal), _) => self.refused.push(refusal.message),
            (None, Some(sent)) => self.taken.push(sent),
            (None, None) => return false,
        }
        if let Some(at) = at {
            pending.remove(at);
        }
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn frame(text: &str) -> Text {
        Text::from(text.to_owned())
    }

    #[test]
    fn each_answer_is_told_by_its_message_whatever_the_order() {
        let mut burst = Burst::default();
        let mut pending: Vec<String> = ["a", "b", "c"].map(str::to_owned).to_vec();
        let echo = |id: &str, tracing: &str| {
            frame(&format!(
                r#"{{"type":"message","class":"StructuredMessage","code":200,"tracingId":"{tracing}","body":{{"id":"{id}","type":"Text","direction":"Inbound"}}}}"#
            ))
        };
        assert!(burst.hears(&echo("M2", "b"), &mut pending));
        assert!(!burst.hears(&echo("M2", "b"), &mut pending), "it is heard once");
        assert!(burst.hears(&echo("M1", "a"), &mut pending));
        let limited = frame(
            r#"{"type":"response","class":"TooManyRequestsErrorMessage","code":429,"body":{"retryAfter":3,"errorCode":4029,"errorMessage":"too fast"}}"#,
        );
        assert!(burst.hears(&limited, &mut pending));
        let ids: Vec<&str> = burst.taken.iter().map(|sent| sent.message_id.as_str()).collect();
        assert_eq!((ids, burst.too_fast, burst.retry_after), (vec!["M2", "M1"], 1, Some(Duration::from_secs(3))));
        assert!(pending.is_empty() && !burst.hears(&limited, &mut pending));
    }
}
