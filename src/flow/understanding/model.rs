//! The language model that a bot's file brings: intents with training phrases, slots with their types. Only what the phrases say word for
//! word is understood; a real model generalises, which a scenario's table stands for. Must not know how a file writes it.

use std::sync::Arc;

use serde_json::{Map, Value as Json};

use super::words::folded_words;
use super::{EntityType, Meaning};
use crate::flow::expression::{Type, Value};

/// Intents and slots.
#[derive(Debug, Clone, Default)]
pub struct LanguageModel {
    /// The intents, in order.
    pub intents: Vec<Intent>,
    /// Slots by name, with their types.
    pub slots: Vec<(Arc<str>, EntityType)>,
}

/// An intent with its training phrases.
#[derive(Debug, Clone)]
pub struct Intent {
    /// Its name.
    pub name: Arc<str>,
    /// The phrases.
    pub phrases: Vec<Vec<Segment>>,
}

/// A part of a phrase: words, or an example of a slot's value.
#[derive(Debug, Clone)]
pub struct Segment {
    /// The words.
    pub text: Arc<str>,
    /// The slot that they are an example for.
    pub slot: Option<Arc<str>>,
}

impl LanguageModel {
    /// What a text means by the training phrases: it is one of them, with any words in place of a slot's example.
    pub fn understand(&self, text: &str) -> Meaning {
        let said = folded_words(text);
        for intent in &self.intents {
            for phrase in &intent.phrases {
                if let Some(slots) = fit(phrase, &said) {
                    let slots = slots.into_iter().filter_map(|(name, value)| self.of_its_type(name, &value)).collect();
                    return Meaning { intent: Some(intent.name.clone()), slots, ..Meaning::default() };
                }
            }
        }
        Meaning::default()
    }

    /// A value that stands where a phrase has one for a slot, if the slot's type takes it.
    fn of_its_type(&self, name: String, said: &Json) -> Option<(String, Json)> {
        let text = said.as_str()?;
        let value = match self.slots.iter().find(|(slot, _)| **slot == *name).map(|(_, entity)| entity) {
            Some(entity @ (EntityType::Patterns(_) | EntityType::List { .. })) => {
                entity.value(text, Type::String)?.display()
            }
            _ => text.to_owned(),
        };
        Some((name, Json::String(value)))
    }

    /// The value of a slot in a text, by the slot's type; a slot that the model does not describe takes the whole text.
    pub fn slot_value(&self, slot: &str, value_type: Type, text: &str) -> Option<Value> {
        let known = self.slots.iter().find(|(name, _)| **name == *slot).map(|(_, entity)| entity);
        known.unwrap_or(&EntityType::Anything).value(text, value_type)
    }
}

/// The slot values of a text that fits a phrase.
fn fit(phrase: &[Segment], said: &str) -> Option<Map<String, Json>> {
    if phrase.iter().all(|segment| segment.slot.is_none()) {
        let whole: String = phrase.iter().map(|segment| &*segment.text).collect();
        return (folded_words(&whole) == said).then(Map::new);
    }
    let mut slots = Map::new();
    let (mut rest, mut open): (&str, Option<&Arc<str>>) = (said, None);
    for segment in phrase {
        if let Some(slot) = &segment.slot {
            open = Some(slot);
            continue;
        }
        let words = folded_words(&segment.text);
        if words.is_empty() {
            continue;
        }
        let at = rest.find(&words).filter(|at| open.is_some() || *at == 0)?;
        let (value, behind) = rest.split_at_checked(at)?;
        if let Some(slot) = open.take() {
            slots.insert(slot.to_string(), filled(value)?);
        }
        rest = behind.get(words.len()..)?.trim_start();
    }
    match open {
        Some(slot) => slots.insert(slot.to_string(), filled(rest)?),
        None if rest.is_empty() => None,
        None => return None,
    };
    Some(slots)
}

fn filled(value: &str) -> Option<Json> {
    let value = folded_words(value);
    (!value.is_empty()).then_some(Json::String(value))
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn segment(text: &str, slot: Option<&str>) -> Segment {
        Segment { text: text.into(), slot: slot.map(Into::into) }
    }

    fn model() -> LanguageModel {
        let cancel = Intent {
            name: "Cancel".into(),
            phrases: vec![
                vec![segment("Cancel my order.  My order number is ", None), segment("87654321", Some("Order"))],
                vec![segment("Cancel my order", None)],
            ],
        };
        let number = Intent {
            name: "Status".into(),
            phrases: vec![vec![
                segment("My order number is ", None),
                segment("87654321", Some("Order")),
                segment(".  Where is my order", None),
            ]],
        };
        LanguageModel { intents: vec![cancel, number], slots: vec![] }
    }

    #[rstest::rstest]
    #[case("cancel my order!", Some("Cancel"), json!({}))]
    #[case("Cancel my order. My order number is 11112222", Some("Cancel"), json!({"Order": "11112222"}))]
    #[case("my order number is 5. where is my order?", Some("Status"), json!({"Order": "5"}))]
    #[case("my order number is . where is my order?", None, json!({}))]
    #[case("please cancel my order", None, json!({}))]
    #[case("", None, json!({}))]
    fn a_text_is_understood_where_it_is_a_phrase(
        #[case] text: &str,
        #[case] intent: Option<&str>,
        #[case] slots: Json,
    ) {
        let meaning = model().understand(text);
        assert_eq!((meaning.intent.as_deref(), Json::Object(meaning.slots)), (intent, slots));
    }

    #[test]
    fn what_is_none_of_a_slot_s_type_leaves_the_slot_open() {
        let four = EntityType::Patterns(vec![regex::Regex::new(r"\b[0-9]{4}\b").unwrap()]);
        let model = LanguageModel { slots: vec![("Order".into(), four)], ..model() };
        let slots = |text: &str| Json::Object(model.understand(text).slots);
        assert_eq!(slots("cancel my order. my order number is 1234"), json!({"Order": "1234"}));
        assert_eq!(slots("cancel my order. my order number is 55"), json!({}));
    }

    #[test]
    fn a_slot_without_a_type_takes_the_whole_text() {
        assert_eq!(model().slot_value("Order", Type::String, " 12 "), Some(Value::text("12")));
        assert_eq!(model().slot_value("Order", Type::Integer, "12"), Some(Value::Integer(12)));
        assert_eq!(model().slot_value("Order", Type::Integer, "twelve"), None);
    }
}
