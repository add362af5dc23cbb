//! A served org for tests: the binary started on a free port, its ready line, and clients that know nothing of ours.

use std::fs;
use std::io::{BufRead as _, BufReader};
use std::process::{Child, Command, Output, Stdio};
use std::sync::{Arc, Once};

use futures_util::{SinkExt as _, StreamExt as _};
use rustls::ClientConfig;
use rustls::pki_types::pem::PemObject as _;
use rustls::pki_types::{CertificateDer, ServerName};
use serde_json::{Value as Json, json};
use tempfile::TempDir;
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;
use tokio_rustls::client::TlsStream;
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::client::IntoClientRequest as _;
use tokio_tungstenite::tungstenite::http::Request;
use tokio_tungstenite::{WebSocketStream, client_async};

use crate::guest_client::TALK;

/// A served org; it is ended with the value.
pub struct Served {
    child: Child,
    pub ready: Json,
    pub http: reqwest::Client,
    pub folder: TempDir,
}

impl Drop for Served {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// The command, in a folder with a project, the flow `Talk` and these files.
pub fn command(files: &[(&str, &str)], arguments: &[&str]) -> (TempDir, Command) {
    let folder = tempfile::tempdir().unwrap();
    for (name, text) in files.iter().chain(&[("talk.yaml", TALK), ("flowproof.yaml", "version: 1\n")]) {
        fs::write(folder.path().join(name), text).unwrap();
    }
    let command = command_in(&folder, &[&["--flow", "talk.yaml"], arguments].concat());
    (folder, command)
}

fn command_in(folder: &TempDir, arguments: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_flowproof"));
    command.current_dir(folder.path()).arg("serve").args(arguments).stdin(Stdio::null());
    command
}

/// What the command comes to where it does not serve.
pub fn refused(files: &[(&str, &str)], arguments: &[&str]) -> Output {
    let (_folder, mut command) = command(files, arguments);
    command.output().unwrap()
}

impl Served {
    /// Starts it and reads the ready line.
    pub fn start(files: &[(&str, &str)], arguments: &[&str]) -> Self {
        let (folder, command) = command(files, arguments);
        Self::ready(folder, command)
    }

    /// Serves the project of a folder.
    pub fn start_in(folder: TempDir, arguments: &[&str]) -> Self {
        let command = command_in(&folder, arguments);
        Self::ready(folder, command)
    }

    fn ready(folder: TempDir, mut command: Command) -> Self {
        let mut child = command.stdout(Stdio::piped()).spawn().unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let ready: Json = serde_json::from_str(&line).unwrap();
        let http = http(ready["ca"].as_str());
        Self { child, ready, http, folder }
    }

    /// A text of the ready line.
    pub fn text(&self, key: &str) -> &str {
        self.ready[key].as_str().unwrap()
    }

    /// The port.
    pub fn port(&self) -> u16 {
        self.text("api").rsplit(':').next().unwrap().parse().unwrap()
    }

    /// Asks for a token.
    pub async fn ask_token(&self) -> reqwest::Response {
        let form = [("grant_type", "client_credentials")];
        let request = self.http.post(format!("{}/oauth/token", self.text("login"))).form(&form);
        request.basic_auth(self.text("client_id"), Some(self.text("client_secret"))).send().await.unwrap()
    }

    /// A token.
    pub async fn token(&self) -> String {
        let token: Json = self.ask_token().await.error_for_status().unwrap().json().await.unwrap();
        token["access_token"].as_str().unwrap().to_owned()
    }

    /// What a call with a token comes to.
    pub async fn status(&self, path: &str, token: &str) -> u16 {
        let request = self.http.get(format!("{}{path}", self.text("api"))).bearer_auth(token);
        request.send().await.unwrap().status().as_u16()
    }

    /// A control request.
    pub async fn control(&self, method: reqwest::Method, path: &str, body: Option<Json>) -> (u16, Json) {
        let mut request = self.http.request(method, format!("{}/_flowproof/{path}", self.text("api")));
        if let Some(body) = body {
            request = request.json(&body);
        }
        let answer = request.send().await.unwrap();
        (answer.status().as_u16(), answer.json().await.unwrap())
    }

