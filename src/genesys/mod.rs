//! The client of Genesys Cloud: regions, token, HTTP with its retries, endpoints, and errors that say what to do.
//!
//! It speaks to whoever answers at the address that it is given. It must not know scenarios, runs, or the fake org; only documents
//! (`wire`) and diagnostics are shared with them. Clock, randomness and credentials are handed in.

mod advice;
mod answer;
mod budget;
mod client;
mod clock;
mod credentials;
mod endpoints;
mod error;
mod exchange;
mod grant;
mod guard;
mod guest;
mod http;
mod needs;
mod observer;
mod operation;
mod platform_advice;
mod polling;
mod regions;
mod retry;
mod scopes;
mod token;
mod told;
mod transport;

pub use budget::RateBudget;
pub use client::{Client, ClientOptions};
pub use clock::{Clock, RealClock, Sleep};
pub use credentials::{Credentials, Grant};
pub use endpoints::{Created, FlowFilter};
pub use error::{ClientError, ErrorKind, Failure};
pub use exchange::{DEFAULT_LONGEST_ANSWER, DEFAULT_REQUEST_TIMEOUT};
pub use guard::guard_simulate_host;
pub use guest::{
    AttributePlace, Burst, DEFAULT_LARGEST_FRAME, DEFAULT_STEP_TIMEOUT, GuestError, GuestErrorKind, GuestFailure,
    GuestJwt, GuestOptions, GuestSession, GuestStep, LONGEST_RATE_WAIT, MOST_RATE_REPEATS, OutgoingFile, Received,
    SAFE_PACE, Sent,
};
pub use needs::Needs;
pub use observer::{CallObserver, CallRecord};
pub use operation::{OPERATIONS, Operation};
pub use polling::{
    DEFAULT_EXECUTION_LIMIT, DEFAULT_MESSAGE_LIMIT, ExecutionFindings, Missing, MissingReason, PollOptions, Recorded,
};
pub use regions::{Environment, REGIONS, Region, is_real_genesys_host};
pub use reqwest::Url;
pub use retry::{DEFAULT_RETRIES, LONGEST_RETRY_AFTER};
pub use scopes::required_scopes;
pub use token::{EXPIRY_MARGIN, LONGEST_TOKEN_USE};
pub use told::Told;
pub use transport::{DEFAULT_CONNECT_TIMEOUT, Reach, guest_tls, http_client, http_client_with_ca};
