//! How a tenant's web messaging behaves. The defaults are those of a deployment that is set up for tests: the guest learns that a conversation
//! ended and may end it (facts: genesys-api.md section 3, "harness prerequisites").

use std::sync::Arc;
use std::time::Duration;

use crate::wire::guest::SESSION_SECONDS;

/// How guests are served.
#[derive(Debug, Clone)]
pub struct GuestOptions {
    /// The name under which a custom attribute stands among the customer's attributes.
    pub attribute_keys: AttributeKeys,
    /// Where a message may carry attributes.
    pub attributes_at: AttributesAt,
    /// What a guest is told when the other side ends the conversation.
    pub disconnect_shown: DisconnectShown,
    /// Whether a guest may end a conversation (`conversationClear`).
    pub clear_allowed: bool,
    /// Whether opening the window starts the flow, without `autoStart` too: not known of a real org (facts: section 9, point 7).
    pub join_starts: bool,
    /// How long a session lasts after its last message, on the conversations' clock.
    pub session_lifetime: Duration,
    /// Limits that a real org keeps to; none where clocks stand still.
    pub limits: Option<GuestLimits>,
    /// The domains whose pages may open the deployments that the tenant is opened with; any where there are none.
    pub allowed_domains: Arc<[String]>,
}

impl Default for GuestOptions {
    fn default() -> Self {
        Self {
            attribute_keys: AttributeKeys::Bare,
            attributes_at: AttributesAt::Both,
            disconnect_shown: DisconnectShown::Send,
            clear_allowed: true,
            join_starts: true,
            session_lifetime: Duration::from_secs(SESSION_SECONDS),
            limits: None,
            allowed_domains: Arc::default(),
        }
    }
}

/// The name under which a custom attribute arrives. No source proves a prefix for web messaging, and one is proven for the chat before it
/// (facts: section 5, "key naming").
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum AttributeKeys {
    /// As it was sent.
    #[default]
    Bare,
    /// Behind `context.`.
    Context,
}

impl AttributeKeys {
    /// The key for a name that was sent.
    pub fn key(self, name: &str) -> String {
        match self {
            Self::Bare => name.to_owned(),
            Self::Context => format!("context.{name}"),
        }
    }
}

/// Where attributes are taken from. Clients in the wild put them in either place; which a real org takes is not known (facts: section 9,
/// point 2).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum AttributesAt {
    /// From both places; of a name that stands in both, the one beside the message counts.
    #[default]
    Both,
    /// From the `channel` beside the message.
    Beside,
    /// From the `channel` within the message.
    Within,
}

/// What a guest is told when the other side ends the conversation (`conversationDisconnect`).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum DisconnectShown {
    /// Nothing.
    Off,
    /// That it ended; the next message starts another one.
    #[default]
    Send,
    /// That it ended; nothing more can be said until a new one is started.
    ReadOnly,
}

/// Limits of a guest (facts: section 4.4), on the org's clock.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct GuestLimits {
    /// Messages that one session may send in a second.
    pub messages_a_second: u32,
    /// Requests of one connection in a minute.
    pub requests_a_minute: u32,
    /// Echoes of one connection in a minute.
    pub echoes_a_minute: u32,
}

/// What the vendor's page says today.
impl Default for GuestLimits {
    fn default() -> Self {
        Self { messages_a_second: 5, requests_a_minute: 60, echoes_a_minute: 2 }
    }
}
