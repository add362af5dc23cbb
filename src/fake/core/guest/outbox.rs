//! The frames of one step before they go out: addressed, and changed by a fault. Must not know why they are sent.

use std::collections::HashMap;
use std::time::Duration;

use serde::Serialize;
use serde_json::json;

use super::{Connection, ConnectionId, GuestFaultAction, Push};
use crate::wire::guest::{Class, FrameKind, TooManyRequests, code};

/// Room for a frame as they usually are, in bytes, so that printing one does not move it several times.
const USUAL_FRAME: usize = 512;

/// Frames and closes in the order in which they go out.
#[derive(Debug, Default)]
pub struct Outbox {
    pushes: Vec<(ConnectionId, Push)>,
}

impl Outbox {
    /// A frame of 200.
    pub fn frame(
        &mut self,
        to: ConnectionId,
        kind: FrameKind,
        class: Class,
        body: &impl Serialize,
        tracing: Option<&str>,
    ) {
        self.write(to, &Envelope { kind, class, code: 200, body, tracing_id: tracing });
    }

    /// An error of class `string`.
    pub fn error(&mut self, to: ConnectionId, code: u16, words: &str, tracing: Option<&str>) {
        self.write(
            to,
            &Envelope { kind: FrameKind::Response, class: Class::Text, code, body: &words, tracing_id: tracing },
        );
    }

    /// An error of another class.
    pub fn refusal(&mut self, to: ConnectionId, class: Class, code: u16, body: &impl Serialize, tracing: Option<&str>) {
        self.write(to, &Envelope { kind: FrameKind::Response, class, code, body, tracing_id: tracing });
    }

    /// Too many messages: arrives as code 429 with 4029 in the body (facts: genesys-api.md 4.3).
    pub fn too_many(&mut self, to: ConnectionId, retry_after: u64, tracing: Option<&str>) {
        let words = "Message rate too high for this session";
        let body = TooManyRequests {
            name: "TooManyRequestsError".to_owned(),
            message: words.to_owned(),
            error_code: code::RATE_TOO_HIGH,
            error_message: words.to_owned(),
            retry_after,
        };
        self.refusal(to, Class::TooManyRequestsErrorMessage, 429, &body, tracing);
    }

    /// A close.
    pub fn close(&mut self, to: ConnectionId, code: u16, reason: &'static str) {
        self.pushes.push((to, Push::Close(code, reason)));
    }

    /// The connection breaks.
    pub fn cut(&mut self, to: ConnectionId) {
        self.pushes.push((to, Push::Drop));
    }

    /// What a fault that leaves the step its effect makes of the frames.
    pub fn suffer(&mut self, to: ConnectionId, fault: &GuestFaultAction) {
        match fault {
            GuestFaultAction::Duplicate => {
                self.pushes = std::mem::take(&mut self.pushes).into_iter().flat_map(|one| [one.clone(), one]).collect();
            }
            GuestFaultAction::OutOfOrder => self.pushes.reverse(),
            GuestFaultAction::UnknownClass => {
                let frame = json!({ "type": "message", "class": "SomethingNewEvent", "code": 200, "body": {} });
                self.first(to, frame.to_string());
            }
            GuestFaultAction::Malformed => self.first(to, "{\"type\":\"message\",\"class\":".to_owned()),
            GuestFaultAction::Oversized(bytes) => {
                let body = "x".repeat(*bytes);
                let frame = json!({ "type": "message", "class": "SomethingNewEvent", "code": 200, "body": body });
                self.first(to, frame.to_string());
            }
            GuestFaultAction::Delay(time) => self.delay(*time),
            _ => {}
        }
    }

    /// Holds the first frame back, and with it all behind it.
    pub fn delay(&mut self, time: Duration) {
        for (_, push) in &mut self.pushes {
            if let Push::Frame(_, after) = push {
                *after = after.saturating_add(time);
                break;
            }
        }
    }

    /// Hands everything over.
    pub fn send(self, connections: &HashMap<ConnectionId, Connection>) {
        for (to, push) in self.pushes {
            if let Some(connection) = connections.get(&to) {
                connection.line.push(push);
            }
        }
    }

    fn first(&mut self, to: ConnectionId, frame: String) {
        self.pushes.insert(0, (to, Push::Frame(frame, Duration::ZERO)));
    }

    fn write(&mut self, to: ConnectionId, envelope: &Envelope<'_, impl Serialize>) {
        let mut bytes = Vec::with_capacity(USUAL_FRAME);
        // A document of ours always prints: its keys are texts.
        let printed = serde_json::to_writer(&mut bytes, envelope).is_ok();
        if let Ok(text) = String::from_utf8(bytes)
            && printed
        {
            self.pushes.push((to, Push::Frame(text, Duration::ZERO)));
        }
    }
}

/// A [`Frame`](crate::wire::guest::Frame) that owns nothing.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Envelope<'a, B> {
    #[serde(rename = "type")]
    kind: FrameKind,
    class: Class,
    code: u16,
    body: &'a B,
    #[serde(skip_serializing_if = "Option::is_none")]
    tracing_id: Option<&'a str>,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wire::guest::Frame;

    #[test]
    fn the_envelope_is_the_one_that_clients_read() {
        let mut outbox = Outbox::default();
        outbox.error(1, 4_007, "no session", Some("t-1"));
        let (_, Push::Frame(text, _)) = &outbox.pushes[0] else { panic!("a frame") };
        let read: Frame<String> = serde_json::from_str(text).unwrap();
        assert_eq!((read.class, read.code, read.body.as_str()), (Class::Text, 4_007, "no session"));
        assert_eq!((read.kind, read.tracing_id.as_deref()), (FrameKind::Response, Some("t-1")));
    }
}
