//! What comes to a guest, as the caller sees it. Must not know frames.

use jiff::Timestamp;

use crate::secret::Secret;
use crate::wire::guest::Message;

/// A message that the org has taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sent {
    /// Its id, which leads to the conversation.
    pub message_id: String,
    /// When the org took it; none where its echo has no readable time.
    pub time: Option<Timestamp>,
}

/// A token to read the session's history with.
#[derive(Debug, Clone)]
pub struct GuestJwt {
    /// The token.
    pub token: Secret,
    /// When it expires.
    pub expires: Option<Timestamp>,
}

/// Something that came by itself.
#[derive(Debug, Clone, PartialEq)]
pub enum Received {
    /// A message of the other side.
    Message(Box<Message>),
    /// The other side types.
    Typing,
    /// The other side ended the conversation.
    Disconnected {
        /// Whether nothing can be said in the session any more.
        read_only: bool,
    },
    /// The session has expired.
    Expired,
    /// The conversation was ended by the customer, perhaps on another connection.
    Cleared,
    /// The connection is closed, or about to be. Nothing comes after.
    Closed {
        /// The WebSocket's close code; none where only the org's own event has come.
        code: Option<u16>,
        /// Why, where it was said.
        reason: Option<String>,
    },
    /// The customer was logged out.
    LoggedOut,
    /// An error that belongs to no request that waits, such as that of a typing event.
    Refused {
        /// Its code.
        code: Option<u16>,
        /// In the org's words.
        message: String,
    },
    /// A frame of a class that is not known.
    Unknown {
        /// The class; empty where the frame has none.
        class: String,
    },
}
