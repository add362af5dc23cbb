//! What to do about each failure of a guest, in the words of the product's console. Must not know how the failure came about beyond its
//! step, its kind and its code.

use crate::wire::guest::code;

use super::error::{GuestErrorKind, GuestStep};
use super::options::{LONGEST_RATE_WAIT, MOST_RATE_REPEATS};

/// Where a deployment's settings are.
const DEPLOYMENT: &str = "Admin > Message > Messenger Deployments";

/// Where a configuration's settings are.
const CONFIGURATION: &str = "Admin > Message > Messenger Configurations";

/// The advice for a failed step, most likely first.
pub(super) fn advice(step: GuestStep, kind: &GuestErrorKind, code: Option<u16>) -> Vec<String> {
    match kind {
        GuestErrorKind::Connect => lines([
            "check that the host is up, that address, port and scheme are right, and any firewall between",
            "a WebSocket does not go through the environment's proxy",
        ]),
        GuestErrorKind::Handshake { status: 401 | 403 } => origin(),
        GuestErrorKind::Handshake { status: 429 } => {
            lines(["too many connections: a deployment takes 1,000 a minute; run fewer cases at once"])
        }
        GuestErrorKind::Handshake { .. } => {
            lines(["check the region and the address: `wss://webmessaging.{domain}/v1`", "check the deployment's id"])
        }
        GuestErrorKind::Closed { code, .. } => closed(step, *code),
        GuestErrorKind::Timeout => timeout(step),
        GuestErrorKind::Refused => refused(step, code),
        GuestErrorKind::RateLimited { .. } => vec![
            "send fewer messages: 2 a second in one session are always safe, 5 are the most".into(),
            format!(
                "the message was repeated at most {MOST_RATE_REPEATS} times, each after a wait of at most {} s",
                LONGEST_RATE_WAIT.as_secs()
            ),
        ],
        GuestErrorKind::Expired => lines([
            "the session's time is over: start a new one with a new token",
            "how long a session lasts is set in the deployment's configuration (72 hours unless changed)",
        ]),
        GuestErrorKind::Malformed => {
            lines(["check that the address is that of Genesys Cloud's web messaging and not of a proxy"])
        }
        GuestErrorKind::TooLarge => lines(["check that the address is that of Genesys Cloud's web messaging"]),
        GuestErrorKind::Limit => too_large(code),
        GuestErrorKind::Upload { .. } => lines([
            "the file's address lives for minutes and takes exactly the file that was announced: check the store's answer, then send the file again",
        ]),
        GuestErrorKind::Setup => Vec::new(),
    }
}

fn closed(step: GuestStep, code: Option<u16>) -> Vec<String> {
    match (step, code) {
        (GuestStep::Configure, _) => {
            let mut all =
                lines(["a connection that is closed at once is mostly one that the deployment does not let in"]);
            all.extend(origin());
            all
        }
        (_, Some(1_009)) => lines(["the message was too large for the host: send less"]),
        (_, Some(1_011..=1_013)) => lines(["the fault is the host's: try again later"]),
        _ => lines([
            "a session has at most 3 connections, and a fourth closes the oldest: look for others who use the same token",
            "connect again with the same token to resume the session",
        ]),
    }
}

fn timeout(step: GuestStep) -> Vec<String> {
    let first = match step {
        GuestStep::Connect => "check address, port and any firewall between",
        GuestStep::Configure => "check the deployment's id, and that the deployment is active",
        GuestStep::Join => "check that the deployment's flow is published",
        GuestStep::Clear => "check that `conversationClear` is on in the deployment's configuration",
        GuestStep::Attach => "check that file upload is on in the deployment's configuration",
        _ => "see whether the org is slow, or the session was configured at all",
    };
    lines([first, "raise the step's time-out if the host is slow"])
}

