//! What a search came to, in lines for a person: the ways that are left, each with its place and what stands in the way. Must not know how
//! they were looked for.

use std::fmt::Write as _;

use crate::cli::edge::plural;
use crate::suggest::{Fate, Suggestions, Told};

/// One line on all ways.
pub(super) fn sum(found: &Suggestions) -> String {
    let count = |is: fn(&Fate) -> bool| found.ways.iter().filter(|told| is(&told.fate)).count();
    let all = plural(found.ways.len(), "way");
    let parts = [
        (count(|fate| *fate == Fate::Taken), "taken by scenarios"),
        (count(|fate| matches!(fate, Fate::Suggested(_))), "suggested"),
        (count(|fate| matches!(fate, Fate::Unwritable(_))), "reached, but cannot be written"),
        (count(|fate| matches!(fate, Fate::NotReached(_))), "not reached"),
        (count(|fate| matches!(fate, Fate::CannotExecute(_))), "cannot be executed here"),
        (count(|fate| *fate == Fate::Unreachable), "unreachable"),
        (count(|fate| *fate == Fate::NotAsked), "not asked for"),
    ];
    let parts: Vec<String> =
        parts.iter().filter(|(count, _)| *count > 0).map(|(count, what)| format!("{count} {what}")).collect();
    format!("{all}: {} ({})", parts.join(", "), plural(found.runs as usize, "run"))
}

/// A line for each way that is left, in file order; empty where none is.
pub(super) fn left(found: &Suggestions) -> String {
    let is_left = |told: &&Told| !matches!(told.fate, Fate::Taken | Fate::Suggested(_) | Fate::NotAsked);
    let mut out = String::new();
    for told in found.ways.iter().filter(is_left) {
        let why = told.fate.why().map(|why| format!(": {why}")).unwrap_or_default();
        let _ = writeln!(out, "  {} {}  {told}{why}", told.place, told.fate.word());
    }
    out
}
