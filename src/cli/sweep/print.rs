//! What a sweep found, as lines.

use std::fmt::Write as _;

use crate::cli::edge::plural;
use crate::live::ledger::Thing;
use crate::live::sweep::{Left, Leftovers};

/// The list of what was found.
pub(super) fn list(found: &Leftovers, org: &str) -> String {
    let mut out = String::new();
    for left in &found.left {
        let _ = writeln!(out, "left   {}", line(left));
    }
    for kept in &found.kept {
        let _ = writeln!(out, "kept   {} of run {}: {}", kept.words, kept.run, kept.why);
    }
    for one in &found.nameless {
        let _ = writeln!(
            out,
            "lost   {} of run {}: begun, as its ledger says, and neither its id nor its mark is found",
            one.words, one.run
        );
    }
    for unseen in &found.unseen {
        let _ = writeln!(out, "note   {unseen}");
    }
    let count = plural(found.left.len(), "thing");
    let _ = match found.left.len() {
        0 if found.kept.is_empty() && found.nameless.is_empty() => write!(out, "nothing is left in org {org}"),
        0 => write!(out, "nothing in org {org} can be removed now"),
        1 => write!(out, "{count} is left in org {org}"),
        _ => write!(out, "{count} are left in org {org}"),
    };
    out
}

/// One thing.
pub(super) fn line(left: &Left) -> String {
    let id = left.thing.id.as_deref().map(|id| format!(" ({id})")).unwrap_or_default();
    let words = match &left.thing.thing {
        Thing::Conversation { .. } if !left.noted => "a conversation".to_owned(),
        thing => thing.words(),
    };
    format!("{words}{id} of run {}", left.run)
}
