//! What a bot offers to choose from: quick replies, the cards of a carousel, the items of a list picker; written out, or made by an
//! expression. Must not know what a choice leads to.

use std::sync::Arc;

use crate::flow::archy::ActionReader;
use crate::flow::engine::{Fault, Turn};
use crate::flow::expression::{Type, Value};
use crate::flow::program::Argument;
use crate::flow::understanding::folded_words;
use crate::trace::{Choice, ChoiceKind};
use crate::yaml::Node;

/// The choices of an action.
#[derive(Debug)]
pub(super) struct Chooser {
    /// Written out.
    offers: Vec<Offer>,
    /// Made by an expression.
    made: Argument,
}

/// A choice as the flow writes it.
#[derive(Debug)]
struct Offer {
    kind: ChoiceKind,
    label: Argument,
    value: Argument,
}

/// A choice that was taken.
pub(super) struct Chosen {
    pub label: Arc<str>,
    pub payload: Arc<str>,
    /// Which of the choices that are written out.
    pub position: Option<usize>,
}

/// The three ways to offer, each by its key, and the keys below which its choices stand.
const FORMS: [(&str, ChoiceKind); 3] =
    [("quickReplies", ChoiceKind::QuickReply), ("carousel", ChoiceKind::Card), ("listPicker", ChoiceKind::ListItem)];

/// Buttons that open a page; they are no answer to the bot.
const LINKS: [&str; 2] = ["link", "url"];

impl Chooser {
    /// Reads `chooser`; nothing to choose from where the action has none.
    pub(super) fn read(reader: &mut ActionReader<'_, '_, '_>) -> Self {
        let nothing = Self { offers: Vec::new(), made: Argument::Absent };
        let Some(node) = reader.body().get("chooser") else { return nothing };
        if node.get("exp").is_some() {
            return Self { made: reader.argument_of(node, Type::Any), ..nothing };
        }
        let node = unwrapped(node);
        let presentation = node.get("presentation").map(unwrapped);
        presentation.into_iter().for_each(|form| reader.note_read(form));
        let presentation = presentation.and_then(Node::as_text).unwrap_or("quickReplies");
        // Exports hold all three forms; the two that are not presented say nothing.
        let others = FORMS.iter().filter(|(key, _)| *key != presentation).filter_map(|(key, _)| node.get(key));
        others.for_each(|form| reader.note_read(form));
        let Some((key, kind)) = FORMS.iter().find(|(key, _)| *key == presentation) else { return nothing };
        let mut buttons = Vec::new();
        if let Some(form) = node.get(key) {
            gather(form, &mut buttons);
        }
        let answers = buttons.into_iter().filter(|button| {
            let kind = button.get("type").map(unwrapped);
            kind.into_iter().for_each(|kind| reader.note_read(kind));
            kind.and_then(Node::as_text).is_none_or(|kind| !LINKS.contains(&kind))
        });
        let answers: Vec<&Node> = answers.collect();
        let offers = answers.into_iter().map(|button| {
            let mut part = |keys: &[&str]| {
                let node = keys.iter().find_map(|key| button.get(key));
                node.map_or(Argument::Absent, |node| reader.argument_of(node, Type::String))
            };
            Offer { kind: *kind, label: part(&["label", "title", "text"]), value: part(&["value", "payload"]) }
        });
        Self { offers: offers.collect(), made: Argument::Absent }
    }

    /// What is offered now.
    pub(super) fn choices(&self, turn: &Turn<'_>) -> Result<Vec<Choice>, Fault> {
        let mut choices = made(&turn.value(&self.made)?);
        for offer in &self.offers {
            let (label, value) = (turn.text(&offer.label)?, turn.text(&offer.value)?);
            let given = |text: &Option<Arc<str>>| text.clone().filter(|text| !text.is_empty());
            let (label, value) = (given(&label).or(given(&value)), given(&value).or(given(&label)));
            if let (Some(label), Some(payload)) = (label, value) {
                choices.push(Choice { kind: offer.kind, label, payload });
            }
        }
        Ok(choices)
    }

    /// The choice that a text takes, by its label or by what it sends, as language compares.
    pub(super) fn chosen(&self, turn: &Turn<'_>, text: &str) -> Result<Option<Chosen>, Fault> {
        let said = folded_words(text);
        let choices = self.choices(turn)?;
        let is = |choice: &Choice| folded_words(&choice.label) == said || folded_words(&choice.payload) == said;
        let found = choices.iter().position(is).and_then(|at| Some((at, choices.get(at)?)));
        Ok(found.map(|(at, choice)| Chosen {
            label: choice.label.clone(),
            payload: choice.payload.clone(),
            position: (choices.len() == self.offers.len()).then_some(at),
        }))
    }
}

/// A node without the wrappers `lit` around it.
fn unwrapped(node: &Node) -> &Node {
    let mut node = node;
    while let Some(inner) = node.get("lit") {
        node = inner;
    }
    node
}

/// The buttons, cards' actions and list items below a form, in order, wherever they are nested.
fn gather<'n>(node: &'n Node, found: &mut Vec<&'n Node>) {
    const CHOICES: [&str; 4] = ["buttons", "actions", "items", "choices"];
    let node = unwrapped(node);
    if let Some(items) = node.as_list() {
        return items.iter().for_each(|item| gather(item, found));
    }
    for entry in node.as_map().unwrap_or_default() {
        let inner = unwrapped(&entry.value);
        match inner.as_list() {
            Some(items) if CHOICES.contains(&entry.key.text.as_str()) => found.extend(items.iter().map(unwrapped)),
            _ => gather(inner, found),
        }
    }
}

/// The choices of a value: every object in it that has a label or a value.
fn made(value: &Value) -> Vec<Choice> {
    let mut found = Vec::new();
    collect(value, ChoiceKind::QuickReply, &mut found);
    found
}

fn collect(value: &Value, kind: ChoiceKind, found: &mut Vec<Choice>) {
    match value {
        Value::Collection(_) => {
            value.as_items().unwrap_or_default().iter().for_each(|item| collect(item, kind, found));
        }
        Value::Object(object) => {
            let text = |name| object.get(name).filter(|value| !value.is_not_set()).map(Value::display);
            match (text("label"), text("value")) {
                (None, None) => {
                    for (key, kind) in FORMS {
                        object.get(key).into_iter().for_each(|inner| collect(inner, kind, found));
                    }
                    object.get("items").into_iter().for_each(|inner| collect(inner, kind, found));
                }
                (label, value) => {
                    let label: Arc<str> = label.clone().or(value.clone()).unwrap_or_default().into();
                    let payload = value.map_or_else(|| label.clone(), Into::into);
                    found.push(Choice { kind, label, payload });
                }
            }
        }
        _ => {}
    }
}
