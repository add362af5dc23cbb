//! What goes wrong on purpose; faults imply the mock target.

use std::time::Duration;

use super::{RunStep, Spanned};
use crate::diagnostic::Place;

/// One entry of `faults`: `{ at: widget, times: 1, status: 429, retry_after: 1 }`, `{ lacks: "webchat:write" }`,
/// `{ credentials: wrong }`, `{ token_lifetime: 1s }`, `{ strict: true }`.
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
    /// The client lacks a scope.
    Lacks(Spanned<String>),
    /// The client's credentials are wrong.
    WrongCredentials,
    /// Tokens live so long.
    TokenLifetime(Duration),
    /// The org holds every request to a declared attribute, even one that names no widget.
    Strict,
    /// So many requests a minute are allowed.
    RateLimit(u32),
}

/// An endpoint, by the seed's step or by method and path template.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FaultPoint {
    /// By step.
    Step(RunStep),
    /// `POST /api/v2/webchat/widgets`.
    Endpoint(String),
}
