//! Ends a connection the wrong way, as a fault asks: a reset, an answer that stops half-way, no answer.

use std::time::Duration;

use hyper::StatusCode;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::time::timeout;

use super::stream::Stream;
use crate::fake::core::Response;

/// How long a connection without an answer is held for a peer that never gives up.
const HOLD: Duration = Duration::from_secs(120);

/// How long a peer may take to read the half answer.
const WRITE: Duration = Duration::from_secs(5);

/// The way it ends.
pub enum Cut {
    /// With a reset.
    Reset,
    /// With the head and half of the body of an answer.
    Truncate(Response),
    /// When the peer gives up.
    Hold,
}

/// Ends it. Whatever goes wrong here ends it as well.
pub async fn cut(mut socket: Stream, cut: Cut) {
    match cut {
        Cut::Reset => {
            // With a linger time of zero, closing sends RST in place of FIN.
            let _reset = socket.tcp().set_zero_linger();
        }
        Cut::Truncate(response) => {
            let _written = timeout(WRITE, async {
                socket.write_all(&half(&response)).await?;
                socket.shutdown().await
            })
            .await;
        }
        Cut::Hold => {
            let _closed = timeout(HOLD, async {
                let mut ignored = [0; 1024];
                while socket.read(&mut ignored).await.is_ok_and(|read| read > 0) {}
            })
            .await;
        }
    }
}

/// The answer's bytes, with half of the body that the head promises.
fn half(response: &Response) -> Vec<u8> {
    let reason =
        StatusCode::from_u16(response.status).ok().and_then(|status| status.canonical_reason()).unwrap_or_default();
    let mut head = format!("HTTP/1.1 {} {reason}\r\ncontent-length: {}\r\n", response.status, response.body.len());
    for (name, value) in &response.headers {
        head.push_str(name);
        head.push_str(": ");
        head.push_str(value);
        head.push_str("\r\n");
    }
    head.push_str("\r\n");
    let mut bytes = head.into_bytes();
    bytes.extend(response.body.iter().take(response.body.len() / 2));
    bytes
}
