//! The ways into the org: a socket, and a responder for wiremock. They carry what the core decides, and decide nothing.

mod body;
mod control;
mod cut;
mod doorway;
pub(super) mod http;
mod outgoing;
mod registry;
mod stream;
mod tls;
mod websocket;
#[cfg(feature = "wiremock")]
pub(super) mod wiremock;

pub(super) use doorway::Doorway;
pub(super) use registry::Registry;
pub use tls::Tls;
