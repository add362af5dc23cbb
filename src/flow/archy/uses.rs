//! Variables that actions name as ones to write, and containers that are referred to, found by the names of their keys, so that kinds that
//! cannot be executed count as well. Reports nothing: what is wrong is told where it is read. Must not know any one kind.

use super::site::Site;
use crate::yaml::{Entry, Node, Value};

/// Keys under which a variable that is written stands.
const WRITTEN: [&str; 2] = ["var", "variable"];

/// The end of every key that refers to a container: `targetTaskRef`, `startUpRef`.
const REFERENCE: &str = "Ref";

/// Keys of a flow below which containers stand, which are looked at action by action.
const CONTAINERS: [&str; 5] = ["states", "tasks", "menus", "bots", "startUpTaskActions"];

/// Notes what one action uses; its branches are noted with their own actions.
pub(super) fn note(site: &mut Site<'_>, action: &Node) {
    search(site, action, true);
}

/// Notes what the settings of a flow refer to.
pub(super) fn note_settings(site: &mut Site<'_>, flow: &Node) {
    for entry in flow.as_map().unwrap_or_default() {
        if !CONTAINERS.contains(&entry.key.text.as_str()) {
            note_entry(site, entry, false);
        }
    }
}

fn search(site: &mut Site<'_>, node: &Node, in_action: bool) {
    match &node.value {
        Value::Map(entries) => entries.iter().for_each(|entry| note_entry(site, entry, in_action)),
        Value::List(items) => items.iter().for_each(|item| search(site, item, in_action)),
        Value::Scalar(_) => {}
    }
}

fn note_entry(site: &mut Site<'_>, entry: &Entry, in_action: bool) {
    let key = entry.key.text.as_str();
    match (entry.value.as_text(), in_action) {
        (None, true) if key == "actions" => {}
        (None, _) => search(site, &entry.value, in_action),
        (Some(name), true) if WRITTEN.contains(&key) => {
            if let Some(target) = site.draft.variable(name, site.flow, site.container) {
                site.draft.uses.writes.push((site.container, target.slot));
            }
        }
        (Some(text), _) if key.ends_with(REFERENCE) => {
            if let Some(to) = site.references.find(text) {
                site.draft.uses.references.push((in_action.then_some(site.container), to));
            }
        }
        _ => {}
    }
}
