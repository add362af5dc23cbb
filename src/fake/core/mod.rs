//! What the fake org decides: a request in, an output with its delivery out. Knows no socket, no runtime, no wall clock.

mod authorize;
mod clock;
mod entities;
mod errors;
#[cfg(test)]
mod exchange;
mod execution;
mod fault;
mod gate;
mod guest;
mod handle;
mod ids;
mod json;
mod log;
mod messaging;
mod oauth;
mod owner;
mod paging;
mod platform;
mod rate;
mod request;
mod routes;
mod seed;
mod state;
mod tenant;

pub use clock::Clock;
pub use fault::{Endpoint, Fault, FaultAction, UnknownEndpoint};
pub(super) use guest::{Connect, ConnectionId, Line, MAX_ATTACHMENT_BYTES, Push, is_upload};
pub use guest::{GuestFault, GuestFaultAction, GuestStep};
pub(super) use handle::unselected;
pub(super) use ids::{Kind, derived};
pub use log::LoggedRequest;
pub(super) use oauth::selecting_client;
pub use owner::Observed;
pub(super) use platform::selecting_deployment;
pub use request::MAX_BODY_BYTES;
pub(super) use request::{Delivery, Output, Request, Response};
pub use routes::permissions;
pub use seed::SCOPES;
pub(super) use tenant::TenantCore;
