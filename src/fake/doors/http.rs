//! The socket door: an accept loop and hyper's connections, so that a fault reaches the socket itself. Routing is the core's table, which
//! faults, scopes and the other door read too; so there is no second router here.

use std::convert::Infallible;
use std::pin::Pin;
use std::sync::Arc;
use std::time::Duration;

use http_body_util::Full;
use hyper::body::{Bytes, Incoming};
use hyper::header::{AUTHORIZATION, CONNECTION, CONTENT_TYPE, HeaderName, HeaderValue};
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper::{HeaderMap, StatusCode};
use hyper_util::rt::TokioIo;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{mpsc, watch};
use tokio::task::JoinSet;
use tokio::time::{sleep, timeout};

use super::Doorway;
use super::body;
use super::control;
use super::cut::{Cut, cut};
use super::stream::Stream;
use super::tls::Tls;
use super::websocket::{self, Guest};
use crate::fake::control::MAX_CONTROL_BYTES;
use crate::fake::core::{Delivery, MAX_ATTACHMENT_BYTES, MAX_BODY_BYTES, Output, Request, Response, is_upload};

/// How long requests in flight may take when the org shuts down.
const SHUTDOWN: Duration = Duration::from_secs(2);

/// How long a peer may take to come to terms on TLS.
const TLS_HANDSHAKE: Duration = Duration::from_secs(10);

/// How long to wait when a connection cannot be accepted, as when the process is out of descriptors: asking again at once would spin.
const ACCEPT_PAUSE: Duration = Duration::from_millis(20);

/// Accepts connections until it is told to stop, then lets them end.
pub async fn listen(listener: TcpListener, tls: Option<Tls>, org: Arc<Doorway>, mut stop: watch::Receiver<bool>) {
    let mut connections = JoinSet::new();
    loop {
        tokio::select! {
            accepted = listener.accept() => match accepted {
                Ok((socket, _)) => {
                    connections.spawn(accept(socket, tls.clone(), Arc::clone(&org), stop.clone()));
                }
                Err(_) => sleep(ACCEPT_PAUSE).await,
            },
            Some(_) = connections.join_next() => {}
            _ = stop.changed() => break,
        }
    }
    drop(listener);
    // What has not ended by then is ended by the set's drop.
    let _ended = timeout(SHUTDOWN, async { while connections.join_next().await.is_some() {} }).await;
}

/// A connection, within TLS where there is any. One that does not come to terms within a bound is dropped.
async fn accept(socket: TcpStream, tls: Option<Tls>, org: Arc<Doorway>, stop: watch::Receiver<bool>) {
    // Without it an answer may wait for the peer's acknowledgement; if it cannot be set the connection is only slower.
    let _slower = socket.set_nodelay(true);
    let stream = match tls {
        None => Stream::Plain(socket),
        Some(tls) => match timeout(TLS_HANDSHAKE, tls.acceptor().accept(socket)).await {
            Ok(Ok(stream)) => Stream::Tls(Box::new(stream)),
            _ => return,
        },
    };
    connection(stream, org, stop).await;
}

/// Serves one connection to its end, right or wrong.
async fn connection(socket: Stream, org: Arc<Doorway>, mut stop: watch::Receiver<bool>) {
    let (cuts, mut cut_wanted) = mpsc::channel(1);
    let latency = org.latency;
    let service = service_fn(move |request| answer(Arc::clone(&org), cuts.clone(), request));
    // No time limit on the next request's head: closing an idle connection races with a client that is about to use it.
    let mut serving = http1::Builder::new().serve_connection(TokioIo::new(socket), service);
    let mut stopping = *stop.borrow();
    if stopping {
        Pin::new(&mut serving).graceful_shutdown();
    }
    loop {
        tokio::select! {
            _ = &mut serving => return,
            Some(wanted) = cut_wanted.recv() => {
                let parts = serving.into_parts();
                let socket = parts.io.into_inner();
                match wanted {
                    Taken::Guest(guest) => websocket::serve(socket, parts.read_buf, *guest, latency, stop).await,
                    Taken::Cut(wanted) => tokio::select! {
                        () = cut(socket, wanted) => {}
                        _ = stop.changed() => {}
                    },
                }
                return;
            }
            _ = stop.changed(), if !stopping => {
                stopping = true;
                Pin::new(&mut serving).graceful_shutdown();
            }
        }
    }
}

