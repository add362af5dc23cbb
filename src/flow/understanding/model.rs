//! The language model that a bot's file brings: intents with training phrases, slots with their types. Only what the phrases say word for
//! word is understood; a real model generalises, which a scenario's table stands for. Must not know how a file writes it.

use std::sync::Arc;

use serde_json::{Map, Value as Json};

use super::words::{folded_words, words};
use super::{EntityType, Meaning};
use crate::flow::expression::{Type, Value};

/// Words of a text that is compared with phrases; a longer one is none of them.
const LONGEST: usize = 40;

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
    /// What a text means by the training phrases: it is one of them, with any words in place of a slot's example. Slots hold the words as
    /// they were said; what they are as a value is for [`Self::slot_value`].
    pub fn understand(&self, text: &str) -> Meaning {
        let said = words(text);
        if said.is_empty() || said.len() > LONGEST {
            return Meaning::default();
        }
        for intent in &self.intents {
            for phrase in &intent.phrases {
                let parts: Vec<Part<'_>> = phrase.iter().flat_map(Part::of).collect();
                let mut slots = Map::new();
                if fit(&parts, &said, &mut slots) {
                    return Meaning { intent: Some(intent.name.clone()), slots, ..Meaning::default() };
                }
            }
        }
        Meaning::default()
    }

    /// The value of a slot in a text, by the slot's type; a slot that the model does not describe takes the whole text.
    pub fn slot_value(&self, slot: &str, value_type: Type, text: &str) -> Option<Value> {
        let known = self.slots.iter().find(|(name, _)| name.eq_ignore_ascii_case(slot)).map(|(_, entity)| entity);
        known.unwrap_or(&EntityType::Anything).value(text, value_type)
    }
}

/// A part of a phrase that is compared: a word, or one word or more for a slot.
enum Part<'p> {
    Word(String),
    Slot(&'p str),
}

impl<'p> Part<'p> {
    fn of(segment: &'p Segment) -> Vec<Self> {
        match &segment.slot {
            Some(slot) => vec![Self::Slot(slot)],
            None => words(&segment.text).into_iter().map(|word| Self::Word(folded_words(word))).collect(),
        }
    }
}

/// Whether words are a phrase; fills its slots if they are. A slot takes as few words as it can.
fn fit(parts: &[Part<'_>], said: &[&str], slots: &mut Map<String, Json>) -> bool {
    match (parts.split_first(), said.split_first()) {
        (None, rest) => rest.is_none(),
        (Some(_), None) => false,
        (Some((Part::Word(word), parts)), Some((first, rest))) => {
            folded_words(first) == *word && fit(parts, rest, slots)
        }
        (Some((Part::Slot(slot), parts)), Some(_)) => (1..=said.len()).any(|count| {
            let (Some(value), Some(rest)) = (said.get(..count), said.get(count..)) else { return false };
            let fits = fit(parts, rest, slots);
            if fits {
                slots.insert((*slot).to_owned(), Json::String(value.join(" ")));
            }
            fits
        }),
    }
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
                vec![segment("Cancel order ", None), segment("1", Some("Order"))],
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
        let travel = Intent {
            name: "Travel".into(),
            phrases: vec![vec![segment("Paris", Some("From")), segment(" to ", None), segment("Rome", Some("To"))]],
        };
        LanguageModel { intents: vec![cancel, number, travel], slots: vec![] }
    }

    #[rstest::rstest]
    #[case("cancel my order!", Some("Cancel"), json!({}))]
    #[case("Cancel my order. My order number is AB-12.", Some("Cancel"), json!({"Order": "AB-12"}))]
    #[case("my order number is 5. where is my order?", Some("Status"), json!({"Order": "5"}))]
    #[case("my order number is . where is my order?", None, json!({}))]
    #[case("please cancel my order", None, json!({}))]
    #[case("cancel orders", None, json!({}))]
    #[case("Toronto to New York", Some("Travel"), json!({"From": "Toronto", "To": "New York"}))]
    #[case("to to to", Some("Travel"), json!({"From": "to", "To": "to"}))]
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
    fn a_text_of_many_words_is_no_phrase_and_costs_nothing() {
        assert!(model().understand(&"to ".repeat(100_000)).is_nothing());
    }

    #[test]
    fn a_slot_takes_what_its_type_finds_and_without_a_type_the_whole_text() {
        let four = EntityType::Patterns(vec![regex::Regex::new(r"\b[0-9]{4}\b").unwrap()]);
        let model = LanguageModel { slots: vec![("Number".into(), four)], ..model() };
        assert_eq!(model.slot_value("number", Type::Integer, "it is 1234"), Some(Value::Integer(1234)));
        assert_eq!(model.slot_value("Number", Type::String, "55"), None);
        assert_eq!(model.slot_value("Order", Type::String, " 12 "), Some(Value::text("12")));
        assert_eq!(model.slot_value("Order", Type::Integer, "12"), Some(Value::Integer(12)));
        assert_eq!(model.slot_value("Order", Type::Integer, "twelve"), None);
    }
}
