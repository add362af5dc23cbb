//! The table of calls: what each is for, its method and path, whether it may be repeated, and the scope that it takes by the seed's steps.
//! Adding a call is a row here and a function in `endpoints/`. Must not know how a request is sent.

use reqwest::Method;

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
    /// The scope that the seed asks for; none for the token itself.
    pub scope: Option<&'static str>,
    /// What may be repeated without a second effect.
    pub(super) safety: Safety,
}

impl Operation {
    /// Whether this is the request for a token, whose errors have OAuth's form.
    pub(super) fn is_token(&self) -> bool {
        self.template == TOKEN.template
    }
}

macro_rules! operations {
    ($($(#[$doc:meta])* $name:ident = $doing:literal, $method:ident $template:literal, $scope:expr, $safety:ident;)*) => {
        $($(#[$doc])* pub(super) static $name: Operation = Operation {
            doing: $doing,
            method: Method::$method,
            template: $template,
            scope: $scope,
            safety: Safety::$safety,
        };)*
        /// Every call that this client makes.
        pub static OPERATIONS: &[&Operation] = &[$(&$name),*];
    };
}

operations! {
    TOKEN = "getting a token", POST "/oauth/token", None, Repeatable;
    CREATE_WIDGET = "creating the widget", POST "/api/v2/webchat/widgets", Some(scopes::WEBCHAT_WRITE), Creating;
    READ_WIDGET = "reading the widget", GET "/api/v2/webchat/widgets/{widgetId}", Some(scopes::WEBCHAT_WRITE), Repeatable;
    DELETE_WIDGET = "deleting the widget", DELETE "/api/v2/webchat/widgets/{widgetId}", Some(scopes::WEBCHAT_WRITE), Repeatable;
    START_CONVERSATION = "starting the conversation",
        POST "/api/v2/conversations/messaging/conversations/participants", Some(scopes::MESSAGING_WRITE), Creating;
    READ_CONVERSATION = "reading the conversation",
        GET "/api/v2/conversations/messaging/conversations/{conversationId}", Some(scopes::MESSAGING_READ), Repeatable;
    DELETE_CONVERSATION = "deleting the conversation",
        DELETE "/api/v2/conversations/messaging/conversations/{conversationId}", Some(scopes::MESSAGING_WRITE), Repeatable;
    // A simulation may run data actions and write attributes, so a second one is a second effect.
    SIMULATE = "simulating the flow", POST "/api/v2/architect/flows/{flowId}/simulate", Some(scopes::ARCHITECT_WRITE), Creating;
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_posts_that_make_something_are_not_repeatable() {
        for one in OPERATIONS {
            let creating = one.method == Method::POST && one.scope.is_some();
            assert_eq!(one.safety == Safety::Creating, creating, "{}", one.doing);
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
