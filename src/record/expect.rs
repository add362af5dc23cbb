//! What must come of it, as it came: the way through the flow, attributes, calls, the ending. Must not know the rest of the file.

use indexmap::IndexMap;

use super::label::{is_simple, label};
use super::observed::Recorded;
use super::redact::Redactor;
use super::results::{input, node};
use crate::evidence::Origin;
use crate::evidence::Part;
use crate::evidence::observe::written;
use crate::scenario::write::{Entry, Yaml};
use crate::trace::{Ending, Taken};

/// Kinds whose inputs are worth expecting: what is asked of others.
const ASKS: [&str; 5] = ["callData", "callBotFlow", "callDigitalBotFlow", "callCommonModule", "dataTableLookup"];

/// Why an org says that a flow's execution ended, where no flow says it (facts: genesys-api.md 6.4, `exitReason`).
const ORG_REASONS: [&str; 3] = ["FLOW_EXIT", "USER_EXIT", "RECOGNITION_FAILURE_EXIT"];

/// The entries of `expect`. `path` are the actions of the program that were taken, in order.
pub(super) fn expect(recorded: &Recorded<'_>, redactor: &Redactor<'_>, path: &[Taken], is_whole: bool) -> Vec<Entry> {
    let mut entries = Vec::new();
    if !path.is_empty() {
        let items = path.iter().map(|taken| item(recorded, redactor, taken)).collect();
        let items = Yaml::List(items);
        let value = if is_whole { Yaml::Map(vec![Entry::new("exactly", items)]) } else { items };
        entries.push(Entry::new("path", value));
    }
    let attributes = attributes(recorded, redactor, path, is_whole);
    if !attributes.is_empty() {
        entries.push(Entry::new("attributes", Yaml::Map(attributes)));
    }
    if is_whole && let Some(calls) = calls(path) {
        entries.push(Entry::new("calls", calls));
    }
    entries.extend(ending(recorded, redactor));
    entries
}

fn item(recorded: &Recorded<'_>, redactor: &Redactor<'_>, taken: &Taken) -> Yaml {
    let sure = !recorded.evidence.ambiguous.contains(&taken.id);
    let label = label(recorded.program, &taken.id, sure);
    let asks = ASKS.contains(&&*taken.kind);
    let names = node(recorded.program, taken).filter(|_| asks).map(|node| node.input_names()).unwrap_or_default();
    // Another conversation has another id.
    let id = recorded.evidence.conversation_id.as_deref().filter(|id| !id.is_empty());
    let lasts = |value: &&str| id.is_none_or(|id| !value.contains(id));
    let inputs: Vec<Entry> = names
        .iter()
        .filter_map(|name| {
            let value = input(taken, name).filter(lasts)?;
            Some(Entry::new(name.clone(), Yaml::text(redactor.value(value))))
        })
        .collect();
    let simple = label.nth.is_none()
        && inputs.is_empty()
        && label.within.iter().chain([&taken.id.name.to_string()]).all(|name| is_simple(name));
    if simple && taken.output.as_deref().is_none_or(is_simple) {
        let within: String = label.within.iter().map(|name| format!("{name} > ")).collect();
        let output = taken.output.as_ref().map(|output| format!(": {output}")).unwrap_or_default();
        return Yaml::text(format!("{within}{}{output}", taken.id.name));
    }
    let mut entries = vec![Entry::new("action", Yaml::text(&*taken.id.name))];
    if let Some(output) = &taken.output {
        entries.push(Entry::new("output", Yaml::text(&**output)));
    }
    match label.within.as_slice() {
        [] => {}
        [one] if is_simple(one) => entries.push(Entry::new("in", Yaml::text(one.clone()))),
        several => entries.push(Entry::new("in", Yaml::row(several.iter().cloned().map(Yaml::Text).collect()))),
    }
    if let Some(nth) = label.nth {
        entries.push(Entry::new("nth", Yaml::Literal(nth.to_string())));
    }
    if !inputs.is_empty() {
        entries.push(Entry::new("inputs", Yaml::short(inputs)));
    }
    Yaml::short(entries)
}

