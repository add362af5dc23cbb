//! Guest web messaging as the org serves it: connections, sessions and their frames (facts: genesys-api.md section 4). Must not know a
//! WebSocket: a connection is a [`Line`] to push to.

mod answer;
mod attachments;
mod configure;
mod connect;
mod deployments;
mod dispatch;
mod fault;
mod history;
mod limits;
mod line;
mod message;
mod outbox;
mod routes;
mod session;
mod time;

pub use attachments::{Attachment, MAX_ATTACHMENT_BYTES, is_upload, selecting_client_of_upload};
pub use connect::Connect;
pub use deployments::{Deployed, Deployments, Serving, deployment_uri};
pub use fault::{GuestFault, GuestFaultAction, GuestFaults, GuestStep};
pub use line::{Line, Push};
pub use routes::ROUTES;
pub use session::{Connection, ConnectionId, Guest};
pub use time::tell_listeners;
