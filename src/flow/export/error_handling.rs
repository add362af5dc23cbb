//! `errorHandling` of the JSON form as Archy's `settingsErrorHandling`. Must not know how errors arise.

use super::build::{entry, flag, map, one, small_first, text};
use super::flow::Flow;
use super::value::value;
use crate::yaml::{Entry, Node};

/// What the flow does with a run-time error; nothing where it does not say.
pub(super) fn settings(flow: &Flow<'_>, root: &Node) -> Option<Entry> {
    let given = root.get("errorHandling")?;
    // A bot names one for each cause.
    let keys = ["handlingType", "errorEventHandlingType", "errorHandlingType", "recognitionHandlingType"];
    let word = keys.iter().find_map(|key| given.get(key)).filter(|word| word.as_text().is_some())?;
    let kind = word.as_text().map(small_first)?;
    let target = given.as_map()?.iter().filter(|entry| entry.key.text != "queue").find_map(|entry| {
        let id = entry.value.as_text()?;
        Some(one("targetRef", text(&flow.known_reference(id)?, &entry.value.span)))
    });
    let body = match given.get("queue").filter(|_| kind.to_ascii_lowercase().contains("queue")) {
        Some(queue) => one("queue", one("targetQueue", value(queue))),
        None => one(&kind, target.unwrap_or_else(|| flag("none", true, &word.span))),
    };
    let mut parts = vec![entry("errorHandling", body)];
    parts.extend(super::bot_settings::events(flow, given));
    Some(entry("settingsErrorHandling", map(&given.span, parts)))
}