fn attributes(recorded: &Recorded<'_>, redactor: &Redactor<'_>, path: &[Taken], is_whole: bool) -> Vec<Entry> {
    let derived;
    let set = if is_whole {
        derived = written(path);
        Some(&derived)
    } else {
        recorded.evidence.set.value()
    };
    let Some(set) = set else { return Vec::new() };
    let own = |name: &str| recorded.own.iter().any(|own| own == name);
    let entry = |(name, value): (&String, &String)| Entry::new(name.clone(), Yaml::text(redactor.value(value)));
    let set: Vec<Entry> = set.iter().filter(|(name, _)| !own(name)).map(entry).collect();
    let mut entries = Vec::new();
    if !set.is_empty() {
        entries.push(Entry::new("set", Yaml::short(set)));
    }
    // Without execution data somebody else may have written what is there besides.
    let all = is_whole && matches!(&recorded.evidence.set, Part::Observed(seen) if seen.origin != Origin::Derived);
    if all {
        entries.push(Entry::new("nothing_else", Yaml::Literal("true".into())));
    }
    entries
}

/// How often each thing was called; none where nothing was.
fn calls(path: &[Taken]) -> Option<Yaml> {
    let mut counts: IndexMap<&str, IndexMap<&str, usize>> = IndexMap::new();
    for called in path.iter().filter_map(|taken| taken.called.as_ref()) {
        *counts.entry(&called.category).or_default().entry(&called.name).or_default() += 1;
    }
    let names = |names: &IndexMap<&str, usize>| {
        let count = |(name, count): (&&str, &usize)| Entry::new(*name, Yaml::Literal(count.to_string()));
        Yaml::short(names.iter().map(count).collect())
    };
    let all: Vec<Entry> = counts.iter().map(|(category, of)| Entry::new(*category, names(of))).collect();
    (!all.is_empty()).then_some(Yaml::Map(all))
}

fn ending(recorded: &Recorded<'_>, redactor: &Redactor<'_>) -> Option<Entry> {
    let mut note = None;
    let value = match recorded.evidence.ending.value()? {
        Ending::Transferred(transfer) => {
            let mut entries = Vec::new();
            if !transfer.queue.is_empty() {
                entries.push(Entry::new("queue", Yaml::text(&*transfer.queue)));
            }
            if !transfer.skills.is_empty() {
                let skills = transfer.skills.iter().map(|skill| Yaml::text(&**skill)).collect();
                entries.push(Entry::new("skills", Yaml::row(skills)));
            }
            if let Some(priority) = transfer.priority {
                entries.push(Entry::new("priority", Yaml::Literal(priority.to_string())));
            }
            if let Some(skill) = &transfer.language_skill {
                entries.push(Entry::new("language_skill", Yaml::text(&**skill)));
            }
            if entries.is_empty() {
                Yaml::text("transferred")
            } else {
                Yaml::short(vec![Entry::new("transferred", Yaml::short(entries))])
            }
        }
        Ending::Disconnected { .. } => Yaml::text("disconnected"),
        Ending::EndOfState { .. } => Yaml::text("end_of_state"),
        // An org's own words for how an execution ended are not the reasons that a bot's file gives.
        Ending::Exited { reason } if ORG_REASONS.contains(&&**reason) => Yaml::text("exited"),
        Ending::Exited { reason } => {
            let reason = Entry::new("reason", Yaml::text(&**reason));
            Yaml::short(vec![Entry::new("exited", Yaml::short(vec![reason]))])
        }
        Ending::Failed(cause) => {
            // What an org says of an error need not be what the engine here says.
            note = Some(format!("it failed with: {}", redactor.text(&cause.message)));
            Yaml::text("failed")
        }
        Ending::StepLimit => Yaml::text("step_limit"),
        Ending::TimedOut => Yaml::text("timed_out"),
        Ending::CustomerLeft => Yaml::text("customer_left"),
        Ending::Waiting => Yaml::text("waiting"),
        Ending::Unsupported { .. } | Ending::Unstubbed { .. } => return None,
    };
    Some(Entry::new("ending", value).noted(note))
}
