//! What the customer does and sees: the steps of `conversation`. Whether they can happen in this order is `order`'s task.

use indexmap::IndexMap;

use crate::diagnostic::Code;
use crate::scenario::model::{Attachment, Receive, Say, Spanned, Step, StepKind, TextPattern};
use crate::yaml::{Node, Value};

use super::decoder::{Chosen, Decoder};
use super::expect_attributes::attributes;
use super::text::{PATTERN_KEYS, chosen_pattern, message_match};

/// The keys of a step, of which one stands in its map.
pub(in crate::scenario) const STEP_KEYS: &[&str] =
    &["say", "receive", "choose", "attach", "wait", "leave", "end", "resume", "start_new", "attributes"];

pub(super) fn conversation(d: &mut Decoder<'_>, node: &Node) -> Vec<Step> {
    d.list(node, false).iter().filter_map(|item| step(d, item)).collect()
}

fn step(d: &mut Decoder<'_>, node: &Node) -> Option<Step> {
    let place = d.place(node);
    let kind = match node.as_text() {
        Some("leave") => Some(StepKind::Leave),
        Some("end") => Some(StepKind::End),
        Some("resume") => Some(StepKind::Resume),
        Some("start_new") => Some(StepKind::StartNew),
        _ => None,
    };
    if let Some(kind) = kind {
        return Some(Step { kind, place, timeout: None });
    }
    let Some(mut map) = node.as_map().and_then(|_| d.map(node)) else {
        d.expected("a step", node, "write `say: …`, `receive: …`, `choose: …`, `wait: …`, `leave`…");
        return None;
    };
    let timeout = map.given("timeout").and_then(|node| d.some_time(node));
    let chosen = d.one_key(&mut map, STEP_KEYS);
    map.finish(d.reader);
    let kind = kind_of(d, &chosen?)?;
    Some(Step { kind, place, timeout })
}

fn kind_of(d: &mut Decoder<'_>, chosen: &Chosen<'_>) -> Option<StepKind> {
    let node = &chosen.entry.value;
    match chosen.key {
        "say" => say(d, node).map(StepKind::Say),
        "receive" => receive(d, node).map(StepKind::Receive),
        "choose" => d.spanned_name(node).map(StepKind::Choose),
        "attach" => attach(d, node).map(StepKind::Attach),
        "wait" => d.some_time(node).map(StepKind::Wait),
        "attributes" => Some(StepKind::Attributes(attributes(d, node))),
        key => {
            d.bare(node, key);
            Some(match key {
                "leave" => StepKind::Leave,
                "end" => StepKind::End,
                "resume" => StepKind::Resume,
                _ => StepKind::StartNew,
            })
        }
    }
}

/// A text, or `{ text, attributes }`.
fn say(d: &mut Decoder<'_>, node: &Node) -> Option<Say> {
    if !matches!(node.value, Value::Map(_)) {
        return d.spanned_name(node).map(|text| Say { text, attributes: IndexMap::new() });
    }
    let mut map = d.map(node)?;
    let attributes = map.given("attributes").map(|node| d.texts(node, "`name: value` for each attribute"));
    let text = d.require(&mut map, "text", "write what the customer says under `text`");
    let text = text.and_then(|node| d.spanned_name(node));
    map.finish(d.reader);
    Some(Say { text: text?, attributes: attributes.unwrap_or_default() })
}

/// A text, a pattern (with `quick_replies`), `{ any_order }` or `{ none_for }`.
fn receive(d: &mut Decoder<'_>, node: &Node) -> Option<Receive> {
    if !matches!(node.value, Value::Map(_)) {
        return message_match(d, node).map(|text| Receive::One { text, quick_replies: None });
    }
    let mut map = d.map(node)?;
    let quick_replies = map.given("quick_replies");
    let mut keys = PATTERN_KEYS.to_vec();
    keys.extend(["any_order", "none_for"]);
    let chosen = match quick_replies {
        Some(_) => d.at_most_one_key(&mut map, &keys),
        None => d.one_key(&mut map, &keys),
    };
    map.finish(d.reader);
    let labels = quick_replies
        .map(|node| d.list(node, true).iter().filter_map(|label| d.spanned_name(label)).collect::<Vec<_>>());
    let Some(chosen) = chosen else {
        // Quick replies alone: the text of their message is free.
        let text = d.spanned(node, TextPattern::Contains(String::new()));
        return labels.map(|labels| Receive::One { text, quick_replies: Some(labels) });
    };
    if let (Some(labels), "any_order" | "none_for") = (quick_replies, chosen.key) {
        let message = format!("`quick_replies` and `{}` exclude each other", chosen.key);
        d.problem(Code::CONTRADICTION, &labels.span, message, "check quick replies in a `receive` of one message");
    }
    let value = &chosen.entry.value;
    match chosen.key {
        "any_order" => {
            let items = d.filled_list(value, false);
            Some(Receive::AnyOrder(items.iter().filter_map(|item| message_match(d, item)).collect()))
        }
        "none_for" => d.some_time(value).map(Receive::NoneFor),
        _ => {
            let text = chosen_pattern(d, &chosen)?;
            let text = Spanned { value: text, place: d.place(value) };
            Some(Receive::One { text, quick_replies: labels })
        }
    }
}

/// A path, or `{ file, media_type }`.
fn attach(d: &mut Decoder<'_>, node: &Node) -> Option<Attachment> {
    if !matches!(node.value, Value::Map(_)) {
        return d.spanned_name(node).map(|file| Attachment { file, media_type: None });
    }
    let mut map = d.map(node)?;
    let media_type = map.given("media_type").and_then(|node| media_type(d, node));
    let file = d.require(&mut map, "file", "name the file, relative to the scenario");
    let file = file.and_then(|node| d.spanned_name(node));
    map.finish(d.reader);
    Some(Attachment { file: file?, media_type })
}

fn media_type(d: &mut Decoder<'_>, node: &Node) -> Option<String> {
    let text = d.name(node)?;
    let parts = text.split_once('/').filter(|(kind, subtype)| !kind.is_empty() && !subtype.is_empty());
    if parts.is_none() {
        let message = format!("`{text}` is not a media type");
        d.problem(Code::BAD_VALUE, &node.span, message, "media types are written `image/png`");
        return None;
    }
    Some(text)
}
