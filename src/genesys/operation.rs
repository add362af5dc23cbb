//! The table of calls: what each is for, its method and path, whether it may be repeated, and what it takes: a scope by the seed's steps, or
//! permissions in a real org. Adding a call is a row here and a function in `endpoints/`. Must not know how a request is sent.

use reqwest::Method;

use super::needs::Needs::{self, All, Any, Nothing, Scope};
use super::retry::Safety;
use super::scopes;

/// One call of the API.
#[derive(Debug)]
pub struct Operation {
    /// What the call is for, as it fits before "failed": `creating the widget`.
    pub doing: &'static str,
    /// The method.
    pub method: Method,
    /// The path with `{placeholders}`.
    pub template: &'static str,
    /// What the caller must have been given.
    pub needs: Needs,
    /// What may be repeated without a second effect.
    pub(super) safety: Safety,
}

impl Operation {
    /// The scope that the seed asks for; none for the token itself and for the calls of a real org.
    pub fn scope(&self) -> Option<&'static str> {
        if let Scope(scope) = self.needs { Some(scope) } else { None }
    }

    /// Whether this is the request for a token, whose errors have OAuth's form.
    pub(super) fn is_token(&self) -> bool {
        self.template == TOKEN.template
    }

    /// Whether this is a call of the seed's steps, which no real org serves.
    pub(super) fn is_seed(&self) -> bool {
        self.scope().is_some()
    }

    /// Whether the address is a signed one that the org gave, whose query nothing may show.
    pub(super) fn is_signed(&self) -> bool {
        self.template == DOWNLOAD_EXECUTION.template
    }
}