/// Answers one request, or has the connection cut and never comes back.
async fn answer(
    org: Arc<Doorway>,
    taken: mpsc::Sender<Taken>,
    request: hyper::Request<Incoming>,
) -> Result<hyper::Response<Full<Bytes>>, hyper::Error> {
    let (head, body) = request.into_parts();
    let (path, query) = (head.uri.path(), head.uri.query().unwrap_or_default());
    if websocket::is_wanted(&head.headers) {
        let admitted = websocket::admit(&org.registry, path, query, &head.headers);
        late(org.latency).await;
        match admitted {
            Ok(guest) => return give_up(&taken, Taken::Guest(Box::new(guest))).await,
            Err(status) => return Ok(outgoing(Response { status, headers: Vec::new(), body: Vec::new() }, false)),
        }
    }
    let controlled = org.control_at(path);
    let limit = match &controlled {
        Some(_) => MAX_CONTROL_BYTES,
        None if is_upload(path) => MAX_ATTACHMENT_BYTES as usize,
        None => MAX_BODY_BYTES,
    };
    let body = body::read(body, limit).await?;
    if let Some((handler, path)) = controlled {
        let (whole, media) = (body.whole, text(&head.headers, &CONTENT_TYPE));
        return Ok(outgoing(control::answer(handler, head.method.as_str(), path, media, body).await, whole));
    }
    let Output { response, delivery } = org.registry.handle(&Request {
        method: head.method.as_str(),
        path,
        query,
        authorization: text(&head.headers, &AUTHORIZATION),
        content_type: text(&head.headers, &CONTENT_TYPE),
        body: &body.bytes,
        oversized: body.oversized,
    });
    late(org.latency).await;
    let wanted = match delivery {
        Delivery::Now => return Ok(outgoing(response, body.whole)),
        Delivery::After(time) => {
            sleep(time).await;
            return Ok(outgoing(response, body.whole));
        }
        Delivery::Truncated => Cut::Truncate(response),
        Delivery::Reset => Cut::Reset,
        Delivery::Never => Cut::Hold,
    };
    give_up(&taken, Taken::Cut(wanted)).await
}

/// Holds an answer back; nothing at all where there is no latency, since even an empty sleep costs a turn of the timer.
async fn late(latency: Duration) {
    if !latency.is_zero() {
        sleep(latency).await;
    }
}

/// Has the connection's task take the socket away, which drops this call with it. The task cannot be gone while it polls us.
async fn give_up(taken: &mpsc::Sender<Taken>, by: Taken) -> Result<hyper::Response<Full<Bytes>>, hyper::Error> {
    let _told = taken.send(by).await;
    match std::future::pending::<Infallible>().await {}
}

/// Who takes the socket from HTTP.
enum Taken {
    /// A fault.
    Cut(Cut),
    /// A guest.
    Guest(Box<Guest>),
}

fn text<'a>(headers: &'a HeaderMap, name: &HeaderName) -> Option<&'a str> {
    headers.get(name).and_then(|value| value.to_str().ok())
}

fn outgoing(response: Response, keep: bool) -> hyper::Response<Full<Bytes>> {
    let mut outgoing = hyper::Response::new(Full::new(Bytes::from(response.body)));
    *outgoing.status_mut() = StatusCode::from_u16(response.status).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let headers = outgoing.headers_mut();
    for (name, value) in response.headers {
        if let Ok(value) = HeaderValue::from_maybe_shared(Bytes::from(value)) {
            headers.append(HeaderName::from_static(name), value);
        }
    }
    if !keep {
        headers.insert(CONNECTION, HeaderValue::from_static("close"));
    }
    outgoing
}
