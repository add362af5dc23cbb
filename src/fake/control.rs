//! The way by which whoever serves an org can be asked about it and told to change it: requests below one path go to a handler of theirs.
//! Must not know what such a handler can do.

use std::fmt;

use serde_json::Value as Json;

/// What the paths of control requests begin with. No path of Genesys Cloud begins so.
pub const CONTROL_PATH: &str = "/_flowproof/";

/// The longest body of a control request: several exports of large flows.
pub const MAX_CONTROL_BYTES: usize = 16 << 20;

/// Answers control requests. They need no token, are not logged, and no latency or fault holds them back.
pub trait Control: fmt::Debug + Send + Sync {
    /// Answers one. It may take its time: it is called where blocking holds up nothing else.
    fn answer(&self, request: &ControlRequest) -> ControlAnswer;
}

/// A control request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ControlRequest {
    /// Its method, upper case.
    pub method: String,
    /// What its path has behind [`CONTROL_PATH`].
    pub path: String,
    /// Its body, JSON or empty.
    pub body: Vec<u8>,
}

/// The answer to one.
#[derive(Debug, Clone, PartialEq)]
pub struct ControlAnswer {
    /// The HTTP status.
    pub status: u16,
    /// The body.
    pub body: Json,
}
