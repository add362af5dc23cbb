//! A draft and what came of it, written as a scenario. Must not know how it was found.

use std::collections::BTreeSet;
use std::sync::Arc;

use indexmap::IndexMap;
use jiff::Timestamp;

use super::draft::{Draft, Turn};
use super::play::{Beat, Played};
use crate::flow::Program;
use crate::record::{ending_value, path_item, stubs_entry, world_entry};
use crate::scenario::show_duration;
use crate::scenario::write::{Entry, Yaml, comment, write};
use crate::trace::{ActionId, Ending};

/// A file that a customer sends, from the folder of the scenario: nothing reads what is in it.
pub const ATTACHMENT: &str = "files/suggested.txt";

/// What stands above the keys.
pub(super) struct Head<'a> {
    /// The scenario's title.
    pub title: &'a str,
    /// The flow, as scenarios name it.
    pub flow: &'a str,
    /// A line for each way that the scenario is for.
    pub notes: &'a [String],
    /// The clock of a scenario that names none.
    pub default_now: Timestamp,
}

/// The text of the file.
pub(super) fn text(head: &Head<'_>, program: &Program, draft: &Draft, played: &Played) -> String {
    let mut text = comment("Suggested by `flowproof suggest`, for:", 0);
    text += &head.notes.iter().map(|note| comment(&format!("- {note}"), 0)).collect::<String>();
    let mut entries = vec![
        Entry::new("version", Yaml::Literal("1".into())),
        Entry::new("scenario", Yaml::text(head.title)),
        Entry::new("tags", Yaml::row(vec![Yaml::text("suggested")])),
        Entry::new("flow", Yaml::text(head.flow)),
    ];
    if draft.now != head.default_now {
        entries.push(Entry::new("now", Yaml::text(draft.now.to_string())));
    }
    if draft.opening.is_none() {
        entries.push(Entry::new("start", Yaml::text("join")));
    }
    if !draft.attributes.is_empty() {
        let attributes = Entry::new("attributes", named(draft.attributes.iter()));
        entries.push(Entry::new("participant", Yaml::Map(vec![attributes])));
    }
    entries.extend(stubs_entry(&draft.stubs));
    entries.extend(world_entry(&draft.world));
    let conversation = conversation(draft, played);
    if !conversation.is_empty() {
        entries.push(Entry::new("conversation", Yaml::List(conversation)));
    }
    entries.push(Entry::new("expect", Yaml::Map(expect(program, played))));
    text + &write(&entries)
}

/// Whether the customer sends a file.
pub(super) fn sends_a_file(draft: &Draft) -> bool {
    let empty = |turn: &Turn| matches!(turn, Turn::Says(text) if text.is_empty());
    draft.opening.as_ref().is_some_and(|text| text.is_empty()) || draft.turns.iter().any(empty)
}

fn named<'v>(values: impl Iterator<Item = (&'v Arc<str>, &'v Arc<str>)>) -> Yaml {
    Yaml::Map(values.map(|(name, value)| Entry::new(&**name, Yaml::text(&**value))).collect())
}

fn conversation(draft: &Draft, played: &Played) -> Vec<Yaml> {
    let step = |key: &str, text: String| Yaml::Map(vec![Entry::new(key, Yaml::text(text))]);
    let opening = draft.opening.iter().map(|text| match text.is_empty() {
        true => step("attach", ATTACHMENT.to_owned()),
        false => step("say", text.to_string()),
    });
    let beat = |beat: &Beat| match beat {
        Beat::Sent => step("attach", ATTACHMENT.to_owned()),
        Beat::Said(text) => step("say", text.to_string()),
        Beat::Chose(label) => step("choose", label.to_string()),
        Beat::Waited(time) => step("wait", show_duration(*time)),
        Beat::Heard(line) => step("receive", line.text.to_string()),
    };
    opening.chain(played.beats.iter().map(beat)).collect()
}

/// The path by its decisions: each way where it is taken first, so that a loop is named once.
fn expect(program: &Program, played: &Played) -> Vec<Entry> {
    let mut seen: BTreeSet<(&ActionId, Option<&str>)> = BTreeSet::new();
    let taken = played.taken.iter().filter(|taken| seen.insert((&taken.id, taken.output.as_deref())));
    let path = taken.map(|taken| path_item(program, &taken.id, taken.output.as_deref(), Vec::new(), true)).collect();
    let mut entries = vec![Entry::new("path", Yaml::List(path))];
    if !played.set.is_empty() {
        let set: IndexMap<&Arc<str>, &Arc<str>> = played.set.iter().map(|(name, value)| (name, value)).collect();
        let set = Entry::new("set", Yaml::Short(Box::new(named(set.into_iter()))));
        entries.push(Entry::new("attributes", Yaml::Map(vec![set])));
    }
    let ending = Some(&played.ending).filter(|ending| !matches!(ending, Ending::Waiting));
    entries.extend(ending.and_then(ending_value).map(|value| Entry::new("ending", value)));
    entries
}
