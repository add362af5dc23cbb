//! What to do about each failure, in the words of the products' consoles and of the seed's section on common errors. Must not know how a
//! failure came about beyond its kind, its call and its code.

use std::time::Duration;

use super::error::ErrorKind;
use super::operation::{Operation, READ_HISTORY};
use super::platform_advice;
use super::retry::{LONGEST_RETRY_AFTER, Safety};
use super::scopes::required_scopes;

/// Where an OAuth client is edited, in the seed's words and in today's product's.
const CLIENTS: &str =
    "Admin Console > Platform > Applications > Clients (in today's product: Admin > Integrations > OAuth)";

/// Where roles get permissions, and clients their roles.
pub(super) const ROLES: &str = "add it to a role in Admin > People & Permissions > Roles / Permissions, and give the client that role in Admin > Integrations > OAuth > the client > Roles";

/// When a change of roles or scopes takes effect.
pub(super) const NEXT_TOKEN: &str = "a client of grant type client credentials picks the change up with its next token";

/// What to do where nothing better is known of a refused request.
pub(super) const LOOK: &str = "look at the request's fields against the message";

/// Requests that a real org allows to one token in a minute (facts: genesys-api.md 2.3).
const TOKEN_RATE: u32 = 300;

/// What an answer says that bears on the advice.
#[derive(Debug, Default)]
pub(super) struct Said {
    /// The status; none where no answer came.
    pub status: Option<u16>,
    /// The name of the rate limit that is used up: `client.credentials.token.rate.per.minute`.
    pub limit_key: Option<String>,
    /// How many requests it allows.
    pub limit_value: Option<u64>,
}

/// The advice for a failed call, most likely first.
pub(super) fn advice(kind: &ErrorKind, operation: &Operation, said: &Said) -> Vec<String> {
    match kind {
        ErrorKind::Unauthorized if operation.is_token() => vec![
            "cause: the client id or secret is wrong, or the OAuth client is of another region or grant type".into(),
            "check `GENESYS_CLIENT_ID`, `GENESYS_CLIENT_SECRET` and `GENESYS_ENVIRONMENT`".into(),
            format!("the client must be of grant type client credentials: {CLIENTS}"),
        ],
        ErrorKind::Unauthorized if operation.template == READ_HISTORY.template => platform_advice::guest_token(),
        ErrorKind::Unauthorized => vec![
            "cause: the token has expired or was never granted; a new one was asked for once and did not help".into(),
            "check that the token's host and the API's host belong to the same org and region".into(),
        ],
        ErrorKind::Forbidden { missing } if operation.is_seed() || operation.is_token() => forbidden(missing),
        ErrorKind::Forbidden { missing } => platform_advice::forbidden(operation, missing),
        ErrorKind::NotFound if operation.is_token() => vec!["check the login host's URL".into()],
        ErrorKind::NotFound if !operation.is_seed() => platform_advice::not_found(operation),
        ErrorKind::NotFound => vec![
            not_found(operation).into(),
            "if the host is meant to serve this path at all, check the base URL; no real org serves it".into(),
        ],
        ErrorKind::Conflict if !operation.is_seed() => platform_advice::conflict(operation),
        ErrorKind::Conflict => {
            vec!["something of this name exists: reuse it, delete it, or choose another name".into()]
        }
        ErrorKind::BadRequest => bad_request(operation, said.status),
        ErrorKind::RateLimited { retry_after } => rate_limited(*retry_after, said),
        ErrorKind::Server => unsure(
            operation,
            "the fault is the host's: try again later, or give its operators the correlation id and the time",
        ),
        ErrorKind::Connect => {
            vec!["check that the host is up, that address, port and scheme are right, and any proxy between".into()]
        }
        ErrorKind::Timeout => unsure(operation, "raise the request's time-out, or see why the host is slow"),
        ErrorKind::Reset => unsure(operation, "try again; if it goes on, look for a proxy or a host that restarts"),
        ErrorKind::Malformed | ErrorKind::Unexpected => {
            vec!["check that the base URL is that of an API and not of a web page or a proxy".into()]
        }
        ErrorKind::TooLarge => vec!["check that the base URL is that of an API".into()],
        ErrorKind::Refused | ErrorKind::Environment | ErrorKind::Setup => Vec::new(),
    }
}

fn forbidden(missing: &[String]) -> Vec<String> {
    let known = required_scopes();
    let (scopes, permissions): (Vec<&String>, Vec<&String>) =
        missing.iter().partition(|one| known.contains(&one.as_str()));
    let mut lines = Vec::new();
    if !scopes.is_empty() {
        let word = if scopes.len() == 1 { "scope" } else { "scopes" };
        lines.push(format!("the OAuth client lacks the {word} {}", quoted(&scopes)));
        lines.push(format!("add it in {CLIENTS}: open the client, then its scopes"));
    }
    if !permissions.is_empty() {
        let word = if permissions.len() == 1 { "permission" } else { "permissions" };
        lines.push(format!("the OAuth client's roles lack the {word} {}", quoted(&permissions)));
        lines.push(ROLES.into());
    }
    if missing.is_empty() {
        lines.push(format!("the OAuth client may not do this: look at its scopes and roles in {CLIENTS}"));
    }
    if permissions.is_empty() {
        lines.push(format!("the four steps need {}", quoted(known)));
    }
    lines.push(NEXT_TOKEN.into());
    lines
}

