//! The guests' door: a handshake, then frames in and pushes out until either side ends. Must not know what a frame says.

use std::collections::VecDeque;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use futures_util::{SinkExt as _, StreamExt as _};
use hyper::HeaderMap;
use hyper::body::Bytes;
use hyper::header::{HeaderName, ORIGIN, SEC_WEBSOCKET_KEY, SEC_WEBSOCKET_VERSION, UPGRADE};
use tokio::io::AsyncWriteExt as _;
use tokio::sync::{Notify, watch};
use tokio::time::{sleep, timeout};
use tokio_tungstenite::WebSocketStream;
use tokio_tungstenite::tungstenite::handshake::derive_accept_key;
use tokio_tungstenite::tungstenite::protocol::frame::coding::CloseCode;
use tokio_tungstenite::tungstenite::protocol::{CloseFrame, Role, WebSocketConfig};
use tokio_tungstenite::tungstenite::{Error, Message};

use super::Registry;
use super::outgoing::Outgoing;
use super::stream::Stream;
use crate::fake::core::{Connect, ConnectionId, Line, MAX_BODY_BYTES, Push, TenantCore};

/// The path of the guests' socket.
const PATH: &str = "/v1";

/// Bytes that are read at once. Frames are a few hundred; each read clears the whole buffer first, and a connection keeps it.
const READ_BUFFER: usize = 4 * 1024;

/// How long a peer may take for its side of a close.
const CLOSE: Duration = Duration::from_secs(2);

/// How long a peer may take to read the handshake.
const HANDSHAKE: Duration = Duration::from_secs(5);

/// A connection that was let in: all that its task needs.
pub struct Guest {
    accept: String,
    tenant: Arc<TenantCore>,
    connection: Open,
    pushes: Arc<Queue>,
}

/// Takes the connection out of its tenant when it is gone, whatever ends it.
struct Open {
    tenant: Arc<TenantCore>,
    id: ConnectionId,
}

impl Drop for Open {
    fn drop(&mut self) {
        self.tenant.disconnected(self.id);
    }
}

/// The way from the core to the task, which hears of a push only while it does not serve a frame: what that pushes it takes by itself, and
/// a call for its attention would have it look round once more for nothing. It holds no more than one step's frames, which the task
/// writes before it reads the next.
#[derive(Default)]
struct Queue {
    pushes: Mutex<VecDeque<Push>>,
    serving: AtomicBool,
    called: Notify,
}

impl Queue {
    fn pop(&self) -> Option<Push> {
        self.pushes.lock().unwrap_or_else(PoisonError::into_inner).pop_front()
    }
}

struct ToTask(Arc<Queue>);

impl Line for ToTask {
    fn push(&self, push: Push) {
        self.0.pushes.lock().unwrap_or_else(PoisonError::into_inner).push_back(push);
        // Seen as serving, the task has yet to empty the queue: what was put there before this look is not missed.
        if !self.0.serving.load(Ordering::SeqCst) {
            self.0.called.notify_one();
        }
    }
}

/// Whether a request wants a WebSocket.
pub fn is_wanted(headers: &HeaderMap) -> bool {
    text(headers, &UPGRADE).is_some_and(|wanted| wanted.eq_ignore_ascii_case("websocket"))
}

/// Lets a guest in, or says with which status it is refused.
pub fn admit(registry: &Registry, path: &str, query: &str, headers: &HeaderMap) -> Result<Guest, u16> {
    if path != PATH {
        return Err(404);
    }
    let key = text(headers, &SEC_WEBSOCKET_KEY).filter(|_| text(headers, &SEC_WEBSOCKET_VERSION) == Some("13"));
    let key = key.ok_or(400_u16)?;
    let deployment = form_urlencoded::parse(query.as_bytes()).find(|(name, _)| name == "deploymentId");
    let (_, deployment) = deployment.ok_or(400_u16)?;
    let tenant = registry.tenant_of_deployment(&deployment).ok_or(404_u16)?;
    let pushes = Arc::new(Queue::default());
    let connect = Connect { deployment: &deployment, origin: text(headers, &ORIGIN) };
    let id = tenant.connect(connect, Box::new(ToTask(Arc::clone(&pushes)))).map_err(|refusal| refusal.status)?;
    let connection = Open { tenant: Arc::clone(&tenant), id };
    Ok(Guest { accept: derive_accept_key(key.as_bytes()), tenant, connection, pushes })
}

