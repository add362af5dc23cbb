//! Faults: the endpoints and permissions that they name are ones that a run meets.

use super::subject::{listed, near};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Place};
use crate::project::surface::{ENDPOINTS, PERMISSIONS, endpoint, permission};
use crate::scenario::model::{Case, FaultAction, FaultPoint, RunStep};

/// Checks `faults`.
pub(super) fn check(case: &Case, out: &mut Diagnostics) {
    for fault in &case.faults {
        match &fault.action {
            FaultAction::Answer { at: FaultPoint::Endpoint(name), .. } if endpoint(name).is_none() => {
                out.push(unknown_endpoint(name, &fault.place));
            }
            FaultAction::Lacks(scope) if permission(&scope.value).is_none() => {
                out.push(unknown_permission(&scope.value, &scope.place));
            }
            _ => {}
        }
    }
}

fn unknown_endpoint(name: &str, place: &Place) -> Diagnostic {
    let steps = RunStep::WORDS.iter().filter(|(_, step)| !step.is_of_guest()).map(|(word, _)| *word);
    Diagnostic::error(Code::UNKNOWN_ENDPOINT, format!("no step requests `{name}`"))
        .at(place.clone())
        .help_maybe(near(name, ENDPOINTS.iter().map(|known| known.name)))
        .help(format!("or name a step: {}", listed(steps)))
}

fn unknown_permission(name: &str, place: &Place) -> Diagnostic {
    let known = || PERMISSIONS.iter().map(|known| known.name);
    Diagnostic::error(Code::UNKNOWN_SCOPE, format!("no endpoint asks for scope or permission `{name}`"))
        .at(place.clone())
        .help_maybe(near(name, known()))
        .help(format!("scopes and permissions: {}", listed(known())))
}
