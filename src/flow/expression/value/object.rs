//! Values made of named properties: agent score pairs, e-mail addresses, short messages. Must not know where they come from.

use std::sync::Arc;

use super::Value;

/// What an object value stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ObjectKind {
    /// A user and a score (`agent`, `score`), for preferred agents.
    AgentScorePair,
    /// An e-mail address (`id`, `name`).
    EmailAddress,
    /// The message that started a message flow (`id`, `body`, `senderAddress` …).
    ShortMessage,
    /// A contact of the org.
    ExternalContact,
    /// A slot of a time picker (`dateTime`, `duration`).
    Timeslot,
    /// What a bot offers to choose from.
    Chooser,
    /// The quick replies of a chooser.
    QuickReplies,
    /// The carousel of a chooser.
    Carousel,
    /// A card of a carousel (`title`, `items`).
    Card,
    /// The list picker of a chooser.
    ListPicker,
    /// One thing to choose (`label`, `value`).
    Choice,
    /// Any other: a chat's custom field, a work item's status.
    Other,
}

/// Named properties; names have no letter case.
#[derive(Debug, Clone, PartialEq)]
pub struct Object {
    /// What it stands for.
    pub kind: ObjectKind,
    /// The properties in their order.
    pub properties: Vec<(Arc<str>, Value)>,
}

impl Object {
    /// An object of these properties.
    pub fn new<N: Into<Arc<str>>>(kind: ObjectKind, properties: impl IntoIterator<Item = (N, Value)>) -> Self {
        Self { kind, properties: properties.into_iter().map(|(name, value)| (name.into(), value)).collect() }
    }

    /// The property of that name, in any letter case.
    pub fn get(&self, name: &str) -> Option<&Value> {
        self.properties.iter().find(|(one, _)| one.eq_ignore_ascii_case(name)).map(|(_, value)| value)
    }
}
