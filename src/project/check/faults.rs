//! Faults: the endpoints and scopes that they name are ones that a run meets.

use super::subject::{listed, near};
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::scenario::model::{Case, FaultAction, FaultPoint};

/// The endpoints that a run may request, as faults name them.
const ENDPOINTS: [&str; 8] = [
    "POST /oauth/token",
    "POST /api/v2/webchat/widgets",
    "GET /api/v2/webchat/widgets/{id}",
    "DELETE /api/v2/webchat/widgets/{id}",
    "POST /api/v2/conversations/messaging/conversations/participants",
    "GET /api/v2/conversations/messaging/conversations/{id}",
    "DELETE /api/v2/conversations/messaging/conversations/{id}",
    "POST /api/v2/architect/flows/{id}/simulate",
];

/// The scopes of the seed's steps, in their order.
const SCOPES: [&str; 4] =
    ["webchat:write", "conversation:messaging:write", "conversation:messaging:read", "architect:write"];

/// Checks `faults`.
pub(super) fn check(case: &Case, out: &mut Diagnostics) {
    for fault in &case.faults {
        match &fault.action {
            FaultAction::Answer { at: FaultPoint::Endpoint(endpoint), .. } if !is_endpoint(endpoint) => out.push(
                Diagnostic::error(Code::UNKNOWN_ENDPOINT, format!("no step requests `{endpoint}`"))
                    .at(fault.place.clone())
                    .help_maybe(near(endpoint, ENDPOINTS))
                    .help("or name a step: `token`, `widget`, `participant`, `conversation`, `simulate`"),
            ),
            FaultAction::Lacks(scope) if !SCOPES.contains(&scope.value.as_str()) => out.push(
                Diagnostic::error(Code::UNKNOWN_SCOPE, format!("no endpoint asks for scope `{}`", scope.value))
                    .at(scope.place.clone())
                    .help_maybe(near(&scope.value, SCOPES))
                    .help(format!("scopes: {}", listed(SCOPES))),
            ),
            _ => {}
        }
    }
}

/// Whether a text is one of the endpoints; what stands in braces may have any name.
fn is_endpoint(text: &str) -> bool {
    let anonymous = |text: &str| -> Vec<String> {
        let parts = text.split_whitespace().flat_map(|part| part.split('/'));
        parts
            .map(|part| if part.starts_with('{') && part.ends_with('}') { "{}".to_owned() } else { part.to_owned() })
            .collect()
    };
    ENDPOINTS.iter().any(|known| anonymous(known) == anonymous(text))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_names_of_path_parameters_do_not_matter() {
        assert!(is_endpoint("GET /api/v2/webchat/widgets/{widgetId}"));
        assert!(is_endpoint("POST /oauth/token"));
        assert!(!is_endpoint("PUT /oauth/token"));
        assert!(!is_endpoint("GET /api/v2/webchat/widgets/7"));
    }
}
