//! How often something is called: `expect.calls`, and `times` wherever it stands.

use indexmap::IndexMap;

use crate::diagnostic::Code;
use crate::scenario::model::{CallExpectation, Times};
use crate::yaml::{Node, Value};

use super::decoder::Decoder;
use super::expect_path::inputs;
use super::stubs::no_integration;

type Calls = IndexMap<String, IndexMap<String, CallExpectation>>;

/// Integration → data action → `{ times, inputs }`, or `times` alone.
pub(super) fn calls(d: &mut Decoder<'_>, node: &Node) -> Calls {
    let integrations = d.entries(node, "`Integration: { Data action: { times: 1 } }`");
    let mut found = Calls::with_capacity(integrations.len());
    for integration in integrations {
        let value = &integration.value;
        if value.get("times").is_some() || value.as_scalar().is_some_and(|scalar| scalar.as_integer().is_some()) {
            no_integration(d, integration);
            continue;
        }
        let entries = d.entries(&integration.value, "`Data action: { times: 1 }` for each data action");
        let mut actions = IndexMap::with_capacity(entries.len());
        for entry in entries {
            if let Some(call) = call(d, &entry.value) {
                actions.insert(entry.key.text.clone(), call);
            }
        }
        found.insert(integration.key.text.clone(), actions);
    }
    found
}

fn call(d: &mut Decoder<'_>, node: &Node) -> Option<CallExpectation> {
    let place = d.place(node);
    if matches!(node.value, Value::Scalar(_)) {
        return times(d, node).map(|times| CallExpectation { times, inputs: IndexMap::new(), place });
    }
    let mut map = d.map(node)?;
    let count = map.given("times");
    let tests = map.given("inputs").map(|node| (node, inputs(d, node)));
    if count.is_none() && tests.is_none() && !map.has_left() {
        d.problem(Code::NOTHING_GIVEN, &node.span, "nothing is expected of this call", "give `times` or `inputs`");
    }
    map.finish(d.reader);
    let times = match count {
        Some(node) => times(d, node)?,
        None => Times { min: 1, max: None },
    };
    if let (Some(0), Some((node, _))) = (times.max, &tests) {
        let message = "a call that is never made has no inputs";
        d.problem(Code::CONTRADICTION, &node.span, message, "remove `inputs`, or raise `times`");
    }
    Some(CallExpectation { times, inputs: tests.map(|(_, tests)| tests).unwrap_or_default(), place })
}

/// A number, or `{ min, max }`.
pub(super) fn times(d: &mut Decoder<'_>, node: &Node) -> Option<Times> {
    match &node.value {
        Value::Map(_) => {
            let mut map = d.map(node)?;
            let min = map.given("min").map(|node| d.number(node, 0));
            let max = map.given("max").map(|node| (node, d.number(node, 0)));
            if min.is_none() && max.is_none() && !map.has_left() {
                d.problem(Code::NOTHING_GIVEN, &node.span, "how often is not said", "give `min` or `max`");
            }
            map.finish(d.reader);
            let min = min.flatten().unwrap_or(0);
            let (at, max) = max.map_or((None, None), |(node, max)| (Some(node), max));
            if let (Some(node), Some(most)) = (at, max.filter(|most| *most < min)) {
                let message = format!("at most {most} is less than at least {min}");
                d.problem(Code::CONTRADICTION, &node.span, message, "swap `min` and `max`");
            }
            Some(Times { min, max })
        }
        Value::Scalar(scalar) if scalar.as_integer().is_some() => {
            d.number(node, 0).map(|count| Times { min: count, max: Some(count) })
        }
        _ => {
            d.expected("a number or a map", node, "write `times: 2`, or `times: { min: 1, max: 3 }`");
            None
        }
    }
}
