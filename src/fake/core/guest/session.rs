//! What the org remembers of a guest: the session that a token names, and its connections.

use std::collections::VecDeque;
use std::fmt;
use std::sync::Arc;

use jiff::Timestamp;

use super::Line;
use super::limits::Minute;

/// A connection's number, unique within its tenant.
pub type ConnectionId = u64;

/// A connection that is open.
pub struct Connection {
    /// The deployment that it was opened for.
    pub deployment: Arc<str>,
    /// The session that it is configured for.
    pub guest: Option<Arc<str>>,
    /// The way to it.
    pub line: Box<dyn Line>,
    /// Requests of the current minute.
    pub requests: Minute,
    /// Echoes of the current minute.
    pub echoes: Minute,
}

impl fmt::Debug for Connection {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_struct("Connection").field("deployment", &self.deployment).finish_non_exhaustive()
    }
}

/// A session: what a token names.
#[derive(Debug)]
pub struct Guest {
    /// Its deployment.
    pub deployment: Arc<str>,
    /// Its conversation, once one has begun.
    pub conversation: Option<Arc<str>>,
    /// All its conversations, for the history.
    pub conversations: Vec<Arc<str>>,
    /// Connections that are configured for it, oldest first.
    pub connections: Vec<ConnectionId>,
    /// When it was used last, on the conversations' clock.
    pub used: Timestamp,
    /// Whether nothing can be said until a new conversation is started.
    pub read_only: bool,
    /// When its latest messages were sent, on the org's clock.
    pub sent: VecDeque<Timestamp>,
}
