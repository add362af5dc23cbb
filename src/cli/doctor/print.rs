//! A report of doctor as lines and as JSON. Must not know how it came about.

use std::fmt::Write as _;

use serde_json::{Value as Json, json};

use super::probing::Probed;
use crate::live::doctor::{Finding, Report, State};
use crate::live::probe::Answer;

/// The version of the JSON document.
const VERSION: u32 = 1;

/// Width of the column of states: the longest is `not looked at`.
const STATES: usize = 13;

/// Width of the column of checks.
const CHECKS: usize = 17;

/// So many checks that one thing kept from being made stand in one line.
const MANY: usize = 4;

/// One line for each finding, help below what is not well, one for many checks that the same thing kept from being made, and the sum.
pub(super) fn text(report: &Report) -> String {
    let mut out = String::new();
    let kept_from = |message: &str| {
        let same = |one: &&Finding| one.state == State::NotLookedAt && one.message == message;
        report.findings.iter().filter(same).count()
    };
    let mut told: Vec<&str> = Vec::new();
    for one in &report.findings {
        let state = one.state.words();
        let many = if one.state == State::NotLookedAt { kept_from(&one.message) } else { 1 };
        if many >= MANY {
            if !told.contains(&one.message.as_str()) {
                told.push(&one.message);
                let _ = writeln!(out, "{state:<STATES$}  {:<CHECKS$}  {}", format!("{many} checks"), one.message);
            }
            continue;
        }
        let subject = one.subject.as_deref().map(|subject| format!("{subject}: ")).unwrap_or_default();
        let _ = writeln!(out, "{state:<STATES$}  {:<CHECKS$}  {subject}{}", one.check, one.message);
        for line in &one.help {
            let _ = writeln!(out, "{:<STATES$}  {:<CHECKS$}  help: {line}", "", "");
        }
    }
    let _ = write!(out, "\n{}", report.sum());
    out
}

/// One line for each answer of a probe, and where they were written.
pub(super) fn answers(probed: &Probed) -> String {
    let mut out = String::new();
    for one in &probed.profile.answers {
        let state = if one.measured { "measured" } else { "not measured" };
        let _ = writeln!(out, "{state:<STATES$}  {:<CHECKS$}  {}", one.question, one.says);
    }
    let measured = probed.profile.answers.iter().filter(|one| one.measured).count();
    let _ = write!(out, "\n{measured} of {} measured", probed.profile.answers.len());
    if let Ok((profile, report)) = &probed.files {
        let _ = write!(out, ": wrote {profile} and {report}");
    }
    out
}

/// One document for other programs.
pub(super) fn json(report: &Report, probed: Option<&Probed>) -> String {
    let answer = |one: &Answer| json!({ "question": one.question.word(), "measured": one.measured, "says": one.says });
    let probe = probed.map(|probed| {
        let (profile, report) = probed.files.as_ref().ok().map(|(one, two)| (one.as_str(), two.as_str())).unzip();
        json!({
            "profile": profile,
            "report": report,
            "answers": probed.profile.answers.iter().map(answer).collect::<Vec<_>>(),
            "left_open": probed.left.iter().map(|left| json!({ "id": left.id, "why": left.why })).collect::<Vec<_>>(),
        })
    });
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
        "probe": probe,
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::{Code, Diagnostic, Diagnostics};
    use crate::live::doctor::{Thoroughness, unreachable};

    #[test]
    fn what_one_thing_kept_from_being_looked_at_stands_in_one_line_and_the_document_has_all() {
        let wrong = Diagnostics::from(Diagnostic::error(Code::NO_ORG_ALLOWED, "no org is allowed").help("allow one"));
        let report = unreachable(&wrong, &[], Thoroughness::Full);
        let text = text(&report);
        let skipped: Vec<&str> = text.lines().filter(|line| line.starts_with("not looked at")).collect();
        let count = report.count(State::NotLookedAt);
        assert_eq!(skipped.len(), 1, "{text}");
        assert!(skipped[0].contains(&format!("{count} checks")), "{text}");
        assert!(text.contains("no org is allowed") && text.contains("help: allow one"), "{text}");
        let document: Json = serde_json::from_str(&json(&report, None)).unwrap();
        assert_eq!(document["findings"].as_array().unwrap().len(), report.findings.len());
    }
}
