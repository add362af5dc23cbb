//! A step that must fail: `expect.error`.

use crate::diagnostic::Code;
use crate::scenario::model::{ErrorExpectation, RunStep, Spanned};
use crate::yaml::Node;

use super::decoder::Decoder;
use super::text::text_match;

/// `{ step, status, code, says }`.
pub(super) fn failure(d: &mut Decoder<'_>, node: &Node) -> Option<Spanned<ErrorExpectation>> {
    let mut map = d.map(node)?;
    let status = map.given("status").and_then(|node| http_status(d, node));
    let code = map.given("code").and_then(|node| d.name(node));
    let says = map.given("says").and_then(|node| text_match(d, node));
    let step = d.require(&mut map, "step", "name the step that fails: `step: participant`");
    let step = step.and_then(|node| d.word(node, RunStep::WORDS));
    map.finish(d.reader);
    Some(d.spanned(node, ErrorExpectation { step: step?, status, code, says }))
}

/// An HTTP status that tells of a failure.
pub(super) fn http_status(d: &mut Decoder<'_>, node: &Node) -> Option<u16> {
    let value = d.number(node, 0)?;
    let status = u16::try_from(value).ok().filter(|status| (100..=599).contains(status));
    if status.is_none() {
        let message = format!("`{value}` is not an HTTP status");
        d.problem(Code::BAD_VALUE, &node.span, message, "a status is a number from 100 to 599");
    }
    status
}