/// Serves a guest to its end, each frame so much later. `read` is what the connection has brought already.
pub async fn serve(mut stream: Stream, read: Bytes, guest: Guest, latency: Duration, mut stop: watch::Receiver<bool>) {
    let Guest { accept, tenant, connection, pushes } = guest;
    let head = format!(
        "HTTP/1.1 101 Switching Protocols\r\nupgrade: websocket\r\nconnection: upgrade\r\nsec-websocket-accept: {accept}\r\n\r\n"
    );
    let written = timeout(HANDSHAKE, async {
        stream.write_all(head.as_bytes()).await?;
        stream.flush().await
    });
    if !written.await.is_ok_and(|written| written.is_ok()) {
        return;
    }
    let config = WebSocketConfig::default()
        .read_buffer_size(READ_BUFFER)
        .max_message_size(Some(MAX_BODY_BYTES))
        .max_frame_size(Some(MAX_BODY_BYTES));
    let mut socket = WebSocketStream::from_partially_read(stream, read.to_vec(), Role::Server, Some(config)).await;
    let mut outgoing = Outgoing::new(latency);
    loop {
        tokio::select! {
            frame = socket.next() => match frame {
                Some(Ok(Message::Text(text))) => {
                    pushes.serving.store(true, Ordering::SeqCst);
                    tenant.frame(connection.id, &text);
                    pushes.serving.store(false, Ordering::SeqCst);
                }
                Some(Ok(Message::Binary(_))) => {
                    let wrong = CloseFrame { code: CloseCode::Unsupported, reason: "text frames only".into() };
                    return close(&mut socket, wrong).await;
                }
                Some(Ok(Message::Close(_))) | None => return finish(&mut socket).await,
                Some(Ok(_)) => {}
                Some(Err(error)) => return refuse(&mut socket, &error).await,
            },
            () = pushes.called.notified() => {}
            () = outgoing.due() => {}
            () = due(tenant.due_in(connection.id)) => tenant.on_time(),
            _ = stop.changed() => {
                let away = CloseFrame { code: CloseCode::Away, reason: "the org shuts down".into() };
                return close(&mut socket, away).await;
            }
        }
        // What one step pushed goes out together.
        while let Some(push) = pushes.pop() {
            outgoing.take(push);
        }
        while let Some(push) = outgoing.next() {
            if deliver(&mut socket, push).await.is_err() {
                return;
            }
        }
        if socket.flush().await.is_err() {
            return;
        }
    }
}

/// The connection is over.
struct Over;

async fn deliver(socket: &mut WebSocketStream<Stream>, push: Push) -> Result<(), Over> {
    match push {
        Push::Frame(text, _) => socket.feed(Message::text(text)).await.map_err(|_| Over),
        Push::Close(code, reason) => {
            let frame = CloseFrame { code: CloseCode::from(code), reason: reason.into() };
            close(socket, frame).await;
            Err(Over)
        }
        Push::Drop => Err(Over),
        Push::Wake => Ok(()),
    }
}

/// Says why, and waits for the peer's side of it.
async fn close(socket: &mut WebSocketStream<Stream>, frame: CloseFrame) {
    if socket.close(Some(frame)).await.is_ok() {
        finish(socket).await;
    }
}

/// Reads on until the peer has closed too, so that what was sent last is not lost to a reset.
async fn finish(socket: &mut WebSocketStream<Stream>) {
    let _closed = timeout(CLOSE, async { while let Some(Ok(_)) = socket.next().await {} }).await;
}

/// A frame that cannot be read ends the connection with the code that says why.
async fn refuse(socket: &mut WebSocketStream<Stream>, error: &Error) {
    let code = match error {
        Error::Capacity(_) => CloseCode::Size,
        Error::Utf8(_) => CloseCode::Invalid,
        _ => return,
    };
    close(socket, CloseFrame { code, reason: "the frame cannot be read".into() }).await;
}

async fn due(after: Option<Duration>) {
    match after {
        Some(after) => sleep(after).await,
        None => std::future::pending().await,
    }
}

fn text<'a>(headers: &'a HeaderMap, name: &HeaderName) -> Option<&'a str> {
    headers.get(name).and_then(|value| value.to_str().ok())
}
