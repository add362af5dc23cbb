//! What a text means to a bot. Values only.

use std::sync::Arc;

use serde_json::{Map, Value as Json};

/// What a bot takes a text to mean. All of it empty is "not understood", a no-match.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Meaning {
    /// The intent.
    pub intent: Option<Arc<str>>,
    /// Values for slots, by the slot's name without its scope.
    pub slots: Map<String, Json>,
    /// The answer that the knowledge base has for it.
    pub knowledge: Option<Arc<str>>,
    /// The customer asks for a person.
    pub agent: bool,
}

impl Meaning {
    /// An intent without slots.
    pub fn intent(name: impl Into<Arc<str>>) -> Self {
        Self { intent: Some(name.into()), ..Self::default() }
    }

    /// A value for one slot.
    pub fn slot(name: &str, value: Json) -> Self {
        Self { slots: Map::from_iter([(name.to_owned(), value)]), ..Self::default() }
    }

    /// Whether nothing was understood.
    pub fn is_nothing(&self) -> bool {
        self.intent.is_none() && self.slots.is_empty() && self.knowledge.is_none() && !self.agent
    }
}
