//! What must come of a case: `expect`, whose parts stand in files of their own.

use crate::diagnostic::Code;
use crate::scenario::model::Expectations;
use crate::yaml::Node;

use super::decoder::Decoder;
use super::{calls, ending, expect_attributes, expect_path, failure};

pub(super) fn expect(d: &mut Decoder<'_>, node: &Node) -> Expectations {
    let mut expected = Expectations::default();
    let Some(mut map) = d.map(node) else { return expected };
    if node.as_map().is_some_and(<[_]>::is_empty) {
        let help = "give `path`, `attributes`, `calls`, `ending` or `error`, or remove the key";
        d.problem(Code::NOTHING_GIVEN, &node.span, "nothing is expected here", help);
    }
    expected.path = map.given("path").and_then(|node| expect_path::path(d, node));
    if let Some(node) = map.given("attributes") {
        expected.attributes = expect_attributes::attributes(d, node);
    }
    if let Some(node) = map.given("calls") {
        expected.calls = calls::calls(d, node);
    }
    expected.ending = map.given("ending").and_then(|node| ending::ending(d, node));
    expected.error = map.given("error").and_then(|node| failure::failure(d, node));
    map.finish(d.reader);
    expected
}
