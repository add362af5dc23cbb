//! What to do about the failures of a real org's calls: which permission and where to give it, which id to check. Must not know how a
//! failure came about beyond its call and what the answer named.

use super::advice::{LOOK, NEXT_TOKEN, ROLES, quoted};
use super::needs::Needs;
use super::operation::{self, Operation};

/// Advice for a 403: what the answer says is missing, else what the call takes.
pub(super) fn forbidden(operation: &Operation, missing: &[String]) -> Vec<String> {
    if operation.is_signed() {
        return expired_address();
    }
    let mut lines = Vec::new();
    if !missing.is_empty() {
        let word = if missing.len() == 1 { "permission" } else { "permissions" };
        lines.push(format!("the OAuth client's roles lack the {word} {}", quoted(missing)));
    }
    match operation.needs {
        Needs::Any([one]) | Needs::All([one]) => lines.push(format!("the call needs the permission `{one}`")),
        Needs::Any(names) => lines.push(format!("the call needs one of the permissions {}", quoted(names))),
        Needs::All(names) => lines.push(format!("the call needs all of the permissions {}", quoted(names))),
        Needs::Nothing | Needs::Scope(_) => {
            lines.push("the call needs no permission of its own: check the role's divisions, which must hold the conversation's or flow's".into());
        }
    }
    lines.push(ROLES.into());
    if operation.template.contains("/flows/instances/") {
        lines.push(
            "the vendor's help also names Architect > Flow Instance Execution Data > View: give both when in doubt"
                .into(),
        );
    }
    lines.push(NEXT_TOKEN.into());
    lines
}

/// Advice for a 404.
pub(super) fn not_found(operation: &Operation) -> Vec<String> {
    if operation.is_signed() {
        return expired_address();
    }
    let line = match operation.template {
        template if template == operation::READ_MESSAGE.template => {
            "a message just sent is not known for a moment: wait and ask again; else check the message's id"
        }
        template if template == operation::READ_ANALYTICS.template => {
            "analytics comes minutes late: wait and ask again; else check the conversation's id"
        }
        template if template == operation::READ_LOG_LEVEL.template => {
            "the flow does not exist, or has no log level of its own: then the org's default holds"
        }
        template if template.ends_with("/loglevels") => {
            "the flow does not exist, or has no log level of its own: create it with POST, change it with PUT"
        }
        template if template.contains("/webdeployments/deployments/") => {
            "check the deployment's id: Admin > Message > Messenger Deployments"
        }
        template if template.contains("/webdeployments/configurations/") => {
            "check the configuration's id and version: Admin > Message > Messenger Configurations"
        }
        template if template.contains("/flows/instances/jobs/") => "the job is gone: ask for the data again",
        template if template.contains("/flows/{flowId}") => {
            "check the flow's id (`GENESYS_FLOW_ID`), and that it is published"
        }
        template if template.contains("{integrationId}") => {
            "check the integration's id: Admin > Message > Platforms, of kind Open Messaging"
        }
        template if template.contains("{conversationId}") => {
            "the conversation or participant does not exist, is of another kind, or has been removed"
        }
        template if template.contains("/textbots/") => "check the bot flow's id; a session that has ended is gone",
        _ => "check that the base URL is that of the region's API: `https://api.{domain}`",
    };
    vec![line.into()]
}

/// Advice for a 409.
pub(super) fn conflict(operation: &Operation) -> Vec<String> {
    let line = match operation.template {
        template if template.ends_with("/loglevels") => {
            "the flow has a log level of its own already: change it with PUT"
        }
        template if template == operation::DELETE_CONFIGURATION.template => {
            "delete the deployments that use the configuration first"
        }
        _ => "something of this name exists, or what is asked for does not fit the present state: read it anew first",
    };
    vec![line.into()]
}

/// Advice for a 400.
pub(super) fn bad_request(operation: &Operation) -> Vec<String> {
    let line = match operation.template {
        template if template == operation::CREATE_DEPLOYMENT.template => {
            "the flow must be an inbound message flow, the configuration a published version, and `allowedDomains` empty where all are allowed"
        }
        template if template == operation::QUERY_INSTANCES.template => {
            "the org may not allow this criterion: GET /api/v2/flows/instances/querycapabilities lists those that it does"
        }
        template if template == operation::READ_HISTORY.template => return guest_token(),
        template if template.contains("/textbots/") => {
            "the flow must be a published bot flow, and a turn must name the turn before it"
        }
        _ => LOOK,
    };
    vec![line.into()]
}

/// Advice for a guest's token that is refused.
pub(super) fn guest_token() -> Vec<String> {
    vec!["the guest's token has expired: get a new one from the session".into()]
}

fn expired_address() -> Vec<String> {
    vec!["the address lives for minutes and is its own credential: read the job again for a new one".into()]
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;
    use crate::genesys::operation::{
        DOWNLOAD_EXECUTION, PUBLISH_CONFIGURATION, QUERY_INSTANCES, READ_MESSAGE, WRITE_ATTRIBUTES,
    };

    #[rstest]
    #[case::one(&QUERY_INSTANCES, "needs the permission `architect:flowInstance:search`")]
    #[case::any(&READ_MESSAGE, "needs one of the permissions `conversation:message:view`, `conversation:webmessaging:view`")]
    #[case::all(&PUBLISH_CONFIGURATION, "needs all of the permissions `webDeployments:configuration:edit`, `webDeployments:configuration:add`")]
    #[case::none(&WRITE_ATTRIBUTES, "divisions")]
    #[case::signed(&DOWNLOAD_EXECUTION, "read the job again")]
    fn a_403_says_what_the_call_takes(#[case] operation: &Operation, #[case] part: &str) {
        let lines = forbidden(operation, &[]).join("\n");
        assert!(lines.contains(part), "{lines}");
    }

    #[test]
    fn what_the_answer_names_comes_first() {
        let lines = forbidden(&READ_MESSAGE, &["conversation:message:view".to_owned()]);
        assert_eq!(lines[0], "the OAuth client's roles lack the permission `conversation:message:view`");
    }
}
