//! What has come and was not taken yet: sorted into kinds, in order of the org's time, each message once. Must not know what is waited for.

use std::collections::HashSet;
use std::collections::VecDeque;

use jiff::Timestamp;

use crate::wire::guest::{Class, ConnectionClosed, Direction, Message, MessageKind, PresenceType};

use super::envelope::Envelope;
use super::received::Received;

/// The inbox of one session.
#[derive(Debug, Default)]
pub(super) struct Inbox {
    waiting: VecDeque<(Option<Timestamp>, Received)>,
    /// The ids of all messages that came, since the org may send one again on a new connection or after a lost acknowledgement.
    seen: HashSet<String>,
    closed: bool,
}

impl Inbox {
    /// Sorts a frame that answers nothing.
    ///
    /// # Errors
    /// The frame's class promises a message, and its body is none.
    pub fn sort(&mut self, envelope: &Envelope<'_>) -> Result<(), serde_json::Error> {
        match envelope.class {
            Class::StructuredMessage => self.message(envelope.body()?),
            Class::SessionExpiredEvent => self.put(Received::Expired),
            Class::SessionClearedEvent => self.put(Received::Cleared),
            Class::LogoutEvent => self.put(Received::LoggedOut),
            Class::ConnectionClosedEvent => {
                let reason = envelope.body::<ConnectionClosed>().unwrap_or_default().reason_code;
                self.close(None, reason);
            }
            Class::Unknown => self.put(Received::Unknown { class: envelope.class_name.clone().into_owned() }),
            // Answers to requests that no longer wait.
            _ => {}
        }
        Ok(())
    }

    /// Puts something without a time of its own behind all that came before.
    pub fn put(&mut self, received: Received) {
        let last = self.waiting.back().and_then(|(time, _)| *time);
        self.waiting.push_back((last, received));
    }

    /// The connection has ended. Told once: the org's event and the socket's end are one ending.
    pub fn close(&mut self, code: Option<u16>, reason: Option<String>) {
        if !std::mem::replace(&mut self.closed, true) {
            self.put(Received::Closed { code, reason });
        }
    }

    /// The next thing, if any has come.
    pub fn take(&mut self) -> Option<Received> {
        self.waiting.pop_front().map(|(_, received)| received)
    }

    /// Whether nothing has come that was not taken.
    pub fn is_empty(&self) -> bool {
        self.waiting.is_empty()
    }

    /// All that has come and was not taken.
    pub fn take_all(&mut self) -> Vec<Received> {
        self.waiting.drain(..).map(|(_, received)| received).collect()
    }

    fn message(&mut self, message: Message) {
        // The customer's own, or those of the customer's other connections.
        if message.direction == Some(Direction::Inbound) {
            return;
        }
        if message.id.as_ref().is_some_and(|id| !self.seen.insert(id.clone())) {
            return;
        }
        let time = message.channel.as_ref().and_then(|channel| channel.time.as_deref()?.parse().ok());
        self.insert(time, received(message));
    }

    /// Puts something behind the last that is not later. What has no time stays behind what came before it.
    fn insert(&mut self, time: Option<Timestamp>, received: Received) {
        let Some(time) = time else { return self.put(received) };
        let later = self.waiting.iter().rev().take_while(|(other, _)| other.is_some_and(|other| other > time)).count();
        self.waiting.insert(self.waiting.len() - later, (Some(time), received));
    }
}

