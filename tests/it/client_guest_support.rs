//! What the guest's tests share: a host that plays its part of a script over a real WebSocket, and the frames that it sends.

use std::time::Duration;

use flowproof::genesys::{GuestOptions, GuestSession, Url};
use futures_util::{SinkExt as _, StreamExt as _};
use indexmap::IndexMap;
use serde_json::{Value, json};
use tokio::net::{TcpListener, TcpStream};
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::handshake::server::{Request, Response};
use tokio_tungstenite::tungstenite::protocol::CloseFrame;
use tokio_tungstenite::{WebSocketStream, accept_hdr_async};

use crate::client_support::Jumping;

/// The session's token, which no output may show.
pub const GUEST: &str = "sentinel-5c8f1f0e-guest";

/// How long a guest of these tests waits for an answer that must not come.
pub const SHORT: Duration = Duration::from_millis(80);

/// How long a guest of these tests waits for an answer that must come.
pub const LONG: Duration = Duration::from_secs(5);

/// The host's end of a guest's connection.
pub struct Peer {
    pub socket: WebSocketStream<TcpStream>,
    /// The path and query of the handshake.
    pub target: String,
    /// Its `Origin`.
    pub origin: Option<String>,
    /// Whether it had an `Authorization` or a sub-protocol.
    pub credentials: bool,
}

impl Peer {
    pub async fn accept(listener: &TcpListener) -> Self {
        let (stream, _) = listener.accept().await.unwrap();
        let (mut target, mut origin, mut credentials) = (String::new(), None, false);
        let see = |request: &Request, response: Response| {
            target = request.uri().to_string();
            origin = request.headers().get("origin").map(|value| value.to_str().unwrap().to_owned());
            let headers = request.headers();
            credentials = headers.contains_key("authorization") || headers.contains_key("sec-websocket-protocol");
            Ok(response)
        };
        let socket = accept_hdr_async(stream, see).await.unwrap();
        Self { socket, target, origin, credentials }
    }

    /// The guest's next frame, as JSON.
    pub async fn hear(&mut self) -> Value {
        loop {
            match self.socket.next().await.unwrap().unwrap() {
                Message::Text(text) => return serde_json::from_str(&text).unwrap(),
                Message::Ping(_) | Message::Pong(_) => {}
                other => panic!("{other:?}"),
            }
        }
    }

    pub async fn tell(&mut self, frame: &Value) {
        self.tell_text(&frame.to_string()).await;
    }

    pub async fn tell_text(&mut self, text: &str) {
        self.socket.send(Message::text(text.to_owned())).await.unwrap();
    }

    /// Hears a frame and takes it, as the org takes a message.
    pub async fn take(&mut self, id: &str) -> Value {
        let heard = self.hear().await;
        self.tell(&echo(&heard, id)).await;
        heard
    }

    /// Closes with a code and hears the guest out.
    pub async fn close(&mut self, code: u16, reason: &str) {
        let frame = CloseFrame { code: code.into(), reason: reason.to_owned().into() };
        self.socket.close(Some(frame)).await.unwrap();
        self.hear_out().await;
    }

    /// Reads until the guest is gone.
    pub async fn hear_out(&mut self) {
        while self.socket.next().await.is_some_and(|frame| frame.is_ok()) {}
    }
}

/// The echo of a message: what the org answers when it has taken it.
pub fn echo(heard: &Value, id: &str) -> Value {
    let mut body = heard["message"].clone();
    body["id"] = json!(id);
    body["direction"] = json!("Inbound");
    body["channel"] = json!({ "time": "2026-11-23T10:00:00.704Z", "messageId": "X" });
    frame("message", "StructuredMessage", 200, &body, &heard["tracingId"])
}

/// A frame of the org; a tracing id of null is left out.
pub fn frame(kind: &str, class: &str, code: u16, body: &Value, tracing: &Value) -> Value {
    let mut frame = json!({ "type": kind, "class": class, "code": code, "body": body });
    if !tracing.is_null() {
        frame["tracingId"] = tracing.clone();
    }
    frame
}

/// A frame that answers nothing.
pub fn event(class: &str, body: Value) -> Value {
    frame("message", class, 200, &body, &Value::Null)
}

/// An error with a plain text.
pub fn error(code: u16, text: &str, tracing: &Value) -> Value {
    frame("response", "string", code, &json!(text), tracing)
}

/// A text of the other side at a second after ten.
pub fn said(id: &str, second: u8) -> Value {
    let channel = json!({ "time": format!("2026-11-23T10:00:{second:02}.000Z") });
    event(
        "StructuredMessage",
        json!({ "id": id, "type": "Text", "text": id, "direction": "Outbound", "channel": channel }),
    )
}

/// Options for a host on this machine, on a clock that jumps.
pub fn guest_options(listener: &TcpListener) -> GuestOptions {
    let url = format!("ws://{}/v1", listener.local_addr().unwrap());
    let mut options = GuestOptions::new(Url::parse(&url).unwrap(), "D");
    options.step_timeout = LONG;
    options.clock = Jumping::new();
    options.seed = 1;
    options
}

pub async fn listener() -> TcpListener {
    TcpListener::bind("127.0.0.1:0").await.unwrap()
}

/// Plays the host's script against the guest's; what either asserts fails the test. The host's end stays open until both are done.
pub async fn talk(script: impl AsyncFnOnce(&mut Peer), guest: impl AsyncFnOnce(&mut GuestSession)) {
    talk_with(|_| {}, script, guest).await;
}

/// The same with other options.
pub async fn talk_with(
    change: impl FnOnce(&mut GuestOptions),
    script: impl AsyncFnOnce(&mut Peer),
    guest: impl AsyncFnOnce(&mut GuestSession),
) {
    let listener = listener().await;
    let mut options = guest_options(&listener);
    change(&mut options);
    let host = async {
        let mut peer = Peer::accept(&listener).await;
        script(&mut peer).await;
        peer
    };
    let guest = async {
        let mut session = GuestSession::connect(&options, GUEST.to_owned()).await.unwrap();
        guest(&mut session).await;
    };
    tokio::join!(host, guest);
}

pub fn none() -> IndexMap<String, String> {
    IndexMap::new()
}

pub fn attributes(pairs: &[(&str, &str)]) -> IndexMap<String, String> {
    pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
}
