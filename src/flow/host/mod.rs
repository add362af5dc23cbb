//! Answers the effects of an execution from stubs, synchronously: for the fake org, for `flow run`, for explorers.

mod outcome;

pub use outcome::{Call, CallKind, Outcome, Problem};
