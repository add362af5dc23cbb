//! What of an org each driver meets: the endpoints that it requests, and the scopes and permissions that those ask for, as faults name
//! them. Must not know a case.

use crate::scenario::model::Driver;

/// An endpoint or a permission, by the name that a fault gives it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Surface {
    /// Its name.
    pub(super) name: &'static str,
    /// The only driver that meets it; none where each does.
    pub(super) driver: Option<Driver>,
}

const fn both(name: &'static str) -> Surface {
    Surface { name, driver: None }
}

const fn simulate(name: &'static str) -> Surface {
    Surface { name, driver: Some(Driver::Simulate) }
}

const fn converse(name: &'static str) -> Surface {
    Surface { name, driver: Some(Driver::Converse) }
}

/// The endpoints that a run may request. Those of `converse` are a real org's (facts: genesys-api.md sections 4.5 and 5 to 7); the
/// upload and the download are where the fake has its signed links lead.
pub(super) const ENDPOINTS: [Surface; 20] = [
    both("POST /oauth/token"),
    simulate("POST /api/v2/webchat/widgets"),
    simulate("GET /api/v2/webchat/widgets/{id}"),
    simulate("DELETE /api/v2/webchat/widgets/{id}"),
    simulate("POST /api/v2/conversations/messaging/conversations/participants"),
    simulate("GET /api/v2/conversations/messaging/conversations/{id}"),
    simulate("DELETE /api/v2/conversations/messaging/conversations/{id}"),
    simulate("POST /api/v2/architect/flows/{id}/simulate"),
    converse("GET /api/v2/conversations/messages/{messageId}/details"),
    converse("GET /api/v2/conversations/messages/{conversationId}"),
    converse("PATCH /api/v2/conversations/messages/{conversationId}"),
    converse("GET /api/v2/webmessaging/messages"),
    converse("PUT /uploads/{client}/{attachmentId}"),
    converse("GET /api/v2/flows"),
    converse("GET /api/v2/flows/{flowId}/latestconfiguration"),
    converse("POST /api/v2/flows/instances/query"),
    converse("POST /api/v2/flows/instances/jobs"),
    converse("GET /api/v2/flows/instances/jobs/{jobId}"),
    converse("GET /api/v2/analytics/conversations/{conversationId}/details"),
    converse("GET /downloads/{client}/{instanceId}"),
];

/// The scopes of the seed's steps, in their order, and the permissions that a conversation takes (facts: genesys-api.md sections 5, 6.2 and
/// 7). Looking up a message and ending a conversation take either of two: a client that lacks one is let in by the other.
pub(super) const PERMISSIONS: [Surface; 11] = [
    simulate("webchat:write"),
    simulate("conversation:messaging:write"),
    simulate("conversation:messaging:read"),
    simulate("architect:write"),
    converse("conversation:message:view"),
    converse("conversation:webmessaging:view"),
    converse("conversation:communication:disconnect"),
    converse("conversation:message:park"),
    converse("architect:flow:view"),
    converse("architect:flowInstance:search"),
    converse("architect:flowInstance:view"),
];

/// The endpoint of a method and path; what stands in braces may have any name.
pub(super) fn endpoint(text: &str) -> Option<&'static Surface> {
    ENDPOINTS.iter().find(|known| segments(known.name).eq(segments(text)))
}

/// The scope or permission of a name.
pub(super) fn permission(text: &str) -> Option<&'static Surface> {
    PERMISSIONS.iter().find(|known| known.name == text)
}

fn segments(text: &str) -> impl Iterator<Item = &str> {
    let parts = text.split_whitespace().flat_map(|part| part.split('/'));
    parts.map(|part| if part.starts_with('{') && part.ends_with('}') { "{}" } else { part })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fake::Endpoint;
    use crate::scenario::model::RunStep;

    #[test]
    fn every_endpoint_and_every_step_over_http_is_one_of_the_fake_s() {
        let steps = RunStep::WORDS.iter().filter(|(_, step)| !step.is_of_guest()).map(|(word, _)| *word);
        for name in ENDPOINTS.iter().map(|known| known.name).chain(steps) {
            assert!(name.parse::<Endpoint>().is_ok(), "a fault at `{name}` would be lost");
        }
    }

    #[test]
    fn the_names_of_path_parameters_do_not_matter() {
        assert!(endpoint("GET /api/v2/webchat/widgets/{widgetId}").is_some());
        assert!(endpoint("GET /api/v2/flows/instances/jobs/{id}").is_some());
        assert!(endpoint("POST /oauth/token").is_some());
        assert!(endpoint("PUT /oauth/token").is_none());
        assert!(endpoint("GET /api/v2/webchat/widgets/7").is_none());
    }

    #[test]
    fn the_driver_is_the_one_that_requests_it() {
        let driver = |text: &str| endpoint(text).and_then(|known| known.driver);
        assert_eq!(driver("POST /oauth/token"), None);
        assert_eq!(driver("GET /api/v2/webchat/widgets/{id}"), Some(Driver::Simulate));
        assert_eq!(driver("GET /api/v2/conversations/messages/{id}"), Some(Driver::Converse));
        assert_eq!(permission("architect:flow:view").and_then(|known| known.driver), Some(Driver::Converse));
    }
}
