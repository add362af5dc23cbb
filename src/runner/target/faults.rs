//! Faults as a scenario writes them, as the fake takes them.

use crate::fake::{Endpoint, Fault as OrgFault, FaultAction as OrgAction, TenantOptions};
use crate::scenario::model::{Fault, FaultAction, FaultPoint};

/// Sets up what goes wrong on purpose.
pub(super) fn apply(faults: &[Fault], options: &mut TenantOptions) {
    for fault in faults {
        match &fault.action {
            FaultAction::Lacks(scope) => options.lacks.push(scope.value.clone()),
            FaultAction::WrongCredentials => options.wrong_credentials = true,
            FaultAction::TokenLifetime(lifetime) => options.token_lifetime = *lifetime,
            FaultAction::Strict => options.strict = true,
            FaultAction::RateLimit(limit) => options.rate_limit = Some(*limit),
            answer @ FaultAction::Answer { at, times, after, .. } => {
                let name = match at {
                    FaultPoint::Step(step) => step.word(),
                    FaultPoint::Endpoint(endpoint) => endpoint.as_str(),
                };
                // `check` refuses a scenario whose endpoint does not exist, so none is lost here.
                let Ok(at) = name.parse::<Endpoint>() else { continue };
                for action in actions(answer) {
                    options.faults.push(OrgFault { at, times: *times, after: *after, action });
                }
            }
        }
    }
}

fn actions(answer: &FaultAction) -> Vec<OrgAction> {
    let FaultAction::Answer { status, retry_after, delay, malformed, reset, truncated, silent, .. } = answer else {
        return Vec::new();
    };
    let mut actions = Vec::new();
    if let Some(delay) = delay {
        actions.push(OrgAction::Delay(*delay));
    }
    if let Some(status) = status {
        actions.push(OrgAction::Status { status: *status, code: None, retry_after: *retry_after, body: None });
    }
    let flags = [
        (*malformed, OrgAction::MalformedBody),
        (*reset, OrgAction::Reset),
        (*truncated, OrgAction::Truncate),
        (*silent, OrgAction::NoAnswer),
    ];
    actions.extend(flags.into_iter().filter(|(set, _)| *set).map(|(_, action)| action));
    actions
}

/// Whether a fault is about tokens, so that the case must ask for its own.
pub(super) fn concern_tokens(faults: &[Fault]) -> bool {
    faults.iter().any(|fault| match &fault.action {
        FaultAction::WrongCredentials | FaultAction::TokenLifetime(_) => true,
        FaultAction::Answer { at: FaultPoint::Step(step), .. } => *step == crate::scenario::model::RunStep::Token,
        FaultAction::Answer { at: FaultPoint::Endpoint(endpoint), .. } => endpoint.contains("/oauth/token"),
        _ => false,
    })
}
