//! Clients for the tests of the fake org: reqwest over its real socket, and raw TCP.

use std::sync::Once;

use flowproof::fake::{Org, OrgOptions, Tenant};
use serde_json::Value as Json;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

/// A client that trusts nothing but loopback.
pub fn http() -> reqwest::Client {
    static PROVIDER: Once = Once::new();
    PROVIDER.call_once(|| {
        let _already = rustls::crypto::ring::default_provider().install_default();
    });
    reqwest::Client::builder().no_proxy().build().unwrap()
}

/// An org on a free port.
pub async fn org() -> Org {
    Org::start(OrgOptions::default()).await.unwrap()
}

/// A client with a token of a tenant.
#[derive(Clone)]
pub struct Client {
    http: reqwest::Client,
    base: String,
    token: String,
}

impl Client {
    /// Asks for a token with a form, as the seed does.
    pub async fn login(org: &Org, tenant: &Tenant) -> Self {
        let (http, base) = (http(), org.base_url().to_owned());
        let form = [
            ("grant_type", "client_credentials"),
            ("client_id", tenant.client_id()),
            ("client_secret", tenant.client_secret()),
        ];
        let answer = http.post(format!("{base}/oauth/token")).form(&form).send().await.unwrap();
        let token: Json = answer.error_for_status().unwrap().json().await.unwrap();
        Self { http, base, token: token["access_token"].as_str().unwrap().to_owned() }
    }

    /// A request.
    pub fn request(&self, method: reqwest::Method, path: &str) -> reqwest::RequestBuilder {
        self.http.request(method, format!("{}{path}", self.base)).bearer_auth(&self.token)
    }

    /// Posts JSON and expects it to be taken.
    pub async fn post(&self, path: &str, body: &Json) -> Json {
        let answer = self.request(reqwest::Method::POST, path).json(body).send().await.unwrap();
        assert_eq!(answer.status(), 200, "{path}");
        answer.json().await.unwrap()
    }

    /// Reads JSON.
    pub async fn get(&self, path: &str) -> Json {
        let answer = self.request(reqwest::Method::GET, path).send().await.unwrap();
        assert_eq!(answer.status(), 200, "{path}");
        answer.json().await.unwrap()
    }
}

/// A raw connection.
pub struct Wire {
    socket: TcpStream,
    read: Vec<u8>,
}

impl Wire {
    /// Connects.
    pub async fn connect(org: &Org) -> Self {
        let socket = TcpStream::connect(org.base_url().trim_start_matches("http://")).await.unwrap();
        socket.set_nodelay(true).unwrap();
        Self { socket, read: Vec::new() }
    }

    /// Sends bytes as they are.
    pub async fn send(&mut self, bytes: &[u8]) {
        self.socket.write_all(bytes).await.unwrap();
        self.socket.flush().await.unwrap();
    }

    /// Reads all until the peer closes.
    pub async fn rest(&mut self) -> std::io::Result<Vec<u8>> {
        let mut rest = std::mem::take(&mut self.read);
        self.socket.read_to_end(&mut rest).await?;
        Ok(rest)
    }

    /// Reads one whole answer and leaves the connection open: its status and body.
    pub async fn answer(&mut self) -> (u16, Vec<u8>) {
        loop {
            if let Some(end) = self.read.windows(4).position(|window| window == b"\r\n\r\n") {
                let head = String::from_utf8(self.read[..end].to_vec()).unwrap().to_ascii_lowercase();
                let length = head.lines().find_map(|line| line.strip_prefix("content-length: "));
                let length: usize = length.map_or(0, |length| length.parse().unwrap());
                if self.read.len() >= end + 4 + length {
                    let body = self.read[end + 4..end + 4 + length].to_vec();
                    self.read.drain(..end + 4 + length);
                    return (head.split(' ').nth(1).unwrap().parse().unwrap(), body);
                }
            }
            let mut chunk = [0; 4096];
            let read = self.socket.read(&mut chunk).await.unwrap();
            assert!(read > 0, "the connection was closed without an answer");
            self.read.extend_from_slice(&chunk[..read]);
        }
    }
}
