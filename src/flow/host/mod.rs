//! Answers the effects of an execution from stubs, synchronously: for the fake org, for `flow run`, for explorers.

mod outcome;
mod session;
mod start;

pub use outcome::{Call, CallKind, Outcome, Problem};
pub use session::Session;
pub use start::{SessionStart, Waiting};