/// What a message of the other side means.
fn received(message: Message) -> Received {
    if message.kind != MessageKind::Event {
        return Received::Message(Box::new(message));
    }
    let ended = message.events.iter().filter_map(|event| event.presence.as_ref());
    if ended.clone().any(|presence| presence.kind == PresenceType::Disconnect) {
        let read_only = message.metadata.get("readOnly").is_some_and(|value| value == "true");
        return Received::Disconnected { read_only };
    }
    if message.events.iter().any(|event| event.typing.is_some()) {
        return Received::Typing;
    }
    Received::Message(Box::new(message))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn text(id: &str, time: &str) -> String {
        format!(
            r#"{{"type":"message","class":"StructuredMessage","code":200,"body":{{"id":"{id}","type":"Text","text":"{id}","direction":"Outbound","channel":{{"time":"{time}"}}}}}}"#
        )
    }

    fn event(event: &str, metadata: &str) -> String {
        format!(
            r#"{{"type":"message","class":"StructuredMessage","code":200,"body":{{"type":"Event","direction":"Outbound","metadata":{metadata},"events":[{event}]}}}}"#
        )
    }

    fn sorted(frames: &[String]) -> Vec<Received> {
        let mut inbox = Inbox::default();
        for frame in frames {
            inbox.sort(&Envelope::read(frame).unwrap()).unwrap();
        }
        inbox.take_all()
    }

    fn words(received: &[Received]) -> Vec<String> {
        let word = |one: &Received| match one {
            Received::Message(message) => message.text.clone().unwrap_or_default(),
            other => format!("{other:?}"),
        };
        received.iter().map(word).collect()
    }

    #[test]
    fn messages_are_in_order_of_their_time_and_each_comes_once() {
        let frames = [
            text("c", "2026-11-23T10:00:00.300Z"),
            text("a", "2026-11-23T10:00:00.100Z"),
            text("c", "2026-11-23T10:00:00.300Z"),
            text("b", "2026-11-23T10:00:00.200Z"),
        ];
        assert_eq!(words(&sorted(&frames)), ["a", "b", "c"]);
    }

    #[test]
    fn equal_and_missing_times_keep_the_order_of_arrival() {
        let at = "2026-11-23T10:00:00.300Z";
        let frames =
            [text("a", at), text("b", at), text("c", "soon"), text("d", "2026-11-23T10:00:00Z"), text("e", at)];
        assert_eq!(words(&sorted(&frames)), ["d", "a", "b", "c", "e"]);
    }

    #[test]
    fn each_class_is_its_kind() {
        let frame = |class: &str, body: &str| format!(r#"{{"class":"{class}","code":200,"body":{body}}}"#);
        let frames = [
            event(r#"{"eventType":"Typing","typing":{"type":"On","duration":5000}}"#, "{}"),
            event(r#"{"eventType":"Presence","presence":{"type":"Disconnect"}}"#, r#"{"readOnly":"true"}"#),
            event(r#"{"eventType":"Presence","presence":{"type":"Disconnect"}}"#, "{}"),
            frame("SessionExpiredEvent", "{}"),
            frame("SessionClearedEvent", "{}"),
            frame("LogoutEvent", "{}"),
            frame("Future", "[]"),
            frame("SessionResponse", "{}"),
            frame("ConnectionClosedEvent", r#"{"reason":"r"}"#),
            frame("ConnectionClosedEvent", r#"{"reasonCode":"again"}"#),
        ];
        assert_eq!(
            sorted(&frames),
            [
                Received::Typing,
                Received::Disconnected { read_only: true },
                Received::Disconnected { read_only: false },
                Received::Expired,
                Received::Cleared,
                Received::LoggedOut,
                Received::Unknown { class: "Future".into() },
                Received::Closed { code: None, reason: Some("r".into()) },
            ]
        );
    }

    #[test]
    fn the_customers_own_messages_are_not_received() {
        let own = text("a", "2026-11-23T10:00:00Z").replace("Outbound", "Inbound");
        assert_eq!(sorted(&[own]), []);
    }

    proptest! {
        #[test]
        fn the_order_is_that_of_a_stable_sort_by_time(times in proptest::collection::vec(0u8..5, 0..20)) {
            let frames: Vec<String> =
                times.iter().enumerate().map(|(at, time)| text(&format!("{at}"), &format!("2026-11-23T10:00:0{time}Z"))).collect();
            let mut expected: Vec<(u8, String)> = times.iter().enumerate().map(|(at, time)| (*time, at.to_string())).collect();
            expected.sort_by_key(|(time, _)| *time);
            let expected: Vec<String> = expected.into_iter().map(|(_, id)| id).collect();
            prop_assert_eq!(words(&sorted(&frames)), expected);
        }
    }
}
