//! What the client's tests share: a clock that jumps and remembers, an org behind wiremock, a server that breaks its sockets, and how a
//! failure is shown.

use std::net::SocketAddr;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use flowproof::diagnostic::{Diagnostic, RenderStyle, render};
use flowproof::genesys::{
    Client, ClientError, ClientOptions, Clock, Credentials, DEFAULT_CONNECT_TIMEOUT, Reach, Sleep, Url, http_client,
};
use flowproof::wire::TokenResponse;
use jiff::Timestamp;
use serde_json::json;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpListener, TcpStream};
use wiremock::matchers::{method, path};
use wiremock::{Mock, MockServer, ResponseTemplate};

/// The secret that no output may show.
pub const SECRET: &str = "sentinel-secret";

/// The token that no output may show.
pub const TOKEN: &str = "sentinel-token";

/// Virtual time: a sleep jumps at once and is remembered.
pub struct Jumping {
    now: Mutex<Timestamp>,
    slept: Mutex<Vec<Duration>>,
}

impl Jumping {
    pub fn new() -> Arc<Self> {
        Arc::new(Self { now: Mutex::new("2026-11-23T10:00:00Z".parse().unwrap()), slept: Mutex::default() })
    }

    pub fn advance(&self, by: Duration) {
        let mut now = self.now.lock().unwrap();
        *now = now.checked_add(by).unwrap();
    }

    pub fn slept(&self) -> Vec<Duration> {
        self.slept.lock().unwrap().clone()
    }
}

impl Clock for Jumping {
    fn now(&self) -> Timestamp {
        *self.now.lock().unwrap()
    }

    fn sleep(&self, duration: Duration) -> Sleep<'_> {
        self.advance(duration);
        self.slept.lock().unwrap().push(duration);
        Box::pin(std::future::ready(()))
    }
}

/// Options for a host on this machine, on virtual time.
pub fn options(base: &str, clock: &Arc<Jumping>) -> ClientOptions {
    let http = http_client(DEFAULT_CONNECT_TIMEOUT, Reach::Loopback).unwrap();
    let credentials = Credentials::new("client-id", SECRET.to_owned());
    ClientOptions { clock: clock.clone(), seed: 1, ..ClientOptions::new(Url::parse(base).unwrap(), credentials, http) }
}

/// A client that has its token already.
pub fn ready_client(base: &str) -> Client {
    Client::new(options(base, &Jumping::new())).with_token(token(3_600))
}

/// A token that lives so many seconds.
pub fn token(expires_in: u64) -> TokenResponse {
    TokenResponse { access_token: TOKEN.to_owned(), token_type: "bearer".to_owned(), expires_in }
}

/// An answer to the token request.
pub fn granted(token: &str, expires_in: u64) -> ResponseTemplate {
    ResponseTemplate::new(200)
        .set_body_json(json!({ "access_token": token, "token_type": "Bearer", "expires_in": expires_in }))
}

/// A request for a token.
pub fn token_request() -> wiremock::MockBuilder {
    Mock::given(method("POST")).and(path("/oauth/token"))
}

/// An org that grants tokens and nothing else.
pub async fn org() -> MockServer {
    let server = MockServer::start().await;
    token_request().respond_with(granted(TOKEN, 3_600)).mount(&server).await;
    server
}

/// A failure as a person sees it, without the port that this run happened to get.
pub fn shown(error: &ClientError, base: &str) -> String {
    let host = base.trim_start_matches("http://").trim_end_matches('/');
    render(&Diagnostic::from(error), RenderStyle::Plain).replace(host, "HOST")
}

/// What a broken server does with one connection, after it has read the request.
#[derive(Clone)]
pub enum Reply {
    /// Writes these pieces, each as a segment of its own, and closes.
    Pieces(Vec<&'static str>),
    /// Tears the connection down.
    Reset,
    /// Says nothing and keeps the connection.
    Silence,
}

/// Serves each connection with the next reply; the last one repeats. Gives its base URL.
pub async fn broken(replies: Vec<Reply>) -> String {
    let listener = TcpListener::bind(SocketAddr::from(([127, 0, 0, 1], 0))).await.unwrap();
    let base = format!("http://{}", listener.local_addr().unwrap());
    tokio::spawn(async move {
        let mut kept = Vec::new();
        let mut nth = 0;
        while let Ok((mut socket, _)) = listener.accept().await {
            read_request(&mut socket).await;
            match replies.get(nth).or(replies.last()) {
                Some(Reply::Pieces(pieces)) => {
                    socket.set_nodelay(true).unwrap();
                    for piece in pieces {
                        let _ = socket.write_all(piece.as_bytes()).await;
                        tokio::task::yield_now().await;
                    }
                }
                Some(Reply::Reset) => socket.set_zero_linger().unwrap(),
                Some(Reply::Silence) => kept.push(socket),
                None => {}
            }
            nth += 1;
        }
    });
    base
}

/// Reads head and body, so that closing the socket afterwards is no reset by itself.
async fn read_request(socket: &mut TcpStream) {
    let mut seen = Vec::new();
    let mut buffer = [0; 4096];
    loop {
        let text = String::from_utf8_lossy(&seen).to_lowercase();
        if let Some((head, body)) = text.split_once("\r\n\r\n") {
            let length = head.split_once("content-length: ").and_then(|(_, rest)| rest.lines().next());
            if body.len() >= length.map_or(0, |length| length.trim().parse().unwrap()) {
                return;
            }
        }
        match socket.read(&mut buffer).await {
            Ok(0) | Err(_) => return,
            Ok(count) => seen.extend_from_slice(&buffer[..count]),
        }
    }
}
