//! What a text means to a bot. Values only.

use std::fmt;
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

/// In words: `intent Cancel, Order = "42"`; `nothing`.
impl fmt::Display for Meaning {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let intent = self.intent.iter().map(|intent| format!("intent {intent}"));
        let slots = self.slots.iter().map(|(name, value)| format!("{name} = {value}"));
        let knowledge = self.knowledge.iter().map(|answer| format!("a question that is answered with `{answer}`"));
        let agent = self.agent.then(|| "the wish for a person".to_owned());
        let all: Vec<String> = intent.chain(slots).chain(knowledge).chain(agent).collect();
        out.write_str(if all.is_empty() { "nothing" } else { "" })?;
        out.write_str(&all.join(", "))
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_meaning_reads_as_words() {
        let mut meaning = Meaning { intent: Some("Cancel".into()), ..Meaning::slot("Order", json!("42")) };
        assert_eq!(meaning.to_string(), "intent Cancel, Order = \"42\"");
        meaning = Meaning::default();
        assert_eq!(meaning.to_string(), "nothing");
    }
}