    /// Posts a control request.
    pub async fn post(&self, path: &str, body: Json) -> (u16, Json) {
        self.control(reqwest::Method::POST, path, Some(body)).await
    }

    /// Reads by a control request.
    pub async fn get(&self, path: &str) -> Json {
        let (status, body) = self.control(reqwest::Method::GET, path, None).await;
        assert_eq!(status, 200, "{body}");
        body
    }

    /// A guest of the first deployment, without TLS.
    pub async fn guest(&self) -> Guest<TcpStream> {
        let deployment = self.ready["deployments"][0]["id"].as_str().unwrap();
        let request = format!("{}?deploymentId={deployment}", self.text("guest")).into_client_request().unwrap();
        let tcp = TcpStream::connect(("127.0.0.1", self.port())).await.unwrap();
        let mut guest = Guest { socket: client_async(request, tcp).await.unwrap().0 };
        guest.configure(deployment).await;
        guest
    }

    /// A guest over TLS, with this request for a handshake.
    pub async fn secure_guest(&self, deployment: &str, request: Request<()>) -> Guest<TlsStream<TcpStream>> {
        let tcp = TcpStream::connect(("127.0.0.1", self.port())).await.unwrap();
        let name = ServerName::try_from("localhost").unwrap();
        let tls = TlsConnector::from(Arc::new(trusting(self.text("ca")))).connect(name, tcp).await.unwrap();
        let mut guest = Guest { socket: client_async(request, tls).await.unwrap().0 };
        guest.configure(deployment).await;
        guest
    }
}

fn provider() {
    static PROVIDER: Once = Once::new();
    PROVIDER.call_once(|| {
        let _already = rustls::crypto::ring::default_provider().install_default();
    });
}

/// A client that trusts this file, if any, and nothing else.
pub fn http(ca: Option<&str>) -> reqwest::Client {
    provider();
    builder(ca).build().unwrap()
}

/// What such a client is built from.
pub fn builder(ca: Option<&str>) -> reqwest::ClientBuilder {
    let builder = reqwest::Client::builder().no_proxy();
    match ca {
        Some(file) => {
            let pem = reqwest::Certificate::from_pem(&fs::read(file).unwrap()).unwrap();
            builder.tls_certs_only([pem])
        }
        None => builder,
    }
}

fn trusting(ca: &str) -> ClientConfig {
    provider();
    let mut roots = rustls::RootCertStore::empty();
    roots.add(CertificateDer::from_pem_file(ca).unwrap()).unwrap();
    ClientConfig::builder().with_root_certificates(roots).with_no_client_auth()
}

/// A guest's connection.
pub struct Guest<S> {
    socket: WebSocketStream<S>,
}

impl<S: tokio::io::AsyncRead + tokio::io::AsyncWrite + Unpin> Guest<S> {
    async fn configure(&mut self, deployment: &str) {
        self.send(json!({ "action": "configureSession", "deploymentId": deployment, "token": "t-1" })).await;
        assert_eq!(self.next().await.unwrap()["class"], "SessionResponse");
    }

    /// Sends a frame as it is.
    pub async fn send(&mut self, frame: Json) {
        self.socket.send(Message::text(frame.to_string())).await.unwrap();
    }

    /// The next frame; the code of a close; none where the connection is gone.
    pub async fn next(&mut self) -> Option<Json> {
        loop {
            match self.socket.next().await? {
                Ok(Message::Text(text)) => return Some(serde_json::from_str(&text).unwrap()),
                Ok(Message::Close(frame)) => return frame.map(|frame| json!({ "closed": u16::from(frame.code) })),
                Ok(_) => {}
                Err(_) => return None,
            }
        }
    }

    /// Says something.
    pub async fn say(&mut self, text: &str) {
        let message = json!({ "type": "Text", "text": text });
        let channel = json!({ "metadata": { "customAttributes": { "tier": "gold" } } });
        self.send(json!({ "action": "onMessage", "token": "t-1", "message": message, "channel": channel })).await;
    }

    /// The next text that comes from the other side.
    pub async fn hear(&mut self) -> String {
        loop {
            let frame = self.next().await.unwrap();
            if frame["body"]["direction"] == "Outbound" {
                return frame["body"]["text"].as_str().unwrap_or_default().to_owned();
            }
        }
    }
}
