//! What goes wrong on purpose: `faults`. Who makes it go wrong is not known here.

use crate::diagnostic::Code;
use crate::scenario::model::{Fault, FaultAction, FaultPoint, Lag, OrgSetting, RunStep};
use crate::yaml::{MapReader, Node};

use super::decoder::Decoder;
use super::failure::http_status;
use super::guest_faults::{GUEST_ONLY, trouble};

/// The methods that an endpoint may be named with.
const METHODS: &[&str] = &["GET", "POST", "PUT", "PATCH", "DELETE"];

/// What may become of an answer besides its status; each stands alone.
const BREAKS: &[&str] = &["malformed", "reset", "truncated", "silent"];

/// The kinds of faults, by the key that tells them apart.
const KINDS: &[&str] = &["at", "lacks", "credentials", "token_lifetime", "strict", "rate_limit", "lag", "without"];

/// The keys that only an endpoint has.
const ENDPOINT_ONLY: &[&str] = &["status", "retry_after", "reset", "truncated"];

/// The keys beside `at` for an endpoint.
const ANSWER_KEYS: &[&str] =
    &["times", "after", "status", "retry_after", "delay", "malformed", "reset", "truncated", "silent"];

pub(super) fn faults(d: &mut Decoder<'_>, node: &Node) -> Vec<Fault> {
    let items = d.filled_list(node, false);
    items.iter().filter_map(|item| fault(d, item).map(|action| Fault { action, place: d.place(item) })).collect()
}

fn fault(d: &mut Decoder<'_>, node: &Node) -> Option<FaultAction> {
    let mut map = d.map(node)?;
    let Some(chosen) = d.at_most_one_key(&mut map, KINDS) else {
        let answers = ANSWER_KEYS.iter().chain(GUEST_ONLY).filter(|key| map.given(key).is_some()).count();
        if answers > 0 && !map.has_like("at") {
            let help = "name the step or the endpoint: `at: widget`";
            d.problem(Code::MISSING_KEY, &node.span, "required key `at` is missing", help);
        } else if !map.has_left() {
            let help = "write `at: widget` with a `status`, or `lacks`, `credentials`, `token_lifetime`, `strict`, `rate_limit`, `lag`, `without`";
            d.problem(Code::NOTHING_GIVEN, &node.span, "what goes wrong is not said", help);
        }
        map.finish(d.reader);
        return None;
    };
    let value = &chosen.entry.value;
    if chosen.key == "at" {
        let action = match point(d, value) {
            Some(FaultPoint::Step(step)) if step.is_of_guest() => {
                let strange = strangers(d, node, &mut map, ENDPOINT_ONLY, AT_GUEST);
                trouble(d, &mut map, step, strange)
            }
            Some(at) => {
                let strange = strangers(d, node, &mut map, GUEST_ONLY, AT_ENDPOINT);
                answer(d, &mut map, Some(at), strange)
            }
            None => {
                map.discard(GUEST_ONLY);
                answer(d, &mut map, None, true)
            }
        };
        map.finish(d.reader);
        return action;
    }
    map.finish(d.reader);
    match chosen.key {
        "lacks" => d.spanned_name(value).map(FaultAction::Lacks),
        "credentials" => d.word(value, &[("wrong", ())]).map(|()| FaultAction::WrongCredentials),
        "token_lifetime" => d.some_time(value).map(FaultAction::TokenLifetime),
        "strict" => {
            d.bare(value, "strict");
            Some(FaultAction::Strict)
        }
        "lag" => lag(d, value).map(FaultAction::Lag),
        "without" => d.word(value, OrgSetting::WORDS).map(FaultAction::Without),
        _ => d.small_number(value, 1).map(FaultAction::RateLimit),
    }
}

/// How late the org is, for one thing or several.
fn lag(d: &mut Decoder<'_>, node: &Node) -> Option<Lag> {
    let mut map = d.map(node)?;
    let given = ["message", "attributes", "execution"].map(|key| map.given(key));
    if given.iter().all(Option::is_none) && !map.has_left() {
        let help = "give `message`, `attributes` or `execution`, each with a duration";
        d.problem(Code::NOTHING_GIVEN, &node.span, "what comes late is not said", help);
    }
    map.finish(d.reader);
    let [message, attributes, execution] = given.map(|node| node.and_then(|node| d.some_time(node)));
    Some(Lag { message, attributes, execution })
}

