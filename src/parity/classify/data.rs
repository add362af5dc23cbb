//! Which data a live conversation met that the scenario's stubs and world do not have.

use super::{beside, own_of_the_org};
use crate::event::CaseReport;
use crate::evidence::Evidence;
use crate::parity::difference::Row;
use crate::parity::{About, Aspect, Difference, Differences, Subject};
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

/// What the two paths say of the data.
#[derive(Debug)]
pub enum Data {
    /// All that was called and looked up came back with what the scenario says.
    Same,
    /// Something did not.
    Changed {
        /// What, in words; at least one.
        words: Vec<String>,
        /// Whether all that differs besides follows from it.
        explain_all: bool,
    },
    /// The paths do not show it, and why.
    Unseen(String),
}

/// What the org gave, beside what the scenario says.
pub fn seen(live: &CaseReport, offline: &CaseReport, about: &About<'_>) -> Data {
    let (Some(seen), Some(written)) = (&live.evidence, &offline.evidence) else {
        return Data::Unseen("nothing was observed".to_owned());
    };
    for evidence in [seen, written] {
        if let Some(reason) = evidence.path_is_partial.as_deref().or_else(|| evidence.path.as_result().err()) {
            return Data::Unseen(reason.to_owned());
        }
    }
    let differences = beside(seen, written, about);
    let mut unrecorded =
        differences.not_compared.iter().filter(|one| one.side.is_some() && matches!(one.what, Row::Kind(_)));
    if let Some(one) = unrecorded.next() {
        return Data::Unseen(one.reason.clone());
    }
    let called = |id: &ActionId| called(id, [seen, written]);
    let data: Vec<&Difference> =
        differences.list.iter().filter(|one| is_data(one, &called) && is_own(one, &differences)).collect();
    if data.is_empty() {
        return Data::Same;
    }
    let explained = |(at, one): (usize, &Difference)| {
        one.after.is_some() || data.contains(&one) || own_of_the_org(at, &differences)
    };
    Data::Changed {
        explain_all: differences.list.iter().enumerate().all(explained),
        words: listed(data.into_iter().map(|one| words(one, &called)).collect()),
    }
}

fn called(id: &ActionId, sides: [&Evidence; 2]) -> Option<Called> {
    let paths = sides.into_iter().filter_map(|evidence| evidence.path.value());
    paths.flatten().find(|taken| taken.id == *id)?.called.clone()
}

fn is_data(one: &Difference, called: &impl Fn(&ActionId) -> Option<Called>) -> bool {
    match &one.subject {
        Subject::Action { id, kind } => {
            matches!(one.aspect, Aspect::Output | Aspect::Variable | Aspect::Error)
                && (LOOK_UPS.contains(&&**kind) || called(id).is_some())
        }
        Subject::Part(_) => false,
    }
}

/// What follows from an earlier difference is no change of its own, but for the rest of one result.
fn is_own(one: &Difference, all: &Differences) -> bool {
    match one.after {
        None => true,
        Some(at) => all.list.get(at).is_some_and(|cause| cause.subject == one.subject),
    }
}

fn listed(all: Vec<String>) -> Vec<String> {
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
