//! The WebSocket below a session: the only file that knows tungstenite. Must not know what the frames say.

use std::io;
use std::net::Ipv4Addr;
use std::sync::Arc;

use futures_util::{FutureExt as _, SinkExt as _, StreamExt as _};
use rustls::ClientConfig;
use rustls::pki_types::ServerName;
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;
use tokio_tungstenite::tungstenite::client::IntoClientRequest as _;
use tokio_tungstenite::tungstenite::error::ProtocolError;
use tokio_tungstenite::tungstenite::handshake::client::Request;
use tokio_tungstenite::tungstenite::http::HeaderValue;
use tokio_tungstenite::tungstenite::protocol::WebSocketConfig;
use tokio_tungstenite::tungstenite::{Error, Message, Utf8Bytes};
use tokio_tungstenite::{WebSocketStream, client_async_with_config};

use super::options::GuestOptions;
use crate::genesys::transport::is_this_machine;

/// Bytes that are read at once. Frames are a few hundred; each read clears the whole buffer first, and a session keeps it.
const READ_BUFFER: usize = 4 * 1024;

/// What tells the org who connects; the vendor's clients send their own names.
const APPLICATION: &str = "flowproof";

/// The close code of a connection that ended without one (RFC 6455, 7.4.1).
const ABNORMAL: u16 = 1_006;

/// The close code of a close frame without one (RFC 6455, 7.4.1).
const WITHOUT_CODE: u16 = 1_005;

trait Transport: AsyncRead + AsyncWrite + Unpin + Send + Sync {}
impl<T: AsyncRead + AsyncWrite + Unpin + Send + Sync> Transport for T {}

/// A text frame. Clones share it.
#[derive(Debug, Clone)]
pub(super) struct Text(Utf8Bytes);

impl Text {
    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl From<String> for Text {
    fn from(text: String) -> Self {
        Self(text.into())
    }
}

/// Why no connection came about.
#[derive(Debug)]
pub(super) enum OpenFailure {
    /// The host cannot be reached or trusted, in words.
    Connect(String),
    /// The host answered with this HTTP status and these words.
    Handshake(u16, String),
    /// No request can be made of the address or the origin, in words.
    Setup(String),
}

/// Why no frame came.
#[derive(Debug)]
pub(super) enum Stop {
    /// The connection has ended.
    Closed(u16, Option<String>),
    /// A frame is larger than the client reads, in words; the connection is of no more use.
    TooLarge(String),
    /// A frame that is not a text; the connection goes on.
    Binary(usize),
    /// What came is no WebSocket, in words; the connection is of no more use.
    Broken(String),
}

/// One connection.
pub(super) struct Socket(WebSocketStream<Box<dyn Transport>>);

impl Socket {
    /// Opens a connection. The caller bounds the time.
    pub async fn open(options: &GuestOptions) -> Result<Self, OpenFailure> {
        let request = request(options)?;
        let stream = transport(options).await?;
        let config = WebSocketConfig::default()
            .read_buffer_size(READ_BUFFER)
            .max_message_size(Some(options.largest_frame))
            .max_frame_size(Some(options.largest_frame));
        match client_async_with_config(request, stream, Some(config)).await {
            Ok((socket, _)) => Ok(Self(socket)),
            Err(Error::Http(answer)) => {
                let body = answer.body().as_deref().map(String::from_utf8_lossy).unwrap_or_default();
                Err(OpenFailure::Handshake(answer.status().as_u16(), body.trim().to_owned()))
            }
            Err(Error::Io(error)) => Err(OpenFailure::Connect(error.to_string())),
            Err(other) => Err(OpenFailure::Connect(format!("the host does not speak WebSocket: {other}"))),
        }
    }

    /// Sends a text, flushed once. That the connection has ended is told by the next read, which knows why.
    pub async fn send(&mut self, text: Text) {
        let _ = self.0.send(Message::Text(text.0)).await;
    }

    /// The next text. Pings are answered on the way.
    pub async fn next(&mut self) -> Result<Text, Stop> {
        loop {
            if let Some(outcome) = read(self.0.next().await) {
                return outcome;
            }
        }
    }