fn refused(step: GuestStep, code: Option<u16>) -> Vec<String> {
    match (step, code) {
        (GuestStep::Clear, Some(403) | Some(code::FEATURE_UNAVAILABLE)) => vec![format!(
            "the deployment's configuration does not let the customer end a conversation: turn on clearing of conversations in {CONFIGURATION}, publish, and give the deployment that version"
        )],
        (GuestStep::Configure, Some(401 | 403)) => origin(),
        (GuestStep::Configure, Some(400 | 404 | code::MISSING_PARAMETER)) => {
            vec![format!("check the deployment's id, and that it is active: {DEPLOYMENT}")]
        }
        (GuestStep::Configure, Some(4_017)) => lines(["the session was an authenticated one: use a new token"]),
        (_, Some(code::SESSION_NOT_FOUND)) => lines([
            "the session was not configured on this connection, or its time is over: configure it first, else use a new token",
        ]),
        (_, Some(code::MESSAGE_TOO_LONG | code::ATTRIBUTES_TOO_LARGE)) => too_large(code),
        (GuestStep::Attach, Some(code::FILE_TYPE..=4_005 | code::FEATURE_UNAVAILABLE | code::FILE_EMPTY)) => {
            vec![format!(
                "check the file's type, size and name against what the deployment's configuration allows: file upload in {CONFIGURATION}"
            )]
        }
        (_, Some(code::FEATURE_UNAVAILABLE)) => {
            vec![format!("the deployment's configuration does not allow this: {CONFIGURATION}")]
        }
        (_, Some(4_008..=code::ATTACHMENT_NOT_UPLOADED)) => lines(["upload the file again and send it at once"]),
        (_, Some(401 | 403)) => lines([
            "the session may not do this: it may be read-only after the conversation's end; start a new one with `startNew` or a new token",
        ]),
        (_, Some(500..=599 | code::UNEXPECTED)) => lines(["the fault is the org's: try again later"]),
        _ => lines(["look at the request against the org's words"]),
    }
}

fn too_large(code: Option<u16>) -> Vec<String> {
    match code {
        Some(code::ATTRIBUTES_TOO_LARGE) => lines([
            "send fewer or shorter attributes: 2,048 bytes of names and values for one message; later messages may bring more",
        ]),
        _ => lines([
            "send a shorter text: 4,096 bytes of UTF-8 are allowed, and a letter beyond ASCII takes two or more",
        ]),
    }
}

fn origin() -> Vec<String> {
    vec![
        format!("the deployment may not allow this origin: add its domain, or allow all domains, in {DEPLOYMENT}"),
        "or send an `Origin` that is allowed".into(),
        "check that the deployment is active and of this region".into(),
    ]
}

fn lines<const N: usize>(lines: [&str; N]) -> Vec<String> {
    lines.map(str::to_owned).into()
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[test]
    fn every_step_has_advice_for_every_kind_that_a_host_can_cause() {
        let kinds = [
            GuestErrorKind::Connect,
            GuestErrorKind::Handshake { status: 403 },
            GuestErrorKind::Handshake { status: 429 },
            GuestErrorKind::Handshake { status: 500 },
            GuestErrorKind::Closed { code: Some(1_006), reason: None },
            GuestErrorKind::Timeout,
            GuestErrorKind::Refused,
            GuestErrorKind::RateLimited { retry_after: None },
            GuestErrorKind::Expired,
            GuestErrorKind::Malformed,
            GuestErrorKind::TooLarge,
            GuestErrorKind::Limit,
            GuestErrorKind::Upload { status: None },
        ];
        let codes = [None, Some(400), Some(403), Some(4_000), Some(4_001), Some(4_006), Some(4_013), Some(5_000)];
        for step in GuestStep::ALL {
            for kind in &kinds {
                for code in codes {
                    assert!(!advice(step, kind, code).is_empty(), "{step:?} {kind:?} {code:?}");
                }
            }
        }
    }

    #[rstest]
    #[case::clear(GuestStep::Clear, 403, "turn on clearing of conversations")]
    #[case::origin(GuestStep::Configure, 403, "allow this origin")]
    #[case::no_session(GuestStep::Message, 4_007, "configure it first")]
    #[case::long_text(GuestStep::Message, 4_011, "4,096 bytes")]
    #[case::large_attributes(GuestStep::Join, 4_013, "2,048 bytes")]
    #[case::file(GuestStep::Attach, 4_002, "file upload")]
    fn a_refusal_leads_to_its_setting(#[case] step: GuestStep, #[case] code: u16, #[case] part: &str) {
        let lines = advice(step, &GuestErrorKind::Refused, Some(code)).join("\n");
        assert!(lines.contains(part), "{lines}");
    }
}
