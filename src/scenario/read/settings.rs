//! The small keys of a scenario: clock, start, tags, snapshot, redact. Must not know what is said or expected.

use std::sync::Arc;

use jiff::Zoned;
use regex::Regex;

use crate::diagnostic::Code;
use crate::scenario::instant::{InstantError, parse_instant, suggest_time_zone};
use crate::scenario::model::{Spanned, Start};
use crate::yaml::Node;

use super::decoder::Decoder;

/// What may start a conversation.
pub(in crate::scenario) const STARTS: &[(&str, Start)] = &[("message", Start::Message), ("join", Start::Join)];

const NOW_HELP: &str = "write a date, a time and a zone: `\"2026-11-23T10:00 America/Chicago\"`";

/// The conversation's clock.
pub(super) fn now(d: &mut Decoder<'_>, node: &Node) -> Option<Spanned<Zoned>> {
    let text = d.name(node)?;
    let (code, message, help) = match parse_instant(&text) {
        Ok(instant) => return Some(d.spanned(node, instant)),
        Err(InstantError::Zone(zone)) => {
            (Code::UNKNOWN_TIME_ZONE, format!("unknown time zone `{zone}`"), suggest_time_zone(&zone))
        }
        Err(InstantError::Form(message)) => (Code::BAD_INSTANT, message, NOW_HELP.into()),
        Err(InstantError::Skipped(message)) => {
            (Code::BAD_INSTANT, message, "choose a time that the clocks show".into())
        }
        Err(InstantError::NoZone) => (Code::BAD_INSTANT, format!("`{text}` has no time zone"), NOW_HELP.into()),
    };
    d.problem(code, &node.span, message, help);
    None
}

/// Tags: each a word that a command line can name.
pub(super) fn tags(d: &mut Decoder<'_>, node: &Node) -> Vec<String> {
    let names = d.names(node, true);
    for name in names.iter().filter(|name| name.value.contains([',', ' ', '\t', '\n'])) {
        let message = format!("tag `{}` holds a space or a comma", name.value);
        let help = "tags are single words, so that `--tag` can name them: join with `-`, or write a list";
        d.problem(Code::BAD_VALUE, &name.place.span, message, help);
    }
    names.into_iter().map(|name| name.value).collect()
}

/// The name of a group.
pub(super) fn group(d: &mut Decoder<'_>, node: &Node) -> Option<Arc<str>> {
    d.name(node).map(Into::into)
}

/// Regular expression → replacement.
pub(super) fn redact(d: &mut Decoder<'_>, node: &Node) -> Vec<(Regex, String)> {
    let mut found = Vec::new();
    for entry in d.entries(node, "`'regular expression': replacement` for each") {
        let regex = d.regex(&entry.key.text, &entry.key_span).map(|regex| Regex::clone(&regex));
        let text = d.text(&entry.value);
        found.extend(regex.zip(text));
    }
    found
}
