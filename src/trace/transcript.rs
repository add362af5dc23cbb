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
    /// What the customer can choose from to answer it: quick replies, cards, list items.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub choices: Vec<Choice>,
}

/// One answer that a message offers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Choice {
    /// How it is offered.
    pub kind: ChoiceKind,
    /// What the customer sees.
    pub label: Arc<str>,
    /// What is sent when it is chosen.
    pub payload: Arc<str>,
}

/// How an answer is offered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum ChoiceKind {
    /// A button below the message.
    QuickReply,
    /// A button on a card of a carousel.
    Card,
    /// An item of a list picker.
    ListItem,
    /// A time of a date picker.
    Date,
}

impl Choice {
    /// A quick reply that sends its own label.
    pub fn quick_reply(label: impl Into<Arc<str>>) -> Self {
        let label = label.into();
        Self { kind: ChoiceKind::QuickReply, payload: label.clone(), label }
    }
}

impl Line {
    /// The labels of the choices, in order.
    pub fn labels(&self) -> impl Iterator<Item = &str> {
        self.choices.iter().map(|choice| &*choice.label)
    }
}
