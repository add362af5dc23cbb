//! Scripted answers: `stubs`, and in it `data_actions` and `failing_transfers`. Bots and modules stand in `exchange`.

use std::time::Duration;

use indexmap::IndexMap;
use serde_json::Map;

use crate::diagnostic::Code;
use crate::scenario::model::{DataActionResult, DataActionSpec, DataActions, Spanned, StubsSpec};
use crate::yaml::{Entry, Node, Value};

use super::decoder::Decoder;
use super::exchange;

/// The content of a `stubs:` map.
pub(super) fn stubs(d: &mut Decoder<'_>, node: &Node) -> StubsSpec {
    let mut spec = StubsSpec::default();
    let Some(mut map) = d.map(node) else { return spec };
    if let Some(node) = map.given("data_actions") {
        spec.data_actions = data_actions(d, node);
    }
    if let Some(node) = map.given("bots") {
        spec.bots = exchange::bots(d, node);
    }
    if let Some(node) = map.given("understanding") {
        spec.understanding = exchange::understanding(d, node);
    }
    if let Some(node) = map.given("modules") {
        spec.modules = exchange::modules(d, node);
    }
    if let Some(node) = map.given("failing_transfers") {
        spec.failing_transfers = d.texts(node, "`queue: message` for each queue");
    }
    map.finish(d.reader);
    spec
}

fn data_actions(d: &mut Decoder<'_>, node: &Node) -> IndexMap<String, Spanned<DataActions>> {
    let integrations = d.entries(node, "`Integration: { Data action: { success: { … } } }`");
    let mut found = IndexMap::with_capacity(integrations.len());
    for integration in integrations {
        if ["success", "failure", "timeout"].iter().any(|key| integration.value.get(key).is_some()) {
            no_integration(d, integration);
            continue;
        }
        let entries = d.entries(&integration.value, "`Data action: { success: { … } }` for each data action");
        let mut actions = IndexMap::with_capacity(entries.len());
        for entry in entries {
            let answers = answers(d, &entry.value);
            actions.insert(entry.key.text.clone(), d.spanned(&entry.value, answers));
        }
        found.insert(integration.key.text.clone(), d.spanned(&integration.value, actions));
    }
    found
}

/// Reports a data action that stands where the integration's name belongs, alone or, as runs print it, behind it: `CRM > Get Order`.
pub(super) fn no_integration(d: &mut Decoder<'_>, entry: &Entry) {
    let name = &entry.key.text;
    let (integration, action) = name.split_once(" > ").unwrap_or(("Integration", name));
    let message = format!("`{name}` stands where the name of an integration belongs");
    let help = format!("write `{}: {{ {}: … }}`", integration.trim(), action.trim());
    d.problem(Code::WRONG_TYPE, &entry.key_span, message, help);
}

/// One answer or a list of them.
fn answers(d: &mut Decoder<'_>, node: &Node) -> Vec<DataActionSpec> {
    match &node.value {
        Value::List(_) => d.filled_list(node, false).iter().filter_map(|item| answer(d, item)).collect(),
        _ => answer(d, node).into_iter().collect(),
    }
}

fn answer(d: &mut Decoder<'_>, node: &Node) -> Option<DataActionSpec> {
    let place = d.place(node);
    if node.as_text() == Some("timeout") {
        let result = DataActionResult::Timeout;
        return Some(DataActionSpec { when: IndexMap::new(), result, latency: Duration::ZERO, place });
    }
    let Some(mut map) = node.as_map().and_then(|_| d.map(node)) else {
        d.expected("a map", node, "write `success: { … }`, `failure: { … }` or `timeout`");
        return None;
    };
    let when = map.given("when").map(|node| d.texts(node, "`input: value` for each input")).unwrap_or_default();
    let latency = map.given("latency").map(|node| (node, d.duration(node)));
    let chosen = d.one_key(&mut map, &["success", "failure", "timeout"]);
    map.finish(d.reader);
    let chosen = chosen?;
    let value = &chosen.entry.value;
    let result = match chosen.key {
        "success" => DataActionResult::Success(outputs(d, value, "`output: value` for each output, or `{}`")),
        "failure" => DataActionResult::Failure(outputs(d, value, "`field: value` for each field, or `{}`")),
        _ => {
            d.bare(value, "timeout");
            DataActionResult::Timeout
        }
    };
    if let (DataActionResult::Timeout, Some((node, _))) = (&result, &latency) {
        let help = "remove `latency`: the action's own time-out passes";
        d.problem(Code::CONTRADICTION, &node.span, "an answer that never comes has no latency", help);
    }
    let latency = latency.and_then(|(_, latency)| latency).unwrap_or_default();
    Some(DataActionSpec { when, result, latency, place })
}

fn outputs(d: &mut Decoder<'_>, node: &Node, of: &str) -> Map<String, serde_json::Value> {
    if node.is_null() { Map::new() } else { d.object(node, of) }
}
