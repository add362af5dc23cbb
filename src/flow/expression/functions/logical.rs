//! Logical functions. `If` is evaluated by the evaluation itself, because only one of its branches runs.

use super::{Arguments, Definition};
use crate::flow::expression::Value;
use crate::flow::expression::error::Fault;

pub(super) const FUNCTIONS: &[Definition] = &[
    Definition {
        name: "If",
        summary: "the second argument when the first is true, else the third; only that one is evaluated",
        signatures: &["(condition: Boolean?, trueValue: Anything?, falseValue: Anything?) -> Anything"],
        run: choose,
        examples: &[
            ("If(5>3, \"hello\", \"world\")", "\"hello\""),
            ("5 + If(IsSet(ToInt(NOT_SET)), ToInt(NOT_SET), 0)", "5"),
            ("If(true, 1, 1 / 0)", "1"),
        ],
    },
    Definition {
        name: "IsSet",
        summary: "whether the value is anything but NOT_SET; an empty text is set",
        signatures: &["(item: Anything?) -> Boolean"],
        run: |arguments| Ok(Value::Boolean(!arguments.value(0)?.is_not_set())),
        examples: &[("IsSet(\"\")", "true"), ("IsSet(ToInt(NOT_SET))", "false")],
    },
];

/// Reached only when a caller has evaluated both branches already.
fn choose(arguments: &Arguments<'_>) -> Result<Value, Fault> {
    let met = arguments.value(0)?.as_boolean().unwrap_or_default();
    arguments.value(if met { 1 } else { 2 }).cloned()
}
