//! An org as it is reached: client, hosts, trust. Nothing has been asked of it. Must not know what it is wanted for.

use std::fmt;
use std::sync::Arc;

use rustls::ClientConfig;

use super::CallCount;
use crate::genesys::{Client, Environment};
use crate::project::LiveSettings;

/// An org that may be asked who it is; see [`super::guard()`] for what must hold before anything else.
#[derive(Clone)]
pub struct Sandbox {
    /// Speaks to the API. It shares one token and one budget of requests.
    pub client: Client,
    /// Its hosts.
    pub environment: Environment,
    /// How guests' sockets are secured; none where the address is not `wss`.
    pub guest_tls: Option<Arc<ClientConfig>>,
    /// What may be touched there.
    pub settings: Arc<LiveSettings>,
    /// The requests so far.
    pub calls: Arc<CallCount>,
}

impl fmt::Debug for Sandbox {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.debug_struct("Sandbox").field("environment", &self.environment).finish_non_exhaustive()
    }
}
