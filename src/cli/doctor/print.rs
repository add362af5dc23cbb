//! A report of doctor as lines and as JSON. Must not know how it came about.

use std::fmt::Write as _;

use serde_json::{Value as Json, json};

use crate::live::doctor::{Finding, Report, State};

/// The version of the JSON document.
const VERSION: u32 = 1;

/// Width of the column of states: the longest is `not looked at`.
const STATES: usize = 13;

/// Width of the column of checks.
const CHECKS: usize = 17;

/// One line for each finding, help below what is not well, and the sum.
pub(super) fn text(report: &Report) -> String {
    let mut out = String::new();
    for one in &report.findings {
        let subject = one.subject.as_deref().map(|subject| format!("{subject}: ")).unwrap_or_default();
        let state = one.state.words();
        let _ = writeln!(out, "{state:<STATES$}  {:<CHECKS$}  {subject}{}", one.check, one.message);
        for line in &one.help {
            let _ = writeln!(out, "{:<STATES$}  {:<CHECKS$}  help: {line}", "", "");
        }
    }
    let _ = write!(out, "\n{}", report.sum());
    out
}

/// One document for other programs.
pub(super) fn json(report: &Report) -> String {
    let finding = |one: &Finding| {
        json!({
            "check": one.check.word(),
            "subject": one.subject,
            "state": word(one.state),
            "message": one.message,
            "help": one.help,
        })
    };
    let counts: serde_json::Map<String, Json> =
        State::ALL.iter().map(|state| (word(*state).to_owned(), json!(report.count(*state)))).collect();
    let org = report.organization.as_ref().map(|org| json!({ "id": org.id, "name": org.name }));
    json!({
        "version": VERSION,
        "fit": report.is_fit(),
        "org": org,
        "counts": counts,
        "findings": report.findings.iter().map(finding).collect::<Vec<_>>(),
    })
    .to_string()
}

/// The state as one word.
fn word(state: State) -> &'static str {
    match state {
        State::NotLookedAt => "not_looked_at",
        other => other.words(),
    }
}
