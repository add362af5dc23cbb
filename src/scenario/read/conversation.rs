//! What the customer does and sees: the steps of `conversation`. Whether they can happen in this order is `order`'s task.

use indexmap::IndexMap;

use crate::diagnostic::Code;
use crate::scenario::model::{Attachment, Capture, Receive, Say, Spanned, Step, StepKind, TextPattern};
use crate::scenario::variables::is_name;
use crate::yaml::{Node, Value};

use super::decoder::{Chosen, Decoder};
use super::expect_attributes::attributes;
use super::text::{PATTERN_KEYS, chosen_pattern, message_match};

/// The keys of a step, of which one stands in its map.
pub(in crate::scenario) const STEP_KEYS: &[&str] =
    &["say", "receive", "choose", "attach", "wait", "leave", "end", "resume", "start_new", "attributes"];

/// The keys of what the customer says, where it is more than a text.
const SAY_KEYS: &[&str] = &["text", "attributes"];

/// The keys of a `receive` beside those of a pattern.
const RECEIVE_KEYS: &[&str] = &["quick_replies", "capture", "any_order", "none_for"];

pub(super) fn conversation(d: &mut Decoder<'_>, node: &Node) -> Vec<Step> {
    d.list(node, false).iter().filter_map(|item| read_step(d, item)).collect()
}

/// One step. One that uses a block is none: blocks are put in their places before, and one that is still here was reported.
pub(in crate::scenario) fn read_step(d: &mut Decoder<'_>, node: &Node) -> Option<Step> {
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
    if map.given("use").is_some() {
        map.given("with");
        map.finish(d.reader);
        return None;
    }
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
    if d.is_unquoted(node, "a text", SAY_KEYS) {
        return None;
    }
    let mut map = d.map(node)?;
    let attributes = map.given("attributes").map(|node| d.texts(node, "`name: value` for each attribute"));
    let text = d.require(&mut map, "text", "write what the customer says under `text`");
    let text = text.and_then(|node| d.spanned_name(node));
    map.finish(d.reader);
    Some(Say { text: text?, attributes: attributes.unwrap_or_default() })
}

/// A text, a pattern (with `quick_replies` and `capture`), `{ any_order }` or `{ none_for }`.
fn receive(d: &mut Decoder<'_>, node: &Node) -> Option<Receive> {
    if !matches!(node.value, Value::Map(_)) {
        return message_match(d, node).map(|text| Receive::One { text, quick_replies: None, captures: Vec::new() });
    }
    if d.is_unquoted(node, "a text", &[PATTERN_KEYS, RECEIVE_KEYS].concat()) {
        return None;
    }
    let mut map = d.map(node)?;
    let (quick_replies, capture) = (map.given("quick_replies"), map.given("capture"));
    let mut keys = PATTERN_KEYS.to_vec();
    keys.extend(["any_order", "none_for"]);
    let chosen = match quick_replies.or(capture) {
        Some(_) => d.at_most_one_key(&mut map, &keys),
        None => d.one_key(&mut map, &keys),
    };
    map.finish(d.reader);
    let labels = quick_replies
        .map(|node| d.list(node, true).iter().filter_map(|label| d.spanned_name(label)).collect::<Vec<_>>());
    let captures = capture.map(|node| captures(d, node));
    let Some(chosen) = chosen else {
        // Quick replies or captures alone: the text of their message is free.
        let text = d.spanned(node, TextPattern::Contains(String::new()));
        let alone = labels.is_some() || captures.is_some();
        let captures = captures.unwrap_or_default();
        return alone.then_some(Receive::One { text, quick_replies: labels, captures });
    };
    if let "any_order" | "none_for" = chosen.key {
        for (key, node) in [("quick_replies", quick_replies), ("capture", capture)] {
            let Some(node) = node else { continue };
            let message = format!("`{key}` and `{}` exclude each other", chosen.key);
            let help = format!("write `{key}` in a `receive` of one message");
            d.problem(Code::CONTRADICTION, &node.span, message, help);
        }
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
            Some(Receive::One { text, quick_replies: labels, captures: captures.unwrap_or_default() })
        }
    }
}

/// Name → regular expression, of which the one group, or all that fits where there is none, is the value.
fn captures(d: &mut Decoder<'_>, node: &Node) -> Vec<Capture> {
    let entries = d.entries(node, "`name: 'regular expression'` for each value, such as `ticket: 'Ticket ([0-9]+)'`");
    if entries.is_empty() && node.as_map().is_some() {
        d.problem(Code::NOTHING_GIVEN, &node.span, "nothing is captured here", "name a value, or remove the key");
    }
    let mut found = Vec::with_capacity(entries.len());
    for entry in entries.iter().filter(|entry| !entry.key.text.trim().is_empty()) {
        let name = entry.key.text.as_str();
        if !is_name(name) {
            let help = "names of captured values are letters, digits and underscores";
            d.problem(Code::BAD_VARIABLE, &entry.key_span, format!("`{name}` cannot name a captured value"), help);
            continue;
        }
        let Some(pattern) = d.name(&entry.value).and_then(|text| d.regex(&text, &entry.value.span)) else { continue };
        // The whole match counts as a group, too.
        if pattern.captures_len() > 2 {
            let message = format!("the pattern of `{name}` has several groups");
            let help = "keep one group around the value, and write `(?: … )` for the others";
            d.problem(Code::BAD_PATTERN, &entry.value.span, message, help);
            continue;
        }
        let name = Spanned { value: name.to_owned(), place: d.reader.place(&entry.key_span) };
        found.push(Capture { name, pattern });
    }
    found
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
