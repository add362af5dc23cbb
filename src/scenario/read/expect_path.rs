//! The way through the flow: `expect.path`. Whether an action exists is asked by `project`.

use indexmap::IndexMap;

use crate::diagnostic::Code;
use crate::scenario::model::{PathExpectation, PathItem, PathOrder, TextMatch};
use crate::yaml::{Node, Value};

use super::calls::times;
use super::decoder::Decoder;
use super::text::text_match;

/// The keys of an item in its long form.
const ITEM_KEYS: &[&str] = &["action", "output", "in", "nth", "times", "inputs"];

pub(super) fn path(d: &mut Decoder<'_>, node: &Node) -> Option<PathExpectation> {
    match &node.value {
        Value::List(_) => {
            let items = items(d, node);
            Some(PathExpectation { order: PathOrder::InOrder, items, never: Vec::new() })
        }
        Value::Map(_) => path_map(d, node),
        Value::Scalar(_) => {
            d.expected("a list or a map", node, "write `- Action` lines, or `in_order:`, `exactly:`, `never:`");
            None
        }
    }
}

/// `{ in_order, never }` or `{ exactly }`.
fn path_map(d: &mut Decoder<'_>, node: &Node) -> Option<PathExpectation> {
    let mut map = d.map(node)?;
    let never = map.take_entry("never");
    let chosen = d.at_most_one_key(&mut map, &["in_order", "exactly"]);
    if never.is_none() && chosen.is_none() && !map.has_left() {
        let help = "write `in_order`, `exactly` or `never`, or the list alone";
        d.problem(Code::NOTHING_GIVEN, &node.span, "no action is named here", help);
    }
    map.finish(d.reader);
    let mut path = PathExpectation::default();
    if let Some(chosen) = &chosen {
        path.items = items(d, &chosen.entry.value);
    }
    if chosen.as_ref().is_some_and(|chosen| chosen.key == "exactly") {
        path.order = PathOrder::Exactly;
    }
    if let Some(never) = never {
        path.never = items(d, &never.value);
        for item in path.never.iter().filter(|item| item.times.is_some()) {
            let message = "`never` and `times` exclude each other";
            d.problem_at(Code::CONTRADICTION, item.place.clone(), message, "remove `times`");
        }
        if let Some(exactly) = chosen.filter(|chosen| chosen.key == "exactly") {
            let (at, other) = (d.reader.place(&never.key_span), d.reader.place(&exactly.entry.key_span));
            let message = "`exactly` and `never` exclude each other".into();
            let help = "remove `never`: under `exactly` no other action is taken anyway";
            d.clash(Code::CONTRADICTION, at, message, other, "all actions are listed here", help);
        }
    }
    Some(path)
}

fn items(d: &mut Decoder<'_>, node: &Node) -> Vec<PathItem> {
    d.filled_list(node, false).iter().filter_map(|item| path_item(d, item)).collect()
}

fn path_item(d: &mut Decoder<'_>, node: &Node) -> Option<PathItem> {
    match &node.value {
        Value::Map(_) if d.is_unquoted(node, "an action", ITEM_KEYS) => None,
        Value::Map(_) => long(d, node),
        Value::Scalar(scalar) if !scalar.is_null() => short(d, node),
        _ => {
            d.expected("an action", node, "write `Action`, `\"Action: output\"`, or `{ action: …, output: … }`");
            None
        }
    }
}

/// `Container > Action: output`. The last `: ` splits; other readings are kept through the text.
fn short(d: &mut Decoder<'_>, node: &Node) -> Option<PathItem> {
    let text = d.name(node)?;
    let (name, output) = match text.rsplit_once(": ") {
        Some((name, output)) if !output.trim().is_empty() => (name, Some(output.trim())),
        _ => (text.trim_end().strip_suffix(':').unwrap_or(&text), None),
    };
    if text.trim_end().ends_with(':') {
        let help = "name the output after the colon, or remove the colon";
        d.problem(Code::NOTHING_GIVEN, &node.span, "no output after the colon", help);
    }
    let mut within: Vec<String> = name.split(" > ").map(|part| part.trim().to_owned()).collect();
    let action = within.pop().unwrap_or_default();
    if action.is_empty() || within.iter().any(String::is_empty) {
        let help = "write `Container > Action: output`, or use `action:`, `in:` and `output:`";
        d.problem(Code::NOTHING_GIVEN, &node.span, "a name is missing here", help);
        return None;
    }
    let output = output.map(|output| d.spanned(node, output.to_owned()));
    let place = d.place(node);
    Some(PathItem { action, within, output, nth: None, times: None, inputs: IndexMap::new(), place, text: Some(text) })
}

/// `{ action, output, in, nth, times, inputs }`.
fn long(d: &mut Decoder<'_>, node: &Node) -> Option<PathItem> {
    let mut map = d.map(node)?;
    let output = map.given("output").and_then(|node| d.spanned_name(node));
    let within = map.given("in").map(|node| containers(d, node)).unwrap_or_default();
    let nth = map.given("nth").and_then(|node| d.small_number(node, 1));
    let times = map.given("times").and_then(|node| times(d, node));
    let inputs = map.given("inputs").map(|node| inputs(d, node)).unwrap_or_default();
    let action = d.require(&mut map, "action", "name the action under `action`");
    let action = action.and_then(|node| d.name(node));
    map.finish(d.reader);
    Some(PathItem { action: action?, within, output, nth, times, inputs, place: d.place(node), text: None })
}

/// `A > B`, or a list of names, outermost first.
fn containers(d: &mut Decoder<'_>, node: &Node) -> Vec<String> {
    match &node.value {
        Value::List(_) => d.filled_list(node, false).iter().filter_map(|item| d.name(item)).collect(),
        _ => {
            d.name(node).map(|text| text.split(" > ").map(|part| part.trim().to_owned()).collect()).unwrap_or_default()
        }
    }
}

/// Tests of inputs by name.
pub(super) fn inputs(d: &mut Decoder<'_>, node: &Node) -> IndexMap<String, TextMatch> {
    let entries = d.entries(node, "`input: value` for each input");
    let mut found = IndexMap::with_capacity(entries.len());
    for entry in entries {
        if let Some(test) = text_match(d, &entry.value) {
            found.insert(entry.key.text.clone(), test);
        }
    }
    found
}