macro_rules! operations {
    ($($(#[$doc:meta])* $name:ident = $doing:literal, $method:ident $template:literal, $needs:expr, $safety:ident;)*) => {
        $($(#[$doc])* pub(super) static $name: Operation = Operation {
            doing: $doing,
            method: Method::$method,
            template: $template,
            needs: $needs,
            safety: Safety::$safety,
        };)*
        /// Every call that this client makes.
        pub static OPERATIONS: &[&Operation] = &[$(&$name),*];
    };
}

operations! {
    TOKEN = "getting a token", POST "/oauth/token", Nothing, Repeatable;
    CREATE_WIDGET = "creating the widget", POST "/api/v2/webchat/widgets", Scope(scopes::WEBCHAT_WRITE), Creating;
    READ_WIDGET = "reading the widget", GET "/api/v2/webchat/widgets/{widgetId}", Scope(scopes::WEBCHAT_WRITE), Repeatable;
    DELETE_WIDGET = "deleting the widget", DELETE "/api/v2/webchat/widgets/{widgetId}", Scope(scopes::WEBCHAT_WRITE), Repeatable;
    START_CONVERSATION = "starting the conversation",
        POST "/api/v2/conversations/messaging/conversations/participants", Scope(scopes::MESSAGING_WRITE), Creating;
    READ_CONVERSATION = "reading the conversation",
        GET "/api/v2/conversations/messaging/conversations/{conversationId}", Scope(scopes::MESSAGING_READ), Repeatable;
    DELETE_CONVERSATION = "deleting the conversation",
        DELETE "/api/v2/conversations/messaging/conversations/{conversationId}", Scope(scopes::MESSAGING_WRITE), Repeatable;
    // A simulation may run data actions and write attributes, so a second one is a second effect.
    SIMULATE = "simulating the flow", POST "/api/v2/architect/flows/{flowId}/simulate", Scope(scopes::ARCHITECT_WRITE), Creating;

    READ_ORGANIZATION = "reading the org", GET "/api/v2/organizations/me", Nothing, Repeatable;
    READ_TOKEN = "reading the token's org", GET "/api/v2/tokens/me", Nothing, Repeatable;
    REVOKE_TOKEN = "giving back the token", DELETE "/api/v2/tokens/me", Nothing, Repeatable;

    LIST_DEPLOYMENTS = "listing the deployments",
        GET "/api/v2/webdeployments/deployments", All(&["webDeployments:deployment:view"]), Repeatable;
    CREATE_DEPLOYMENT = "creating the deployment",
        POST "/api/v2/webdeployments/deployments", All(&["webDeployments:deployment:add"]), Creating;
    READ_DEPLOYMENT = "reading the deployment",
        GET "/api/v2/webdeployments/deployments/{deploymentId}", All(&["webDeployments:deployment:view"]), Repeatable;
    CHANGE_DEPLOYMENT = "changing the deployment",
        PUT "/api/v2/webdeployments/deployments/{deploymentId}", All(&["webDeployments:deployment:edit"]), Repeatable;
    DELETE_DEPLOYMENT = "deleting the deployment",
        DELETE "/api/v2/webdeployments/deployments/{deploymentId}", All(&["webDeployments:deployment:delete"]), Repeatable;

    LIST_CONFIGURATIONS = "listing the messenger configurations",
        GET "/api/v2/webdeployments/configurations", All(&["webDeployments:configuration:view"]), Repeatable;
    CREATE_CONFIGURATION = "creating the messenger configuration",
        POST "/api/v2/webdeployments/configurations", All(&["webDeployments:configuration:add"]), Creating;
    READ_CONFIGURATION = "reading the messenger configuration",
        GET "/api/v2/webdeployments/configurations/{configurationId}/versions/{versionId}",
        All(&["webDeployments:configuration:view"]), Repeatable;
    // A second publication is a second version.
    PUBLISH_CONFIGURATION = "publishing the messenger configuration",
        POST "/api/v2/webdeployments/configurations/{configurationId}/versions/draft/publish",
        All(&["webDeployments:configuration:edit", "webDeployments:configuration:add"]), Creating;
    DELETE_CONFIGURATION = "deleting the messenger configuration",
        DELETE "/api/v2/webdeployments/configurations/{configurationId}",
        All(&["webDeployments:configuration:delete"]), Repeatable;

    LIST_FLOWS = "looking for the flow", GET "/api/v2/flows", Any(&["architect:flow:view"]), Repeatable;
    READ_FLOW = "reading the flow", GET "/api/v2/flows/{flowId}", Any(&["architect:flow:view"]), Repeatable;
    READ_FLOW_CONFIGURATION = "reading the flow's configuration",
        GET "/api/v2/flows/{flowId}/latestconfiguration", Any(&["architect:flow:view"]), Repeatable;

    READ_MESSAGE = "looking for the message's conversation",
        GET "/api/v2/conversations/messages/{messageId}/details",
        Any(&["conversation:message:view", "conversation:webmessaging:view"]), Repeatable;
    READ_ORG_CONVERSATION = "reading the conversation",
        GET "/api/v2/conversations/{conversationId}", Any(&["conversation:communication:view"]), Repeatable;
    READ_MESSAGE_CONVERSATION = "reading the messaging conversation",
        GET "/api/v2/conversations/messages/{conversationId}", Nothing, Repeatable;
    WRITE_ATTRIBUTES = "writing the participant's attributes",
        PATCH "/api/v2/conversations/messages/{conversationId}/participants/{participantId}/attributes", Nothing, Repeatable;
    END_MESSAGE_CONVERSATION = "ending the messaging conversation",
        PATCH "/api/v2/conversations/messages/{conversationId}",
        Any(&["conversation:communication:disconnect", "conversation:message:park"]), Repeatable;
    END_CONVERSATION = "ending the conversation",
        DELETE "/api/v2/conversations/{conversationId}", Any(&["conversation:communication:disconnect"]), Repeatable;
    TEAR_DOWN_CONVERSATION = "tearing down the conversation",
        POST "/api/v2/conversations/{conversationId}/disconnect", Any(&["conversation:communication:disconnect"]), Repeatable;
    SEARCH_PARTICIPANTS = "searching conversations by attribute",
        POST "/api/v2/conversations/participants/attributes/search", Any(&["conversation:participant:attributesview"]), Repeatable;
    SEND_OPEN_MESSAGE = "sending the open message",
        POST "/api/v2/conversations/messages/{integrationId}/inbound/open/message", All(&["conversation:message:receive"]), Creating;
    READ_HISTORY = "reading the guest's history", GET "/api/v2/webmessaging/messages", Nothing, Repeatable;

    QUERY_INSTANCES = "looking for flow executions",
        POST "/api/v2/flows/instances/query", Any(&["architect:flowInstance:search"]), Repeatable;
    // A second job gathers the same data a second time, which changes nothing in the org.
    START_INSTANCE_JOB = "asking for execution data",
        POST "/api/v2/flows/instances/jobs", Any(&["architect:flowInstance:view"]), Repeatable;
    READ_INSTANCE_JOB = "waiting for execution data",
        GET "/api/v2/flows/instances/jobs/{jobId}", Any(&["architect:flowInstance:view"]), Repeatable;
    DOWNLOAD_EXECUTION = "downloading execution data", GET "{downloadUri}", Nothing, Repeatable;
    READ_EXECUTION_SETTING = "reading whether execution data is kept",
        GET "/api/v2/settings/executiondata", Any(&["settings:executiondata:view"]), Repeatable;
    READ_LOG_LEVEL = "reading the flow's log level",
        GET "/api/v2/flows/{flowId}/instances/settings/loglevels", All(&["architect:flowLogLevel:view"]), Repeatable;
    CREATE_LOG_LEVEL = "setting the flow's log level",
        POST "/api/v2/flows/{flowId}/instances/settings/loglevels", All(&["architect:flowLogLevel:add"]), Creating;
    CHANGE_LOG_LEVEL = "changing the flow's log level",
        PUT "/api/v2/flows/{flowId}/instances/settings/loglevels", All(&["architect:flowLogLevel:edit"]), Repeatable;
    DELETE_LOG_LEVEL = "restoring the flow's log level",
        DELETE "/api/v2/flows/{flowId}/instances/settings/loglevels", All(&["architect:flowLogLevel:delete"]), Repeatable;

    LIST_OUTCOMES = "listing the flow outcomes",
        GET "/api/v2/flows/outcomes", All(&["architect:flowOutcome:view"]), Repeatable;
    LIST_MILESTONES = "listing the flow milestones",
        GET "/api/v2/flows/milestones", All(&["architect:flowMilestone:view"]), Repeatable;
    READ_ANALYTICS = "reading the conversation's analytics",
        GET "/api/v2/analytics/conversations/{conversationId}/details",
        Any(&["analytics:conversationDetail:view", "analytics:agentConversationDetail:view"]), Repeatable;
    OPEN_BOT_SESSION = "opening the bot's session",
        POST "/api/v2/textbots/botflows/sessions", Any(&["textbots:botFlowSession:execute"]), Creating;
    TAKE_BOT_TURN = "taking the bot's turn",
        POST "/api/v2/textbots/botflows/sessions/{sessionId}/turns", Any(&["textbots:botFlowSession:execute"]), Creating;
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Posts that read, or whose second time changes nothing.
    const READING_POSTS: [&str; 5] =
        ["/oauth/token", "/flows/instances/query", "/flows/instances/jobs", "/attributes/search", "/disconnect"];

    #[test]
    fn only_posts_that_make_something_are_not_repeatable() {
        for one in OPERATIONS {
            let reading = READING_POSTS.iter().any(|ending| one.template.ends_with(ending));
            let creating = one.method == Method::POST && !reading;
            assert_eq!(one.safety == Safety::Creating, creating, "{}", one.doing);
        }
    }

    #[test]
    fn calls_of_the_seed_are_those_that_no_real_org_serves() {
        for one in OPERATIONS {
            let seed = one.template.contains("/webchat/")
                || one.template.contains("/messaging/conversations")
                || one.template.ends_with("/simulate");
            assert_eq!(one.is_seed(), seed, "{}", one.doing);
        }
    }

    #[test]
    fn no_two_calls_share_method_and_path() {
        let mut seen: Vec<_> = OPERATIONS.iter().map(|one| (one.method.as_str(), one.template)).collect();
        seen.sort_unstable();
        seen.dedup();
        assert_eq!(seen.len(), OPERATIONS.len());
    }
}