/// What is said of a key at the wrong kind of step: where it belongs, and what is given here.
type Stranger = (&'static str, &'static str);

const AT_GUEST: Stranger = (
    "belongs to an endpoint, and this is a step of a guest",
    "a guest has no HTTP answers: give `close: CODE`, `error: CODE`, `silent: true`, `delay: 2s`…; at `connect`, `refused: STATUS`",
);

const AT_ENDPOINT: Stranger = (
    "belongs to a step of a guest, and this is an endpoint",
    "give `status`, `delay`, `malformed`, `reset`, `truncated` or `silent`; guests have `connect`, `configure`, `join`, `message`, `attach`, `end` and `leave`",
);

/// Reports the keys that are read at the other kind of step only; whether there are any.
fn strangers(d: &mut Decoder<'_>, node: &Node, map: &mut MapReader<'_>, keys: &[&str], said: Stranger) -> bool {
    let (belongs, help) = said;
    let entries = node.as_map().unwrap_or_default();
    let mut strange = false;
    for entry in entries.iter().filter(|entry| keys.contains(&entry.key.text.as_str())) {
        d.problem(Code::CONTRADICTION, &entry.key_span, format!("`{}` {belongs}", entry.key.text), help);
        strange = true;
    }
    map.discard(keys);
    strange
}

/// A step's word, or `METHOD /path/{id}`.
fn point(d: &mut Decoder<'_>, node: &Node) -> Option<FaultPoint> {
    let text = d.name(node)?;
    if let Some((_, step)) = RunStep::WORDS.iter().find(|(word, _)| *word == text) {
        return Some(FaultPoint::Step(*step));
    }
    if let Some((method, path)) = text.split_once(' ') {
        if METHODS.contains(&method) && path.starts_with('/') {
            return Some(FaultPoint::Endpoint(text));
        }
        let help = "write `POST /api/v2/webchat/widgets`, or the word of a step: `widget`";
        d.problem(Code::BAD_VALUE, &node.span, format!("`{text}` is not an endpoint"), help);
        return None;
    }
    d.word(node, RunStep::WORDS).map(FaultPoint::Step)
}

fn answer(d: &mut Decoder<'_>, map: &mut MapReader<'_>, at: Option<FaultPoint>, strange: bool) -> Option<FaultAction> {
    let span = map.span().clone();
    let times = map.given("times").and_then(|node| d.small_number(node, 1));
    let after = map.given("after").and_then(|node| d.small_number(node, 0)).unwrap_or(0);
    let status = map.given("status");
    let retry_after = map.given("retry_after");
    let delay = map.given("delay");
    let broken = d.at_most_one_key(map, BREAKS);
    let changes = status.is_some() || delay.is_some() || broken.is_some() || retry_after.is_some();
    if !changes && !strange && !map.has_left() {
        let help = "give `status`, `delay`, `malformed`, `reset`, `truncated` or `silent`";
        d.problem(Code::NOTHING_GIVEN, &span, "this fault changes nothing", help);
    }
    if let (Some(node), None) = (retry_after, status) {
        let help = "add `status: 429` or `status: 503`";
        d.problem(Code::CONTRADICTION, &node.span, "`retry_after` needs a `status`", help);
    }
    let broken = broken.and_then(|chosen| {
        if let (Some(status), "reset" | "silent") = (status, chosen.key) {
            let message = format!("`status` and `{}` exclude each other", chosen.key);
            d.problem(Code::CONTRADICTION, &status.span, message, "no status is sent where no answer is");
        }
        d.flag(&chosen.entry.value).then_some(chosen.key)
    });
    let status = status.and_then(|node| http_status(d, node));
    let retry_after = retry_after.and_then(|node| d.number(node, 0));
    let delay = delay.and_then(|node| d.some_time(node));
    Some(FaultAction::Answer {
        at: at?,
        times,
        after,
        status,
        retry_after,
        delay,
        malformed: broken == Some("malformed"),
        reset: broken == Some("reset"),
        truncated: broken == Some("truncated"),
        silent: broken == Some("silent"),
    })
}
