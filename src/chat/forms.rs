//! Which questions an answer takes: the ways that it can go, and what is asked of each. Tables only.

use std::sync::Arc;

use super::ask::{Ask, Asked, Binding};
use crate::flow::engine::Wanted;
use crate::flow::expression::Type;

/// One way that an answer can go.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Way {
    /// The word for it.
    pub word: String,
    /// What is asked then.
    pub fields: Vec<Field>,
}

/// One thing that is asked for.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Field {
    /// Its name.
    pub name: String,
    /// Where it goes.
    pub role: Role,
    /// Its type.
    pub value_type: Type,
}

/// Where a field's value goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Role {
    /// An output, a column, a slot.
    Value,
    /// Why a bot ended.
    Reason,
    /// The intent that a bot heard.
    Intent,
    /// The message of an error.
    Message,
}

/// The word for words that mean nothing.
pub(super) const NOTHING: &str = "nothing";

/// The word for the wish for a person.
pub(super) const PERSON: &str = "a person is wanted";

/// The word for a queue that takes a conversation.
pub(super) const TAKEN: &str = "taken";

/// The way of a value that is typed as it is.
pub(super) const VALUE: &str = "a value";

impl Ask {
    /// What a person is asked first.
    pub fn question(&self) -> String {
        match &self.what {
            Asked::DataAction { .. } => "what does it come back with?".to_owned(),
            Asked::Bot { .. } => "how does the bot end?".to_owned(),
            Asked::Module { .. } => "which way does it leave by?".to_owned(),
            Asked::Table { .. } => "is there such a row?".to_owned(),
            Asked::Transfer { .. } => "does the queue take the conversation?".to_owned(),
            Asked::Meaning { wants: Wanted::YesNo, .. } => "is it a yes or a no?".to_owned(),
            Asked::Meaning { wants: Wanted::Slot(slot), .. } => format!("which {slot} is it?"),
            Asked::Meaning { .. } => "what does it mean?".to_owned(),
        }
    }

    /// What is typed as it is where it is none of the ways: the value of the slot that a bot asks for.
    pub fn typed(&self) -> Option<Field> {
        let Asked::Meaning { wants: Wanted::Slot(slot), slots, .. } = &self.what else { return None };
        let known = slots.iter().find(|(name, _)| name.eq_ignore_ascii_case(slot));
        let binding = known.cloned().unwrap_or((slot.clone(), Type::String));
        values(&[binding]).pop()
    }

    /// The ways that an answer can go.
    pub fn ways(&self) -> Vec<Way> {
        match &self.what {
            Asked::DataAction { success, failure, .. } => {
                vec![way("success", values(success)), way("failure", values(failure)), way("timeout", Vec::new())]
            }
            Asked::Bot { takes_reason, takes_intent, outputs, .. } => {
                let reason = takes_reason.then(|| text("exit reason", Role::Reason));
                let intent = takes_intent.then(|| text("intent", Role::Intent));
                let exit = reason.into_iter().chain(intent).chain(values(outputs)).collect();
                let failure = vec![text("error message", Role::Message)];
                vec![way("exit", exit), way("failure", failure), way("disconnect", Vec::new())]
            }
            Asked::Module { ways, outputs, .. } => {
                let default = [Arc::from("default")];
                let ways = if ways.is_empty() { &default[..] } else { ways };
                ways.iter().map(|name| way(name, values(outputs))).collect()
            }
            Asked::Table { columns, .. } => {
                let failure = vec![text("error message", Role::Message)];
                vec![way("found", values(columns)), way("notFound", Vec::new()), way("failure", failure)]
            }
            Asked::Transfer { .. } => {
                vec![way(TAKEN, Vec::new()), way("failure", vec![text("error message", Role::Message)])]
            }
            Asked::Meaning { wants, intents, slots, .. } => meanings(wants, intents, slots),
        }
    }
}

fn meanings(wants: &Wanted, intents: &[Arc<str>], slots: &[Binding]) -> Vec<Way> {
    let mut ways = match wants {
        Wanted::YesNo => vec![way("yes", Vec::new()), way("no", Vec::new())],
        Wanted::Slot(_) => Vec::new(),
        Wanted::Intent(_) | Wanted::Choice | Wanted::Anything => {
            intents.iter().map(|intent| way(intent, values(slots))).collect()
        }
    };
    ways.push(way(NOTHING, Vec::new()));
    ways.push(way(PERSON, Vec::new()));
    ways
}

fn way(word: &str, fields: Vec<Field>) -> Way {
    Way { word: word.to_owned(), fields }
}

fn values(bindings: &[Binding]) -> Vec<Field> {
    let field = |(name, value_type): &Binding| Field {
        name: name.to_string(),
        role: Role::Value,
        value_type: if *value_type == Type::Any { Type::String } else { *value_type },
    };
    bindings.iter().map(field).collect()
}

fn text(name: &str, role: Role) -> Field {
    Field { name: name.to_owned(), role, value_type: Type::String }
}
