//! A draft as a scenario's text, with comments that say what to change. Must not know how the conversation was held.

use std::time::Duration;

use serde_json::Value as Json;

use super::hold::{Draft, Turn};
use crate::flow::stubs::{DataActionReply, DataActionStub, Stubs};
use crate::record::ending_value;
use crate::scenario::show_duration;
use crate::scenario::write::{Entry, Yaml, comment, write as write_yaml};
use crate::trace::{ChoiceKind, Ending, Taken};

/// Constants that a comment names at most.
const MOST_NAMED: usize = 6;

/// What stands above a draft.
#[derive(Debug, Clone, Default)]
pub struct Heading {
    /// The first line, by which an editor finds the schema.
    pub modeline: Option<String>,
    /// The title.
    pub title: String,
    /// The flow, as scenarios name it.
    pub flow: String,
}

/// The text of the scenario's file.
pub fn write(draft: &Draft, heading: &Heading) -> String {
    let mut out = heading.modeline.as_ref().map(|line| format!("{line}\n")).unwrap_or_default();
    out.push_str(&comment(
        "A first scenario: it is green as it stands. Change a value, run it, and read what it says.",
        0,
    ));
    let mut entries = vec![
        Entry::new("version", Yaml::Literal("1".into())),
        Entry::new("scenario", Yaml::text(heading.title.clone()))
            .noted(Some("What must be true, in one sentence: reports show it.")),
        Entry::new("flow", Yaml::text(heading.flow.clone())),
    ];
    if !draft.attributes.is_empty() {
        entries.extend(attributes(draft));
    }
    let stubs = stubs(&draft.stubs);
    if !stubs.is_empty() {
        let note = "What data actions, bots and modules answer: the flow really calls nothing.";
        entries.push(Entry::new("stubs", Yaml::Map(stubs)).noted(Some(note)));
    }
    let steps = draft.turns.iter().flat_map(steps).collect();
    let note = "What the customer says and is told, in order. With one `receive`, every message must be received.";
    entries.push(Entry::new("conversation", Yaml::List(steps)).noted(Some(note)));
    let note = "What must come of it: the way through the flow, what it wrote, and how it ended.";
    entries.push(Entry::new("expect", Yaml::Map(expect(draft))).noted(Some(note)));
    out.push_str(&write_yaml(&entries));
    out
}

fn attributes(draft: &Draft) -> [Entry; 2] {
    let declared = draft.attributes.keys().map(|name| Entry::new(name.clone(), Yaml::text("string")));
    let values = draft.attributes.iter().map(|(name, value)| {
        let known = draft.compared.get(name).map(|known| known.iter().take(MOST_NAMED).cloned().collect::<Vec<_>>());
        let note = known.map(|known| format!("The flow compares it with: {}", known.join(", ")));
        Entry::new(name.clone(), Yaml::text(value.clone())).noted(note)
    });
    let within = |entries| Yaml::Map(vec![Entry::new("attributes", Yaml::Map(entries))]);
    [
        Entry::new("widget", within(declared.collect()))
            .noted(Some("The attributes that the page may send: string, integer, decimal or boolean.")),
        Entry::new("participant", within(values.collect()))
            .noted(Some("Who the customer is. Another value may go another way.")),
    ]
}

fn stubs(stubs: &Stubs) -> Vec<Entry> {
    let mut entries = Vec::new();
    if !stubs.data_actions.is_empty() {
        let all = stubs.data_actions.iter().map(|(category, actions)| {
            let actions = actions
                .iter()
                .map(|(name, answers)| Entry::new(&**name, Yaml::List(answers.iter().map(data_action).collect())));
            Entry::new(&**category, Yaml::Map(actions.collect()))
        });
        entries.push(Entry::new("data_actions", Yaml::Map(all.collect())));
    }
    if !stubs.bots.is_empty() {
        let all = stubs.bots.iter().map(|(name, bot)| {
            let mut parts = Vec::new();
            if !bot.turns.is_empty() {
                let turn = |turn: &Vec<_>| {
                    Yaml::row(turn.iter().map(|text: &std::sync::Arc<str>| Yaml::text(&**text)).collect())
                };
                parts.push(Entry::new("turns", Yaml::List(bot.turns.iter().map(turn).collect())));
            }
            let mut exit = Vec::new();
            exit.extend(bot.exit.reason.as_ref().map(|reason| Entry::new("reason", Yaml::text(&**reason))));
            exit.extend(bot.exit.intent.as_ref().map(|intent| Entry::new("intent", Yaml::text(&**intent))));
            if !bot.exit.outputs.is_empty() {
                exit.push(Entry::new("outputs", map(&bot.exit.outputs)));
            }
            if bot.exit.disconnect {
                exit.push(Entry::new("disconnect", Yaml::Literal("true".into())));
            }
            exit.extend(bot.exit.error.as_ref().map(|error| Entry::new("error", Yaml::text(error.clone()))));
            parts.push(Entry::new("exit", Yaml::short(exit)));
            Entry::new(&**name, Yaml::Map(parts))
        });
        entries.push(Entry::new("bots", Yaml::Map(all.collect())));
    }
    if !stubs.modules.is_empty() {
        let all = stubs.modules.iter().map(|(name, module)| {
            let mut parts = vec![Entry::new("outputs", map(&module.outputs))];
            parts.extend(module.output.as_ref().map(|output| Entry::new("output", Yaml::text(&**output))));
            Entry::new(&**name, Yaml::short(parts))
        });
        entries.push(Entry::new("modules", Yaml::Map(all.collect())));
    }
    if !stubs.failing_transfers.is_empty() {
        let all = stubs.failing_transfers.iter().map(|(queue, why)| Entry::new(&**queue, Yaml::text(why.clone())));
        entries.push(Entry::new("failing_transfers", Yaml::Map(all.collect())));
    }
    entries
}

