//! The permissions that a live run needs, each with a read that tells whether the client has it: what does not exist is `not.found` for who
//! may look, and 403 for who may not (facts: genesys-api.md 2.5). Must not know flows.

use super::Check;
use super::exam::{Exam, Of};
use super::report::State;
use crate::genesys::{Client, ClientError, ErrorKind};

/// An id in the form of the org's that belongs to nothing: version 4, all else zero.
const NOBODY: &str = "00000000-0000-4000-8000-000000000000";

/// A version of nothing.
const FIRST_VERSION: &str = "1";

/// How it can be learnt whether the client has a permission.
#[derive(Debug, Clone, Copy)]
enum Learnt {
    Flow,
    Deployment,
    Configuration,
    Message,
    Conversation,
    Capabilities,
    Job,
    Setting,
    FlowSetting,
    LogLevel,
    DefaultLogLevel,
    Analytics,
    /// By a request that changes something, or by none that is a GET.
    Trying(&'static str),
}

/// A permission.
pub(super) struct Permission {
    /// Its name.
    pub name: &'static str,
    /// What the run needs it for.
    purpose: &'static str,
    /// What is missing without it, where a run can be held all the same.
    optional: Option<&'static str>,
    learnt: Learnt,
}

/// Reading deployments.
pub(super) const DEPLOYMENT_VIEW: &str = "webDeployments:deployment:view";
/// Reading configurations of deployments.
pub(super) const CONFIGURATION_VIEW: &str = "webDeployments:configuration:view";
/// Reading flows.
pub(super) const FLOW_VIEW: &str = "architect:flow:view";
/// Reading whether execution data are kept, in the org's settings.
pub(super) const SETTING_VIEW: &str = "settings:executiondata:view";
/// The same, in the second place.
pub(super) const FLOW_SETTING_VIEW: &str = "architect:flowinstanceexecutiondata:view";
/// Reading a flow's log level.
pub(super) const LOG_LEVEL_VIEW: &str = "architect:flowLogLevel:view";
/// Reading the org's log level.
pub(super) const DEFAULT_LOG_LEVEL_VIEW: &str = "architect:flowLogLevelDefault:view";

/// All of them, in the order of a run (facts: genesys-api.md section 8).
pub(super) const PERMISSIONS: &[Permission] = &[
    needed(DEPLOYMENT_VIEW, "the guard reads each deployment before anything is sent", Learnt::Deployment),
    needed(CONFIGURATION_VIEW, "doctor reads what a deployment lets its guests do", Learnt::Configuration),
    needed(FLOW_VIEW, "a run reads the flow and the names of its actions", Learnt::Flow),
    needed(
        "conversation:webmessaging:view",
        "a run finds the conversation of a message (`conversation:message:view` will do too)",
        Learnt::Message,
    ),
    optional(
        "conversation:communication:view",
        "`doctor --probe` and clean-up read conversations of whatever kind",
        "the purpose of the flow's participant stays unknown",
        Learnt::Conversation,
    ),
    needed(
        "conversation:communication:disconnect",
        "a run ends what it began (`conversation:message:park` will do for most)",
        Learnt::Trying("only ending a conversation tells"),
    ),
    needed("architect:flowInstance:search", "a run looks for the flow's executions", Learnt::Capabilities),
    needed("architect:flowInstance:view", "a run downloads execution data", Learnt::Job),
    optional(
        SETTING_VIEW,
        "doctor reads whether the org keeps execution data",
        "doctor sees the switch only in its second place",
        Learnt::Setting,
    ),
    optional(
        FLOW_SETTING_VIEW,
        "doctor reads the same switch in its second place",
        "doctor sees the switch only in its first place",
        Learnt::FlowSetting,
    ),
    optional(
        LOG_LEVEL_VIEW,
        "doctor reads what is recorded of a flow",
        "doctor cannot say what is recorded of a flow",
        Learnt::LogLevel,
    ),
    optional(
        DEFAULT_LOG_LEVEL_VIEW,
        "doctor reads what is recorded of flows without a level of their own",
        "doctor cannot say what is recorded of those",
        Learnt::DefaultLogLevel,
    ),
    optional(
        "analytics:conversationDetail:view",
        "a run without execution data reads the outcomes that a flow met",
        "a run without execution data sees no outcomes",
        Learnt::Analytics,
    ),
    optional(
        "conversation:participant:attributesview",
        "clean-up looks for what an interrupted run left behind",
        "clean-up finds only what the ledger names",
        Learnt::Trying("the search is a POST, which doctor does not send"),
    ),
];

const fn needed(name: &'static str, purpose: &'static str, learnt: Learnt) -> Permission {
    Permission { name, purpose, optional: None, learnt }
}

const fn optional(name: &'static str, purpose: &'static str, without: &'static str, learnt: Learnt) -> Permission {
    Permission { name, purpose, optional: Some(without), learnt }
}

impl Exam<'_> {
    /// Looks at each permission.
    pub async fn permissions(&mut self) {
        for permission in PERMISSIONS {
            let of = Of(Check::Permission, Some(permission.name));
            if let Learnt::Trying(why) = permission.learnt {
                self.not(of, format!("not known without trying: {why}; {}", permission.purpose));
                continue;
            }
            match ask(&self.sandbox.client, permission.learnt).await {
                Ok(()) => self.ok(of, permission.purpose),
                Err(error) if error.kind == ErrorKind::NotFound => self.ok(of, permission.purpose),
                Err(error) if matches!(error.kind, ErrorKind::Forbidden { .. }) => self.lacks(permission.name, &error),
                Err(error) => self.not(of, error.to_string()),
            }
        }
    }
}