    /// The next text if it has come already.
    pub fn next_now(&mut self) -> Option<Result<Text, Stop>> {
        loop {
            if let Some(outcome) = read(self.0.next().now_or_never()?) {
                return Some(outcome);
            }
        }
    }

    /// Closes the connection in an orderly way: until the host has answered the close, not until it has hung up. The caller bounds the
    /// time.
    pub async fn close(mut self) {
        if self.0.close(None).await.is_ok() {
            while self.0.next().await.is_some_and(|frame| frame.is_ok_and(|frame| !frame.is_close())) {}
        }
    }
}

/// What one read gives; none for a frame that says nothing.
fn read(frame: Option<Result<Message, Error>>) -> Option<Result<Text, Stop>> {
    let stop = match frame {
        Some(Ok(Message::Text(text))) => return Some(Ok(Text(text))),
        Some(Ok(Message::Ping(_) | Message::Pong(_) | Message::Frame(_))) => return None,
        Some(Ok(Message::Binary(bytes))) => Stop::Binary(bytes.len()),
        Some(Ok(Message::Close(None))) => Stop::Closed(WITHOUT_CODE, None),
        Some(Ok(Message::Close(Some(close)))) => {
            let reason = Some(close.reason.as_str().to_owned()).filter(|reason| !reason.is_empty());
            Stop::Closed(close.code.into(), reason)
        }
        None | Some(Err(Error::ConnectionClosed | Error::AlreadyClosed | Error::Io(_))) => Stop::Closed(ABNORMAL, None),
        Some(Err(Error::Protocol(ProtocolError::ResetWithoutClosingHandshake))) => Stop::Closed(ABNORMAL, None),
        Some(Err(error @ Error::Capacity(_))) => Stop::TooLarge(error.to_string()),
        Some(Err(error)) => Stop::Broken(error.to_string()),
    };
    Some(Err(stop))
}

/// The request that opens the WebSocket: an `Origin`, and neither credentials nor a sub-protocol (facts: genesys-api.md 4.1).
fn request(options: &GuestOptions) -> Result<Request, OpenFailure> {
    let mut url = options.url.clone();
    url.query_pairs_mut().append_pair("deploymentId", &options.deployment_id).append_pair("application", APPLICATION);
    let unusable = |why: String| OpenFailure::Setup(format!("`{}` cannot be connected to: {why}", options.url));
    let mut request = url.as_str().into_client_request().map_err(|error| unusable(error.to_string()))?;
    let origin = HeaderValue::try_from(options.origin_header())
        .map_err(|_| OpenFailure::Setup("the origin holds characters that no request can carry".to_owned()))?;
    request.headers_mut().insert("Origin", origin);
    Ok(request)
}

/// The connection below the WebSocket.
async fn transport(options: &GuestOptions) -> Result<Box<dyn Transport>, OpenFailure> {
    let url = &options.url;
    let tls = match (url.scheme(), &options.tls) {
        ("wss", None) => return Err(OpenFailure::Setup("a `wss` address needs a TLS configuration".to_owned())),
        ("wss", Some(tls)) => Some(tls),
        _ => None,
    };
    let host = url.host_str().unwrap_or_default().trim_start_matches('[').trim_end_matches(']').to_owned();
    let port = url.port_or_known_default().unwrap_or_default();
    let lost = |error: io::Error| OpenFailure::Connect(error.kind().to_string());
    let stream = if is_this_machine(&host) {
        TcpStream::connect((Ipv4Addr::LOCALHOST, port)).await
    } else {
        TcpStream::connect((host.as_str(), port)).await
    };
    let stream = stream.map_err(lost)?;
    stream.set_nodelay(true).map_err(lost)?;
    match tls {
        Some(tls) => secured(stream, host, tls).await,
        None => Ok(Box::new(stream)),
    }
}

async fn secured(stream: TcpStream, host: String, tls: &Arc<ClientConfig>) -> Result<Box<dyn Transport>, OpenFailure> {
    let name = ServerName::try_from(host).map_err(|error| OpenFailure::Setup(error.to_string()))?;
    let stream = TlsConnector::from(Arc::clone(tls)).connect(name, stream).await;
    let stream = stream.map_err(|error| OpenFailure::Connect(format!("no secure connection: {error}")))?;
    Ok(Box::new(stream))
}
