//! A first scenario for a flow: what it reads and calls is filled in with values that it compares with, the conversation is held offline, and
//! what the flow did is what the scenario expects. Must not know files.

mod hold;
mod values;
mod write;

pub use hold::{Draft, SetUp, draft};
pub use write::{Heading, write};
