//! What `flow diff` prints: text for people, one document for tools. Must not know how either part came to be.

use serde_json::{Value as Json, json};

use super::cases::{Impact, Met};
use crate::cli::edge::plural;
use crate::flow::diff::{Comparison, to_json, to_lines};

/// How many of the changed actions of a path are named.
const MOST_NAMED: usize = 4;

/// How many parts that were not compared are named.
const MOST_PARTS: usize = 3;

/// The text.
pub(super) fn text(comparison: &Comparison, impact: Option<&Impact>) -> String {
    let mut lines = to_lines(comparison);
    if comparison.is_empty() {
        lines.push("the flows are the same".to_owned());
    }
    let left = &comparison.not_compared;
    if !left.is_empty() {
        let named: Vec<&str> = left.iter().take(MOST_PARTS).map(String::as_str).collect();
        let more = if left.len() > MOST_PARTS { ", …" } else { "" };
        let count = plural(left.len(), "part");
        lines
            .push(format!("not compared: {count} that only one of the two formats holds ({}{more})", named.join(", ")));
    }
    if let Some(impact) = impact {
        lines.push(String::new());
        lines.extend(cases(impact));
    }
    lines.join("\n")
}

fn cases(impact: &Impact) -> Vec<String> {
    let through = impact.cases.iter().filter(|case| !case.takes.is_empty()).count();
    let changed = impact.cases.iter().filter(|case| case.before != case.after).count();
    let mut lines = vec![format!(
        "of {}, {through} go through what changed; {changed} come to another verdict",
        plural(impact.run, "case")
    )];
    lines.extend(impact.cases.iter().map(line));
    if impact.unseen > 0 {
        lines.push(format!("  the path of {} cannot be seen", plural(impact.unseen, "case")));
    }
    lines
}

fn line(case: &Met) -> String {
    let verdict = if case.before == case.after {
        format!("{} with both", case.before.word())
    } else {
        format!("{} → {}", case.before.word(), case.after.word())
    };
    let why = case.why.as_ref().map(|why| format!(" ({})", why.lines().next().unwrap_or_default())).unwrap_or_default();
    let named: Vec<String> = case.takes.iter().take(MOST_NAMED).map(|name| format!("`{name}`")).collect();
    let more = if case.takes.len() > MOST_NAMED { ", …" } else { "" };
    let takes = if named.is_empty() {
        "takes nothing that changed".to_owned()
    } else {
        format!("takes {}{more}", named.join(", "))
    };
    let sign = if case.before == case.after { ' ' } else { '!' };
    format!("{sign} {}: {verdict}{why}; {takes}", case.name)
}

/// The document.
pub(super) fn document(comparison: &Comparison, impact: Option<&Impact>) -> Json {
    let mut document = to_json(comparison);
    if let (Some(impact), Json::Object(fields)) = (impact, &mut document) {
        let cases: Vec<Json> = impact
            .cases
            .iter()
            .map(|case| {
                json!({
                    "case": case.name, "place": case.place, "takes": case.takes,
                    "before": case.before, "after": case.after, "why": case.why,
                })
            })
            .collect();
        fields.insert("cases".to_owned(), json!({ "run": impact.run, "met": cases, "unseen": impact.unseen }));
    }
    document
}
