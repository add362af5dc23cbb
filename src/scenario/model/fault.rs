//! What goes wrong on purpose; faults imply the mock target.

use std::time::Duration;

use super::{RunStep, Spanned};
use crate::diagnostic::Place;

/// One entry of `faults`: `{ at: widget, times: 1, status: 429, retry_after: 1 }`, `{ at: message, close: 1011 }`,
/// `{ lacks: "webchat:write" }`, `{ credentials: wrong }`, `{ token_lifetime: 1s }`, `{ strict: true }`, `{ lag: { message: 2s } }`,
/// `{ without: names }`.
#[derive(Debug, Clone)]
pub struct Fault {
    /// What happens.
    pub action: FaultAction,
    /// Where it stands.
    pub place: Place,
}

/// What goes wrong.
#[derive(Debug, Clone)]
pub enum FaultAction {
    /// An endpoint answers otherwise, `times` times (every time where it is none), after `after` calls passed.
    Answer {
        /// Which endpoint.
        at: FaultPoint,
        /// How often; none for always.
        times: Option<u32>,
        /// How many calls pass first.
        after: u32,
        /// The HTTP status to answer with.
        status: Option<u16>,
        /// `Retry-After` in seconds.
        retry_after: Option<u64>,
        /// Time before the answer.
        delay: Option<Duration>,
        /// The body is not JSON.
        malformed: bool,
        /// The connection is reset.
        reset: bool,
        /// The body is cut short.
        truncated: bool,
        /// No answer comes.
        silent: bool,
    },
    /// A guest's connection goes wrong, `times` times (every time where it is none), after `after` such steps passed.
    Guest {
        /// At which step; one of a guest.
        at: RunStep,
        /// How often; none for always.
        times: Option<u32>,
        /// How many steps of that kind pass first.
        after: u32,
        /// What happens.
        what: GuestTrouble,
    },
    /// The client lacks a scope or permission.
    Lacks(Spanned<String>),
    /// The client's credentials are wrong.
    WrongCredentials,
    /// Tokens live so long.
    TokenLifetime(Duration),
    /// The org holds every request to a declared attribute, even one that names no widget.
    Strict,
    /// So many requests a minute are allowed.
    RateLimit(u32),
    /// The org is slow to know what happened.
    Lag(Lag),
    /// The org is not set up for tests: this setting is off.
    Without(OrgSetting),
}

/// An endpoint, by a step's word or by method and path template.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FaultPoint {
    /// By step.
    Step(RunStep),
    /// `POST /api/v2/webchat/widgets`.
    Endpoint(String),
}

/// What goes wrong with a guest's connection.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum GuestTrouble {
    /// The org closes the connection with this code; with 1006 it just breaks.
    Close(u16),
    /// Nothing is answered.
    Silent,
    /// The step is refused.
    Error {
        /// The envelope's code.
        code: u16,
        /// Its words.
        says: Option<String>,
    },
    /// The step is refused for coming too fast; so many seconds to wait.
    RateLimited(u64),
    /// The session expires.
    Expired,
    /// A frame of a class that nobody knows comes before the right ones.
    UnknownClass,
    /// Each frame comes twice.
    Duplicate,
    /// The frames come in reverse order.
    OutOfOrder,
    /// A frame that is larger than a client takes comes before the right ones.
    Oversized,
    /// A frame that is not JSON comes before the right ones.
    Malformed,
    /// The right frames come so much later.
    Delay(Duration),
    /// The handshake is refused with this HTTP status.
    Refused(u16),
}

/// How late an org is with what it knows; at once where none is given.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Lag {
    /// Until a message leads to its conversation.
    pub message: Option<Duration>,
    /// Until what the flow wrote shows among the attributes.
    pub attributes: Option<Duration>,
    /// Until an execution that has ended is listed.
    pub execution: Option<Duration>,
}

/// A setting of an org that a test of a real conversation relies on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum OrgSetting {
    /// The org keeps what executions did.
    ExecutionData,
    /// Actions have names in it.
    Names,
    /// A guest is told that the flow ended the conversation.
    Disconnect,
    /// A guest may end the conversation.
    Clear,
}

impl OrgSetting {
    /// The words of files.
    pub const WORDS: &'static [(&'static str, OrgSetting)] = &[
        ("execution_data", Self::ExecutionData),
        ("names", Self::Names),
        ("disconnect", Self::Disconnect),
        ("clear", Self::Clear),
    ];
}
