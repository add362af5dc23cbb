//! Scripted bots, what executed bots understand, and scripted common modules. Must not know data actions.

use indexmap::IndexMap;
use serde_json::Value as Json;

use crate::diagnostic::Code;
use crate::scenario::model::{BotExitSpec, BotSpec, ModuleSpec, Spanned, UnderstandingSpec};
use crate::yaml::Node;

use super::decoder::Decoder;
use super::text::text_match;

/// The word for "nothing was understood".
const NO_MATCH: &str = "no_match";

pub(super) fn bots(d: &mut Decoder<'_>, node: &Node) -> IndexMap<String, Spanned<BotSpec>> {
    let entries = d.entries(node, "`Bot: { turns: […], exit: { … } }` for each bot");
    let mut found = IndexMap::with_capacity(entries.len());
    for entry in entries {
        if let Some(bot) = bot(d, &entry.value) {
            found.insert(entry.key.text.clone(), d.spanned(&entry.value, bot));
        }
    }
    found
}

fn bot(d: &mut Decoder<'_>, node: &Node) -> Option<BotSpec> {
    let mut map = d.map(node)?;
    let turns = map.given("turns").map(|node| turns(d, node)).unwrap_or_default();
    let exit = map.given("exit").and_then(|node| exit(d, node)).unwrap_or_default();
    map.finish(d.reader);
    Some(BotSpec { turns, exit })
}

/// Each turn is one message or a list of messages.
fn turns(d: &mut Decoder<'_>, node: &Node) -> Vec<Vec<String>> {
    let items = d.filled_list(node, false);
    items.iter().map(|turn| d.filled_list(turn, true).iter().filter_map(|said| d.name(said)).collect()).collect()
}

fn exit(d: &mut Decoder<'_>, node: &Node) -> Option<BotExitSpec> {
    let mut map = d.map(node)?;
    let reason = map.given("reason").and_then(|node| d.name(node));
    let intent = map.given("intent").and_then(|node| d.name(node));
    let outputs = map.given("outputs").map(|node| outputs(d, node)).unwrap_or_default();
    let disconnect = map.given("disconnect").is_some_and(|node| d.flag(node));
    let error = map.given("error").and_then(|node| d.spanned_name(node));
    map.finish(d.reader);
    if let Some(error) = error.as_ref().filter(|_| intent.is_some() || !outputs.is_empty()) {
        let help = "keep `error`, or `intent` and `outputs`";
        let message = "a bot that fails hands back neither intent nor outputs";
        d.problem_at(Code::CONTRADICTION, error.place.clone(), message, help);
    }
    let error = error.map(|error| error.value);
    Some(BotExitSpec { reason, intent, outputs, disconnect, error })
}

fn outputs(d: &mut Decoder<'_>, node: &Node) -> IndexMap<String, Spanned<Json>> {
    let entries = d.entries(node, "`output: value` for each output");
    entries.iter().map(|entry| (entry.key.text.clone(), d.spanned(&entry.value, entry.value.to_json()))).collect()
}

pub(super) fn understanding(d: &mut Decoder<'_>, node: &Node) -> IndexMap<String, Spanned<Vec<UnderstandingSpec>>> {
    let entries = d.entries(node, "`Bot: [ { hears: …, intent: … } ]` for each bot");
    let mut found = IndexMap::with_capacity(entries.len());
    for entry in entries {
        let rows = d.filled_list(&entry.value, false);
        let mut table = Vec::with_capacity(rows.len());
        for (at, row) in rows.iter().enumerate() {
            let Some(spec) = understood(d, row) else { continue };
            if spec.hears.is_none() && at + 1 < rows.len() {
                let message = "`otherwise` is not the last row, so the rows after it are never reached";
                d.problem(Code::CONTRADICTION, &row.span, message, "move it to the end");
            }
            table.push(spec);
        }
        found.insert(entry.key.text.clone(), d.spanned(&entry.value, table));
    }
    found
}

/// `{ hears, intent, slots, knowledge, agent }`, or `{ otherwise: no_match }` or `{ otherwise: Intent }`.
fn understood(d: &mut Decoder<'_>, node: &Node) -> Option<UnderstandingSpec> {
    let mut map = d.map(node)?;
    let intent = map.given("intent").map(|node| (node, d.spanned_name(node)));
    let slots = map.given("slots").map(|node| outputs(d, node)).unwrap_or_default();
    let knowledge = map.given("knowledge");
    let agent = map.given("agent");
    let wants = [("knowledge", knowledge), ("agent", agent.filter(|node| d.flag(node)))];
    let knowledge = knowledge.and_then(|node| d.name(node));
    let agent = wants.iter().any(|(key, given)| *key == "agent" && given.is_some());
    // A row with both is told once, by the choice between them.
    let both = node.get("hears").is_some() && node.get("otherwise").is_some();
    let chosen = d.one_key(&mut map, &["hears", "otherwise"]);
    let has_left = map.has_left();
    map.finish(d.reader);
    let chosen = chosen?;
    let given = intent.is_some();
    let (hears, intent) = if chosen.key == "otherwise" {
        if let Some((node, _)) = intent.filter(|_| !both) {
            let help = "write `otherwise: Intent` or `otherwise: no_match`";
            d.problem(Code::CONTRADICTION, &node.span, "`otherwise` already names the intent", help);
        }
        (None, Some(d.spanned_name(&chosen.entry.value)?))
    } else {
        if !given && slots.is_empty() && knowledge.is_none() && !agent && !has_left && !both {
            let help = "give an `intent` (`no_match` for none), `slots`, `knowledge` or `agent: true`";
            d.problem(Code::NOTHING_GIVEN, &node.span, "what is understood is not said", help);
        }
        (Some(text_match(d, &chosen.entry.value)?), intent.and_then(|(_, intent)| intent))
    };
    let no_match = intent.as_ref().is_some_and(|intent| intent.value == NO_MATCH);
    for (key, node) in wants.iter().filter_map(|(key, node)| Some((key, (*node)?))).filter(|_| no_match && !both) {
        let message = format!("`{NO_MATCH}` and `{key}` exclude each other: with `{key}`, something is understood");
        let help = match &hears {
            Some(_) => format!("remove `intent: {NO_MATCH}`, or `{key}`"),
            None => {
                format!("remove `{key}`; for every other text, write `hears: {{ matches: . }}` in place of `otherwise`")
            }
        };
        d.problem(Code::CONTRADICTION, &node.span, message, help);
    }
    Some(UnderstandingSpec { hears, intent: intent.filter(|_| !no_match), slots, knowledge, agent })
}

pub(super) fn modules(d: &mut Decoder<'_>, node: &Node) -> IndexMap<String, Spanned<ModuleSpec>> {
    let entries = d.entries(node, "`Module: { outputs: { … }, output: … }` for each module");
    let mut found = IndexMap::with_capacity(entries.len());
    for entry in entries {
        let Some(mut map) = d.map(&entry.value) else { continue };
        let outputs =
            map.given("outputs").map(|node| d.object(node, "`output: value` for each output")).unwrap_or_default();
        let output = map.given("output").and_then(|node| d.name(node));
        map.finish(d.reader);
        found.insert(entry.key.text.clone(), d.spanned(&entry.value, (outputs, output)));
    }
    found
}
