//! What was said. Must not know a channel.

use std::sync::Arc;

use serde::{Deserialize, Serialize};

/// Who said a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Speaker {
    /// The customer.
    Customer,
    /// The flow.
    Flow,
    /// A bot that the flow called.
    Bot,
}

/// One message.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Line {
    /// Who.
    pub speaker: Speaker,
    /// What, as plain text.
    pub text: Arc<str>,
    /// The labels of quick replies that came with it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub quick_replies: Vec<Arc<str>>,
}
