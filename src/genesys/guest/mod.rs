//! A guest of web messaging: one session on one WebSocket (facts: genesys-api.md section 4). It must not know scenarios, nor how a
//! conversation is read back; the REST endpoints do that.

mod advice;
mod apart;
mod attach;
mod await_answer;
mod burst;
mod envelope;
mod error;
mod inbox;
mod limits;
mod messages;
mod options;
mod pace;
mod received;
mod refusal;
mod request;
mod session;
mod socket;
mod timer;
mod tracing;

pub use attach::OutgoingFile;
pub use burst::Burst;
pub use error::{GuestError, GuestErrorKind, GuestFailure, GuestStep};
pub use options::{
    AttributePlace, DEFAULT_LARGEST_FRAME, DEFAULT_STEP_TIMEOUT, GuestOptions, LONGEST_RATE_WAIT, MOST_RATE_REPEATS,
    SAFE_PACE,
};
pub use received::{GuestJwt, Received, Sent};
pub use session::GuestSession;