fn data_action(stub: &DataActionStub) -> Yaml {
    let mut parts = Vec::new();
    if !stub.when.is_empty() {
        let when = stub.when.iter().map(|(name, value)| Entry::new(name.clone(), Yaml::text(value.clone())));
        parts.push(Entry::new("when", Yaml::short(when.collect())));
    }
    parts.push(match &stub.reply {
        DataActionReply::Success(outputs) => Entry::new("success", map(outputs)),
        DataActionReply::Failure(fields) => Entry::new("failure", map(fields)),
        DataActionReply::Timeout => Entry::new("timeout", Yaml::Literal("true".into())),
    });
    if stub.latency > Duration::ZERO {
        parts.push(Entry::new("latency", Yaml::text(show_duration(stub.latency))));
    }
    Yaml::short(parts)
}

fn map(values: &serde_json::Map<String, Json>) -> Yaml {
    Yaml::short(values.iter().map(|(name, value)| Entry::new(name.clone(), json(value))).collect())
}

fn json(value: &Json) -> Yaml {
    match value {
        Json::String(text) => Yaml::text(text.clone()),
        Json::Array(items) => Yaml::row(items.iter().map(json).collect()),
        Json::Object(values) => map(values),
        other => Yaml::Literal(other.to_string()),
    }
}

fn steps(turn: &Turn) -> Vec<Yaml> {
    let step = |key: &str, value| Yaml::Map(vec![Entry::new(key, value)]);
    let mut steps = vec![step(if turn.chosen { "choose" } else { "say" }, Yaml::text(turn.words.clone()))];
    for line in &turn.heard {
        let replies = line.choices.iter().filter(|choice| choice.kind == ChoiceKind::QuickReply);
        let replies: Vec<Yaml> = replies.map(|choice| Yaml::text(&*choice.label)).collect();
        let text = Yaml::text(&*line.text);
        steps.push(if replies.is_empty() || replies.len() != line.choices.len() {
            step("receive", text)
        } else {
            step("receive", Yaml::short(vec![Entry::new("is", text), Entry::new("quick_replies", Yaml::row(replies))]))
        });
    }
    steps
}

fn expect(draft: &Draft) -> Vec<Entry> {
    let outcome = &draft.outcome;
    let mut entries = Vec::new();
    let last = outcome.trace.taken.len().saturating_sub(1);
    let told = |(at, taken): &(usize, &Taken)| taken.output.is_some() || *at == last;
    let path: Vec<Yaml> = outcome.trace.taken.iter().enumerate().filter(told).map(|(_, taken)| action(taken)).collect();
    if !path.is_empty() {
        entries.push(Entry::new("path", Yaml::List(path)));
    }
    if !outcome.set.is_empty() {
        let set = outcome.set.iter().map(|(name, value)| Entry::new(&**name, Yaml::text(&**value)));
        let set = vec![Entry::new("set", Yaml::Map(set.collect()))];
        entries.push(Entry::new("attributes", Yaml::Map(set)));
    }
    entries.extend(ending(&outcome.ending).map(|ending| Entry::new("ending", ending)));
    entries
}

fn action(taken: &Taken) -> Yaml {
    let output = taken.output.as_deref();
    let plain =
        |text: &str| !text.contains(": ") && !text.contains(" > ") && !text.ends_with(':') && text.trim() == text;
    if plain(&taken.id.name) && output.is_none_or(plain) {
        let output = output.map(|output| format!(": {output}")).unwrap_or_default();
        return Yaml::text(format!("{}{output}", taken.id.name));
    }
    let mut parts = vec![Entry::new("action", Yaml::text(&*taken.id.name))];
    parts.extend(output.map(|output| Entry::new("output", Yaml::text(output))));
    Yaml::short(parts)
}

/// The ending; none for one that no scenario can expect. Of a transfer the queue alone: skills and priority are a second step for whoever
/// begins.
fn ending(ending: &Ending) -> Option<Yaml> {
    match ending {
        Ending::Transferred(transfer) if !transfer.queue.is_empty() => {
            let queue = Yaml::short(vec![Entry::new("queue", Yaml::text(&*transfer.queue))]);
            Some(Yaml::short(vec![Entry::new("transferred", queue)]))
        }
        Ending::Transferred(_) => Some(Yaml::text("transferred")),
        other => ending_value(other),
    }
}
