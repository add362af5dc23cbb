//! What goes wrong with a guest's connection: a fault at a step of a guest. Must not know endpoints.

use crate::diagnostic::Code;
use crate::scenario::model::{FaultAction, GuestTrouble, RunStep};
use crate::yaml::{MapReader, Node};

use super::decoder::{Chosen, Decoder};
use super::failure::http_status;

/// What may happen at a guest's step; each stands alone.
pub(in crate::scenario) const TROUBLES: &[&str] = &[
    "close",
    "silent",
    "error",
    "rate_limited",
    "expired",
    "unknown_class",
    "duplicate",
    "out_of_order",
    "oversized",
    "malformed",
    "delay",
    "refused",
];

/// The keys that only a guest's step has.
pub(super) const GUEST_ONLY: &[&str] = &[
    "close",
    "error",
    "says",
    "rate_limited",
    "expired",
    "unknown_class",
    "duplicate",
    "out_of_order",
    "oversized",
    "refused",
];

/// What can happen to a connection before it is open.
const WHILE_CONNECTING: &[&str] = &["refused", "close", "silent"];

/// Close codes of WebSockets: 1000 and up are the protocol's, 4000 to 4999 an application's (RFC 6455, 7.4.2).
const CLOSE_CODES: std::ops::RangeInclusive<u64> = 1_000..=4_999;

/// Close codes that no frame carries: `no code was there`, `TLS failed` (RFC 6455, 7.4.1). 1006, the third, stands for a broken connection.
const NEVER_SENT: &[u64] = &[1_005, 1_015];

/// Codes of an envelope that tell of a failure: those of HTTP, and Genesys' own from 4000 to 5000 (facts: genesys-api.md 4.3).
const ERROR_CODES: std::ops::RangeInclusive<u64> = 400..=5_999;

/// An HTTP status below this one does not refuse a handshake.
const FIRST_REFUSAL: u16 = 300;

/// Reads the keys beside `at`.
pub(super) fn trouble(d: &mut Decoder<'_>, map: &mut MapReader<'_>, at: RunStep, strange: bool) -> Option<FaultAction> {
    let span = map.span().clone();
    let times = map.given("times").and_then(|node| d.small_number(node, 1));
    let after = map.given("after").and_then(|node| d.small_number(node, 0)).unwrap_or(0);
    let says = map.given("says");
    let Some(chosen) = d.at_most_one_key(map, TROUBLES) else {
        if !strange && !map.has_left() {
            let help = match at {
                RunStep::Connect => "give `refused: STATUS`, `close: CODE` or `silent: true`",
                _ => "give `close: CODE`, `error: CODE`, `silent: true`, `delay: 2s`…",
            };
            d.problem(Code::NOTHING_GIVEN, &span, "this fault changes nothing", help);
        }
        return None;
    };
    misplaced(d, at, &chosen);
    if let (Some(node), true) = (says, chosen.key != "error") {
        d.problem(Code::CONTRADICTION, &node.span, "`says` needs an `error`", "add `error: 4011`, or remove `says`");
    }
    let says = says.and_then(|node| d.name(node));
    let what = what(d, &chosen, says)?;
    Some(FaultAction::Guest { at, times, after, what })
}

/// A handshake can be refused, and nothing but a handshake; no frame comes before it is done.
fn misplaced(d: &mut Decoder<'_>, at: RunStep, chosen: &Chosen<'_>) {
    let key = chosen.key;
    let (message, help) = match at {
        RunStep::Connect if !WHILE_CONNECTING.contains(&key) => (
            format!("`{key}` cannot happen before the connection is open"),
            "at `connect`, give `refused: 403`, `close: 1006` or `silent: true`",
        ),
        RunStep::Connect => return,
        _ if key == "refused" => (
            "only a connection that is being opened can be `refused`".to_owned(),
            "write `at: connect`, or `error: CODE` where the step is refused",
        ),
        _ => return,
    };
    d.problem(Code::CONTRADICTION, &chosen.entry.key_span, message, help);
}

fn what(d: &mut Decoder<'_>, chosen: &Chosen<'_>, says: Option<String>) -> Option<GuestTrouble> {
    let node = &chosen.entry.value;
    match chosen.key {
        "close" => close_code(d, node).map(GuestTrouble::Close),
        "error" => {
            let help = "a refusal has a code from 400 to 5999, such as 403, 4007, 4011, 4013 or 5000";
            let code = code_in(d, node, ERROR_CODES, "the code of a refusal", help);
            code.map(|code| GuestTrouble::Error { code, says })
        }
        "rate_limited" => d.number(node, 0).map(GuestTrouble::RateLimited),
        "delay" => d.some_time(node).map(GuestTrouble::Delay),
        "refused" => refusal(d, node).map(GuestTrouble::Refused),
        "silent" => meant(d, node, GuestTrouble::Silent),
        "expired" => meant(d, node, GuestTrouble::Expired),
        "unknown_class" => meant(d, node, GuestTrouble::UnknownClass),
        "duplicate" => meant(d, node, GuestTrouble::Duplicate),
        "out_of_order" => meant(d, node, GuestTrouble::OutOfOrder),
        "oversized" => meant(d, node, GuestTrouble::Oversized),
        _ => meant(d, node, GuestTrouble::Malformed),
    }
}

fn close_code(d: &mut Decoder<'_>, node: &Node) -> Option<u16> {
    let help =
        "write a code from 1000 to 4999, such as 1000, 1001, 1008 or 1011; 1006 means that the connection just breaks";
    let code = code_in(d, node, CLOSE_CODES, "a close code", help)?;
    if NEVER_SENT.contains(&u64::from(code)) {
        d.problem(Code::BAD_VALUE, &node.span, format!("close code {code} is never sent"), help);
        return None;
    }
    Some(code)
}

fn code_in(
    d: &mut Decoder<'_>,
    node: &Node,
    allowed: std::ops::RangeInclusive<u64>,
    what: &str,
    help: &str,
) -> Option<u16> {
    let value = d.number(node, 0)?;
    let code = u16::try_from(value).ok().filter(|_| allowed.contains(&value));
    if code.is_none() {
        d.problem(Code::BAD_VALUE, &node.span, format!("`{value}` is not {what}"), help);
    }
    code
}

fn refusal(d: &mut Decoder<'_>, node: &Node) -> Option<u16> {
    let status = http_status(d, node)?;
    if status < FIRST_REFUSAL {
        let message = format!("status {status} does not refuse anything");
        d.problem(Code::BAD_VALUE, &node.span, message, "write a status from 300 to 599, such as 403");
        return None;
    }
    Some(status)
}

/// A trouble that is there or not; `false` would say nothing.
fn meant(d: &mut Decoder<'_>, node: &Node, trouble: GuestTrouble) -> Option<GuestTrouble> {
    let mistakes = d.reader.found();
    let on = d.flag(node);
    if !on && d.reader.found() == mistakes {
        d.problem(Code::NOTHING_GIVEN, &node.span, "this fault changes nothing", "write `true`, or remove the fault");
    }
    on.then_some(trouble)
}