fn not_found(operation: &Operation) -> &'static str {
    match operation.template {
        template if template.contains("/flows/") => "check the flow's id or name (`GENESYS_FLOW_ID`)",
        template if template.ends_with("/participants") => "check the queue's id (`GENESYS_QUEUE_ID`)",
        template if template.contains("/widgets/") => "the widget does not exist, or was deleted",
        template if template.contains("/conversations/") => "the conversation does not exist, or has been removed",
        _ => "check the base URL",
    }
}

/// Advice for a failure that leaves open whether the request was carried out.
fn unsure(operation: &Operation, advice: &str) -> Vec<String> {
    let mut lines = vec![advice.to_owned()];
    if operation.safety == Safety::Creating {
        lines.push("it was not sent again, since the first may have been carried out".into());
    }
    lines
}

fn bad_request(operation: &Operation, status: Option<u16>) -> Vec<String> {
    match (status, operation.template) {
        (Some(413), _) => vec!["send less: a real org takes at most 512,000 bytes in one request".into()],
        (Some(415), _) => vec!["the host does not take JSON here: check the base URL and any proxy between".into()],
        (_, template) if template.ends_with("/participants") => vec![
            "each attribute must be one that the widget declares, in the same letter case".into(),
            "the widget's own list: GET /api/v2/webchat/widgets/{widgetId}".into(),
        ],
        (_, template) if template.ends_with("/simulate") => {
            vec!["the only event that can be simulated is `message`".into()]
        }
        _ if operation.is_seed() => vec![LOOK.into()],
        _ => platform_advice::bad_request(operation),
    }
}

fn rate_limited(retry_after: Option<Duration>, said: &Said) -> Vec<String> {
    let allowed = match (&said.limit_key, said.limit_value) {
        (Some(key), Some(value)) => format!("the limit `{key}` is {value}"),
        (None, Some(value)) => format!("the limit is {value} requests in one rate window"),
        (_, None) => format!("a real org allows {TOKEN_RATE} requests a minute for one token"),
    };
    let mut lines = vec![allowed];
    if let Some(asked) = retry_after {
        let seconds = asked.as_secs();
        lines.push(if asked > LONGEST_RETRY_AFTER {
            let most = LONGEST_RETRY_AFTER.as_secs();
            format!("the host asks to wait {seconds} s, more than the {most} s that a request is waited for")
        } else {
            format!("the host asks to wait {seconds} s")
        });
    }
    lines.push("run fewer cases at once, or wait until the minute is over".into());
    lines
}

pub(super) fn quoted<T: AsRef<str>>(words: impl IntoIterator<Item = T>) -> String {
    let words: Vec<String> = words.into_iter().map(|word| format!("`{}`", word.as_ref())).collect();
    words.join(", ")
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;
    use crate::genesys::operation::{CREATE_WIDGET, OPERATIONS, SIMULATE};

    fn missing(names: &[&str]) -> ErrorKind {
        ErrorKind::Forbidden { missing: names.iter().map(|&name| name.to_owned()).collect() }
    }

    #[test]
    fn a_missing_scope_is_named_with_its_place_and_the_whole_set() {
        let lines = advice(&missing(&["architect:write"]), &SIMULATE, &Said::default()).join("\n");
        for part in [
            "lacks the scope `architect:write`",
            "Clients",
            "Admin > Integrations > OAuth",
            "`webchat:write`, `conversation:messaging:write`, `conversation:messaging:read`, `architect:write`",
        ] {
            assert!(lines.contains(part), "{part}\n{lines}");
        }
    }

    #[test]
    fn a_missing_permission_leads_to_the_roles() {
        let lines = advice(&missing(&["architect:flow:view"]), &SIMULATE, &Said::default()).join("\n");
        assert!(lines.contains("lack the permission `architect:flow:view`") && lines.contains("Roles"), "{lines}");
        assert!(!lines.contains("scope"), "{lines}");
    }

    #[rstest]
    #[case(None, Said::default(), "300 requests a minute")]
    #[case(Some(7), Said { limit_value: Some(180), ..Said::default() }, "the host asks to wait 7 s")]
    #[case(Some(600), Said::default(), "600 s, more than the 120 s")]
    #[case(None, Said { limit_key: Some("token.rate.per.minute".into()), limit_value: Some(300), status: None }, "`token.rate.per.minute` is 300")]
    fn a_rate_limit_says_what_the_limit_is(#[case] wait: Option<u64>, #[case] said: Said, #[case] part: &str) {
        let kind = ErrorKind::RateLimited { retry_after: wait.map(Duration::from_secs) };
        let lines = advice(&kind, &CREATE_WIDGET, &said).join("\n");
        assert!(lines.contains(part), "{lines}");
    }

    #[test]
    fn every_call_has_advice_for_every_kind_that_a_host_can_cause() {
        let kinds = [
            ErrorKind::Connect,
            ErrorKind::Timeout,
            ErrorKind::Reset,
            ErrorKind::Malformed,
            ErrorKind::TooLarge,
            ErrorKind::Unauthorized,
            missing(&[]),
            ErrorKind::NotFound,
            ErrorKind::Conflict,
            ErrorKind::BadRequest,
            ErrorKind::RateLimited { retry_after: None },
            ErrorKind::Server,
            ErrorKind::Unexpected,
        ];
        for operation in OPERATIONS {
            for kind in &kinds {
                assert!(!advice(kind, operation, &Said::default()).is_empty(), "{} {kind:?}", operation.doing);
            }
        }
    }
}
