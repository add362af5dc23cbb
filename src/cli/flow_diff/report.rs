//! What `flow diff` prints: text for people, one document for tools. Must not know how either part came to be.

use serde_json::{Value as Json, json};

use super::cases::{CaseAt, Impact, Met};
use crate::cli::edge::plural;
use crate::flow::diff::{Comparison, to_json, to_lines};

/// How many of the changed actions of a path are named.
const MOST_NAMED: usize = 4;

/// How many parts that were not compared are named.
const MOST_PARTS: usize = 3;

/// The text.
pub(super) fn text([before, after]: [&str; 2], comparison: &Comparison, impact: Option<&Impact>) -> String {
    if comparison.is_empty() {
        let mut lines = vec![format!("no difference from {before} to {after}")];
        lines.extend(not_compared(comparison));
        return lines.join("\n");
    }
    let mut lines = vec![format!("from {before} to {after}: {}", plural(comparison.changes.len(), "change"))];
    lines.extend(to_lines(comparison));
    lines.extend(not_compared(comparison));
    if let Some(impact) = impact {
        lines.push(String::new());
        lines.extend(cases(impact));
    }
    lines.join("\n")
}

fn not_compared(comparison: &Comparison) -> Option<String> {
    let left = &comparison.not_compared;
    let named: Vec<&str> = left.iter().take(MOST_PARTS).map(String::as_str).collect();
    let more = if left.len() > MOST_PARTS { ", …" } else { "" };
    let count = plural(left.len(), "part");
    let words = format!("not compared: {count} that only one of the two formats holds ({}{more})", named.join(", "));
    (!left.is_empty()).then_some(words)
}

fn cases(impact: &Impact) -> Vec<String> {
    let through = impact.touched.iter().filter(|case| !case.takes.is_empty()).count();
    let other = impact.touched.iter().filter(|case| case.before != case.after).count();
    let count = plural(impact.count(), "case");
    let mut lines = vec![format!("{count} of the flow: {through} through what changed, {other} with another verdict")];
    lines.extend(impact.touched.iter().map(touched));
    if !impact.untouched.is_empty() {
        lines.push(format!("{} not touched", plural(impact.untouched.len(), "case")));
        lines.extend(impact.untouched.iter().map(|case| format!("  {}", at(case))));
    }
    if !impact.unknown.is_empty() {
        lines.push(format!("{} whose path is not known", plural(impact.unknown.len(), "case")));
        lines.extend(impact.unknown.iter().map(|(case, why)| format!("  {}: {}", at(case), first_line(why))));
    }
    lines
}

fn at(case: &CaseAt) -> String {
    format!("{}  {}", case.place, case.name)
}

fn first_line(text: &str) -> &str {
    text.lines().next().unwrap_or_default()
}

fn touched(met: &Met) -> String {
    let (sign, verdict) = if met.before == met.after {
        (' ', format!("{} with both", met.before.word()))
    } else {
        ('!', format!("{} → {}", met.before.word(), met.after.word()))
    };
    let why = met.why.as_ref().map(|why| format!(" ({})", first_line(why))).unwrap_or_default();
    let named: Vec<String> = met.takes.iter().take(MOST_NAMED).map(|name| format!("`{name}`")).collect();
    let more = if met.takes.len() > MOST_NAMED { ", …" } else { "" };
    let by = if met.by_snapshot { ", by its snapshot" } else { "" };
    let takes = if named.is_empty() {
        "takes nothing that changed".to_owned()
    } else {
        format!("takes {}{more}{by}", named.join(", "))
    };
    format!("{sign} {}: {takes}; {verdict}{why}", at(&met.case))
}

/// The document.
pub(super) fn document(titles: [&str; 2], comparison: &Comparison, impact: Option<&Impact>) -> Json {
    let mut document = to_json(comparison);
    if let Json::Object(fields) = &mut document {
        fields.insert("between".to_owned(), json!(titles));
        fields.extend(impact.map(|impact| ("cases".to_owned(), of_cases(impact))));
    }
    document
}

fn of_cases(impact: &Impact) -> Json {
    let touched = impact.touched.iter().map(|met| {
        let mut fields = json!({
            "takes": met.takes, "bySnapshot": met.by_snapshot, "before": met.before, "after": met.after, "why": met.why,
        });
        if let (Json::Object(fields), Json::Object(own)) = (&mut fields, case(&met.case)) {
            fields.extend(own);
        }
        fields
    });
    let unknown = impact.unknown.iter().map(|(one, why)| {
        let mut fields = case(one);
        if let Json::Object(fields) = &mut fields {
            fields.insert("why".to_owned(), json!(why));
        }
        fields
    });
    json!({
        "count": impact.count(),
        "touched": touched.collect::<Vec<_>>(),
        "untouched": impact.untouched.iter().map(case).collect::<Vec<_>>(),
        "unknown": unknown.collect::<Vec<_>>(),
    })
}

fn case(case: &CaseAt) -> Json {
    let start = case.place.start();
    json!({ "case": case.name, "file": case.place.source.name(), "line": start.line, "column": start.column })
}
