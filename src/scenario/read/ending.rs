//! How a case must end: `expect.ending`, a word or a map with one word.

use crate::diagnostic::{Code, list_of};
use crate::scenario::model::{EndingExpectation, Spanned};
use crate::yaml::{Node, Value};

use super::decoder::Decoder;
use super::text::text_match;

/// The words for an ending, in the order in which they are explained.
pub(in crate::scenario) const ENDINGS: &[&str] = &[
    "transferred",
    "disconnected",
    "end_of_state",
    "exited",
    "failed",
    "customer_left",
    "timed_out",
    "step_limit",
    "waiting",
];

pub(super) fn ending(d: &mut Decoder<'_>, node: &Node) -> Option<Spanned<EndingExpectation>> {
    let found = match &node.value {
        Value::Scalar(scalar) if !scalar.is_null() => word(d, node, &scalar.text),
        Value::Map(_) => {
            let mut map = d.map(node)?;
            let chosen = d.one_key(&mut map, ENDINGS);
            map.finish(d.reader);
            let chosen = chosen?;
            detail(d, chosen.key, &chosen.entry.value)
        }
        _ => {
            d.expected("a word or a map", node, "write `transferred`, or `{ transferred: { queue: … } }`");
            None
        }
    };
    found.map(|ending| d.spanned(node, ending))
}

/// An ending of which no more is said.
fn word(d: &mut Decoder<'_>, node: &Node, word: &str) -> Option<EndingExpectation> {
    let ending = match word {
        "transferred" => {
            EndingExpectation::Transferred { queue: None, skills: None, priority: None, language_skill: None }
        }
        "disconnected" => EndingExpectation::Disconnected,
        "end_of_state" => EndingExpectation::EndOfState,
        "exited" => EndingExpectation::Exited(None),
        "failed" => EndingExpectation::Failed(None),
        "customer_left" => EndingExpectation::CustomerLeft,
        "timed_out" => EndingExpectation::TimedOut,
        "step_limit" => EndingExpectation::StepLimit,
        "waiting" => EndingExpectation::Waiting,
        other => {
            let help = list_of("endings", other, ENDINGS.iter().copied()).unwrap_or_default();
            d.problem(Code::BAD_VALUE, &node.span, format!("`{other}` is not an ending"), help);
            return None;
        }
    };
    Some(ending)
}

/// An ending with what more is said of it.
fn detail(d: &mut Decoder<'_>, key: &str, node: &Node) -> Option<EndingExpectation> {
    match key {
        "transferred" => transferred(d, node),
        "exited" => {
            let mut map = d.map(node)?;
            let reason = map.given("reason").and_then(|node| d.name(node));
            map.finish(d.reader);
            Some(EndingExpectation::Exited(reason))
        }
        "failed" => {
            let mut map = d.map(node)?;
            let says = map.given("says").and_then(|node| text_match(d, node));
            map.finish(d.reader);
            Some(EndingExpectation::Failed(says))
        }
        _ => {
            if node.as_map().is_none_or(|entries| !entries.is_empty()) {
                d.expected("an empty map", node, &format!("write `ending: {key}`: nothing more is checked of it"));
            }
            word(d, node, key)
        }
    }
}

fn transferred(d: &mut Decoder<'_>, node: &Node) -> Option<EndingExpectation> {
    let mut map = d.map(node)?;
    let queue = map.given("queue").and_then(|node| text_match(d, node));
    let skills = map.given("skills").map(|node| match node.as_list() {
        Some([]) => Vec::new(),
        _ => d.names(node, true).into_iter().map(|skill| skill.value).collect(),
    });
    let priority = map.given("priority").and_then(|node| priority(d, node));
    let language_skill = map.given("language_skill").and_then(|node| d.name(node));
    map.finish(d.reader);
    Some(EndingExpectation::Transferred { queue, skills, priority, language_skill })
}

fn priority(d: &mut Decoder<'_>, node: &Node) -> Option<i64> {
    let value = node.as_scalar().and_then(|scalar| scalar.as_integer());
    if value.is_none() {
        d.expected("a whole number", node, "write digits only, without quotes");
    }
    value
}
