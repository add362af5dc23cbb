//! Reads a request's body to its end. Hyper closes a connection whose body was not read, and a client that sends head and body apart then
//! loses its next request, so every request is read, whether or not its endpoint looks at it.

use http_body_util::BodyExt;
use hyper::body::{Body, Incoming};

use crate::fake::core::MAX_BODY_BYTES;

/// A body that is too long is read on and thrown away up to here, so that its client reads the refusal and not a broken connection.
const MAX_DRAINED_BYTES: usize = 40 * MAX_BODY_BYTES;

/// What was read.
pub struct Read {
    /// The bytes that were kept.
    pub bytes: Vec<u8>,
    /// There were more than are kept.
    pub oversized: bool,
    /// It was read to its end: the connection can go on.
    pub whole: bool,
}

/// Reads it, and keeps it up to a limit.
///
/// # Errors
///
/// When the connection breaks before the end.
pub async fn read(mut body: Incoming, limit: usize) -> hyper::Result<Read> {
    let expected = usize::try_from(body.size_hint().lower()).unwrap_or(limit);
    let mut read = Read { bytes: Vec::with_capacity(expected.min(limit)), oversized: false, whole: true };
    let mut seen = 0_usize;
    while let Some(frame) = body.frame().await {
        let frame = frame?;
        let Some(data) = frame.data_ref() else { continue };
        seen = seen.saturating_add(data.len());
        if seen > MAX_DRAINED_BYTES {
            read.whole = false;
            break;
        }
        if seen <= limit {
            read.bytes.extend_from_slice(data);
        } else {
            read.oversized = true;
            read.bytes = Vec::new();
        }
    }
    Ok(read)
}
