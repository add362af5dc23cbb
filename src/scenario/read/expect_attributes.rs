//! What the customer's attributes must be: `arrived`, `set`, `unset`, `nothing_else`. Used at the end and by a mid-way step.

use crate::diagnostic::Code;
use crate::scenario::model::AttributeExpectation;
use crate::yaml::Node;

use super::decoder::Decoder;
use super::expect_path::inputs;

pub(super) fn attributes(d: &mut Decoder<'_>, node: &Node) -> AttributeExpectation {
    let mut expected = AttributeExpectation::default();
    let Some(mut map) = d.map(node) else { return expected };
    if node.as_map().is_some_and(<[_]>::is_empty) {
        let help = "give `arrived`, `set`, `unset` or `nothing_else`, or remove the key";
        d.problem(Code::NOTHING_GIVEN, &node.span, "no attribute is checked here", help);
    }
    if let Some(node) = map.given("arrived") {
        expected.arrived = inputs(d, node);
    }
    if let Some(node) = map.given("set") {
        expected.set = inputs(d, node);
    }
    if let Some(node) = map.given("unset") {
        expected.unset = d.names(node, true);
    }
    if let Some(node) = map.given("nothing_else") {
        expected.nothing_else = d.flag(node).then(|| d.place(node));
    }
    map.finish(d.reader);
    for name in &expected.unset {
        if let Some(set) = expected.set.get(&name.value) {
            let message = format!("`{}` cannot be both set and unset", name.value);
            let (at, other) = (name.place.clone(), set.place.clone());
            d.clash(Code::CONTRADICTION, at, message, other, "set here", "remove one of the two");
        }
    }
    expected
}
