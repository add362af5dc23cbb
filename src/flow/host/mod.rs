//! Answers the effects of an execution from stubs, synchronously: for the fake org, for `flow run`, for explorers.

mod bot_talk;
mod outcome;
mod paste;
mod session;
mod start;
mod stubbing;
mod text;

pub use outcome::{Call, CallKind, Outcome};
pub use session::{HeardAs, Session};
pub use start::{SessionStart, StartError, Waiting, start_value};
pub use text::{ending_text, outcome_text};

pub use super::engine::Problem;
