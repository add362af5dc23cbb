//! Waits for what the org makes known only after a while, built of the endpoints. They run on the client's clock, back off, and end at a
//! limit. They must not know what the findings are for.

mod active_deployment;
mod budget;
mod conversation_of_message;
mod execution_data;
mod findings;
mod jobs;

pub use budget::PollOptions;
pub use conversation_of_message::DEFAULT_MESSAGE_LIMIT;
pub use execution_data::DEFAULT_EXECUTION_LIMIT;
pub use findings::{ExecutionFindings, Missing, MissingReason, Recorded};
