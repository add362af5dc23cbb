//! Which data a live conversation met that the scenario's stubs and world do not have.

use crate::event::CaseReport;
use crate::parity::{About, Aspect, Difference, Subject, compare};
use crate::trace::{ActionId, Called};

/// Kinds whose result comes from outside the flow, besides those that call something.
const LOOK_UPS: [&str; 16] = [
    "callData",
    "dataTableLookup",
    "evaluateSchedule",
    "evaluateScheduleGroup",
    "findEmergencyGroup",
    "findLanguageSkill",
    "findQueue",
    "findQueueById",
    "findSchedule",
    "findScheduleGroup",
    "findSkill",
    "findUser",
    "findUserById",
    "getExternalContact",
    "getParticipantData",
    "searchExternalContacts",
];

/// More results than this are counted, not listed: a report prints one or two lines.
const LISTED: usize = 3;

/// What differed of the data, in words; at least one.
pub fn changed(live: &CaseReport, offline: &CaseReport, about: &About<'_>) -> Vec<String> {
    let (Some(seen), Some(written)) = (&live.evidence, &offline.evidence) else {
        return vec!["which data, no evidence shows".to_owned()];
    };
    let differences = compare(seen, written, about);
    let called = |id: &ActionId| -> Option<Called> {
        let paths = [seen, written].into_iter().filter_map(|evidence| evidence.path.value());
        paths.flatten().find(|taken| taken.id == *id)?.called.clone()
    };
    let is_data = |one: &&Difference| match &one.subject {
        Subject::Action { id, kind } => {
            matches!(one.aspect, Aspect::Output | Aspect::Variable | Aspect::Error)
                && (LOOK_UPS.contains(&&**kind) || called(id).is_some())
        }
        Subject::Part(_) => false,
    };
    // What follows from an earlier difference is no change of its own, but for the rest of one result.
    let own = |one: &&Difference| match one.after.and_then(|at| differences.list.get(at)) {
        None => one.after.is_none(),
        Some(cause) => cause.subject == one.subject,
    };
    let all: Vec<String> = differences.list.iter().filter(is_data).filter(own).map(|one| words(one, &called)).collect();
    if all.is_empty() {
        return vec!["which data, the path does not show".to_owned()];
    }
    let more = all.len().saturating_sub(LISTED);
    let mut listed: Vec<String> = all.into_iter().take(LISTED).collect();
    if more > 0 {
        listed.push(format!("and {more} more"));
    }
    listed
}

/// `Get the customer (CRM > Get Customer): output was "failure", as written "success"`.
fn words(one: &Difference, called: &impl Fn(&ActionId) -> Option<Called>) -> String {
    let Subject::Action { id, .. } = &one.subject else { return one.what() };
    let callee = called(id).map(|called| format!(" ({} > {})", called.category, called.name)).unwrap_or_default();
    let value = |value: &Option<String>| match value {
        Some(value) => format!("\"{value}\""),
        None => "nothing".to_owned(),
    };
    format!("{}{callee}: {} was {}, as written {}", id.name, one.what(), value(&one.a), value(&one.b))
}
