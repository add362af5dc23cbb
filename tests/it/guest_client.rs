//! A guest for the tests of the fake org: a plain WebSocket client that knows nothing of ours, and a flow that talks back.

use std::sync::Arc;

use flowproof::diagnostic::SourceFile;
use flowproof::fake::{Org, Tenant};
use flowproof::flow::{FlowSource, Program, load};
use futures_util::{SinkExt as _, StreamExt as _};
use indexmap::IndexMap;
use serde_json::{Value as Json, json};
use tokio::net::TcpStream;
use tokio_tungstenite::tungstenite::client::IntoClientRequest as _;
use tokio_tungstenite::tungstenite::{Error, Message};
use tokio_tungstenite::{WebSocketStream, client_async};

/// Says hello with the tier, repeats two messages, and closes.
pub const TALK: &str = r#"
inboundShortMessage:
  name: Talk
  startUpRef: "/inboundShortMessage/states/state[Start_1]"
  defaultLanguage: en-us
  supportedLanguages: { en-us: { defaultLanguageSkill: { noValue: true } } }
  settingsErrorHandling: { errorHandling: { disconnect: { none: true } } }
  variables:
    - stringVariable: { name: Flow.tier, initialValue: { noValue: true } }
  states:
    - state:
        name: Start
        refId: Start_1
        actions:
          - getParticipantData: { name: Get tier, attributes: [ { attribute: { name: { lit: tier }, variable: Flow.tier } } ] }
          - sendResponse: { name: Greet, messageBody: { exp: '"Hello, " + If(IsNotSetOrEmpty(Flow.tier), "stranger", Flow.tier)' } }
          - waitForInput: { name: First }
          - sendResponse: { name: Repeat, messageBody: { exp: '"You said " + Message.Message.body' } }
          - getParticipantData: { name: Get tier again, attributes: [ { attribute: { name: { lit: tier }, variable: Flow.tier } } ] }
          - sendResponse: { name: Tell the tier, messageBody: { exp: '"Tier " + If(IsNotSetOrEmpty(Flow.tier), "none", Flow.tier)' } }
          - waitForInput: { name: Second }
          - disconnect: { name: Bye }
"#;

/// A flow from text.
pub fn flow(text: &str) -> Arc<Program> {
    let source = SourceFile::new("talk.yaml", text);
    let loaded = load(vec![FlowSource { source, substitutions: IndexMap::new() }]);
    assert!(!loaded.diagnostics.has_errors(), "{:?}", loaded.diagnostics);
    loaded.program.unwrap()
}

/// A connection.
pub struct Guest {
    socket: WebSocketStream<TcpStream>,
    pub token: String,
    pub deployment: String,
}

impl Guest {
    /// Opens a connection to a tenant's deployment.
    pub async fn connect(org: &Org, tenant: &Tenant, token: &str) -> Self {
        let deployment = tenant.deployment_id("Talk").unwrap().to_string();
        Self::open(org, &deployment, Some("https://shop.example"), token).await.unwrap()
    }

    /// Opens a connection, or says with which status it is refused.
    pub async fn open(org: &Org, deployment: &str, origin: Option<&str>, token: &str) -> Result<Self, u16> {
        let url = format!("{}?deploymentId={deployment}", org.guest_url());
        let mut request = url.into_client_request().unwrap();
        if let Some(origin) = origin {
            request.headers_mut().insert("origin", origin.parse().unwrap());
        }
        let address = org.base_url().trim_start_matches("http://");
        let tcp = TcpStream::connect(address).await.unwrap();
        match client_async(request, tcp).await {
            Ok((socket, _)) => Ok(Self { socket, token: token.to_owned(), deployment: deployment.to_owned() }),
            Err(Error::Http(response)) => Err(response.status().as_u16()),
            Err(error) => panic!("{error}"),
        }
    }

    /// Sends a frame; the session's token is added.
    pub async fn send(&mut self, mut frame: Json) {
        frame["token"] = json!(self.token);
        self.socket.send(Message::text(frame.to_string())).await.unwrap();
    }

    /// The next frame; none once the org has closed the connection.
    pub async fn next(&mut self) -> Option<Json> {
        loop {
            match self.socket.next().await? {
                Ok(Message::Text(text)) => return Some(serde_json::from_str(&text).unwrap()),
                Ok(Message::Close(frame)) => {
                    return frame.map(|frame| json!({ "closed": u16::from(frame.code) }));
                }
                Ok(_) => {}
                Err(_) => return None,
            }
        }
    }

    /// Everything up to the answer of a sign of life.
    pub async fn all(&mut self) -> Vec<Json> {
        self.send(json!({ "action": "echo", "tracingId": "barrier", "message": { "type": "Text", "text": "ping" } }))
            .await;
        let mut frames = Vec::new();
        while let Some(frame) = self.next().await {
            if frame["tracingId"] == "barrier" {
                break;
            }
            frames.push(frame);
        }
        frames
    }

    /// Configures the session.
    pub async fn configure(&mut self) -> Json {
        let deployment = self.deployment.clone();
        self.send(json!({ "action": "configureSession", "deploymentId": deployment, "tracingId": "configure" })).await;
        self.next().await.unwrap()
    }

    /// Says something with attributes and gives all frames that come of it.
    pub async fn say(&mut self, text: &str, attributes: Json) -> Vec<Json> {
        let channel = json!({ "metadata": { "customAttributes": attributes } });
        let message = json!({ "type": "Text", "text": text });
        self.send(json!({ "action": "onMessage", "tracingId": "say", "message": message, "channel": channel })).await;
        self.all().await
    }
}

/// The texts of messages that came from the org.
pub fn texts(frames: &[Json]) -> Vec<&str> {
    let outbound = frames.iter().filter(|frame| frame["body"]["direction"] == "Outbound");
    outbound.filter_map(|frame| frame["body"]["text"].as_str()).collect()
}

/// The classes of frames with their codes.
pub fn classes(frames: &[Json]) -> Vec<(String, u64)> {
    let class =
        |frame: &Json| (frame["class"].as_str().unwrap_or_default().to_owned(), frame["code"].as_u64().unwrap_or(0));
    frames.iter().map(class).collect()
}