impl Exam<'_> {
    /// The client lacks a permission, as a call was told. A run that only looks before it begins does without: what it needs itself, it
    /// says when it is refused.
    pub fn lacks(&mut self, name: &str, error: &ClientError) {
        if self.known.is_some() {
            return;
        }
        let known = PERMISSIONS.iter().find(|one| one.name == name);
        let (state, message) = match known.map(|one| (one.purpose, one.optional)) {
            Some((_, Some(without))) => (State::Warn, format!("it is missing: {without}")),
            Some((purpose, None)) => (State::Wrong, format!("it is missing: {purpose}")),
            None => (State::Wrong, error.to_string()),
        };
        self.put(Of(Check::Permission, Some(name)), state, message, error.advice.clone());
    }
}

/// The read that tells.
async fn ask(client: &Client, learnt: Learnt) -> Result<(), ClientError> {
    match learnt {
        Learnt::Flow => client.flow(NOBODY).await.map(drop),
        Learnt::Deployment => client.deployment(NOBODY).await.map(drop),
        Learnt::Configuration => client.configuration(NOBODY, FIRST_VERSION).await.map(drop),
        Learnt::Message => client.message_details(NOBODY).await.map(drop),
        Learnt::Conversation => client.org_conversation(NOBODY).await.map(drop),
        Learnt::Capabilities => client.query_capabilities().await.map(drop),
        Learnt::Job => client.instance_job(NOBODY).await.map(drop),
        Learnt::Setting => client.execution_data_setting().await.map(drop),
        Learnt::FlowSetting => client.flow_execution_data_setting().await.map(drop),
        Learnt::LogLevel => client.log_level(NOBODY).await.map(drop),
        Learnt::DefaultLogLevel => client.default_log_level().await.map(drop),
        Learnt::Analytics => client.conversation_analytics(NOBODY).await.map(drop),
        Learnt::Trying(_) => Ok(()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::genesys::{Needs, OPERATIONS};

    #[test]
    fn each_is_one_that_a_call_of_the_client_needs() {
        for permission in PERMISSIONS {
            let needs = |needs: Needs| needs.names().contains(&permission.name);
            assert!(OPERATIONS.iter().any(|one| needs(one.needs)), "{}", permission.name);
        }
    }
}
