//! Functions that compare: `AreEqual`, `IsNotSetOrEmpty`.

use super::{Arguments, Definition};
use crate::flow::expression::error::Fault;
use crate::flow::expression::operators::order_of_texts;
use crate::flow::expression::value::same;
use crate::flow::expression::{Json, Type, Value};

pub(super) const FUNCTIONS: &[Definition] = &[
    Definition {
        name: "AreEqual",
        summary: "whether all values are equal; a leading true ignores letter case of texts",
        signatures: &[
            "(ignoreCase: Boolean, valueToCompare: String?, valueToCompareTo: String?...) -> Boolean",
            "(ignoreCase: Boolean, valueToCompare: StringCollection, valueToCompareTo: StringCollection) -> Boolean",
            "(valueToCompare: Same?, valueToCompareTo: Same?...) -> Boolean",
            "(valueToCompare: SameCollection, valueToCompareTo: SameCollection) -> Boolean",
        ],
        run: are_equal,
        examples: &[
            ("AreEqual(100+5, 105, 110)", "false"),
            ("AreEqual(\"a\", \"A\")", "false"),
            ("AreEqual(true, \"Hello\", \"hel\" + \"lo\", \"hello\")", "true"),
            ("AreEqual(true, false, ToBool(NOT_SET))", "false"),
            ("AreEqual(NOT_SET, NOT_SET)", "true"),
            ("AreEqual(MakeList(5, 3), MakeList(3, 5))", "false"),
            ("AreEqual(true, MakeList(\"hello\"), MakeList(\"HELLO\"))", "true"),
            ("AreEqual(true, ToString(NOT_SET), ToString(NOT_SET))", "true"),
            ("AreEqual(ToInt(NOT_SET), 5)", "false"),
        ],
    },
    Definition {
        name: "IsNotSetOrEmpty",
        summary: "whether the value is NOT_SET, an empty text, or a list without items",
        signatures: &["(item: Anything?) -> Boolean"],
        run: |arguments| Ok(Value::Boolean(is_not_set_or_empty(arguments.value(0)?))),
        examples: &[
            ("IsNotSetOrEmpty(\"\")", "true"),
            ("IsNotSetOrEmpty(NOT_SET)", "true"),
            ("IsNotSetOrEmpty(false)", "false"),
            ("IsNotSetOrEmpty(MakeEmptyList(ToInt(NOT_SET)))", "true"),
            ("IsNotSetOrEmpty(MakeCurrency(ToDecimal(NOT_SET), \"USD\"))", "true"),
        ],
    },
];

fn are_equal(arguments: &Arguments<'_>) -> Result<Value, Fault> {
    let text = |value: &Value| matches!(value.type_of(), Type::String | Type::Any);
    let flagged = matches!(arguments.value(0)?, Value::Boolean(_)) && arguments.count() > 2;
    if flagged && arguments.from(1).all(text) {
        let (ignore_case, first) = (arguments.flag(0)?, arguments.value(1)?);
        return Ok(Value::Boolean(arguments.from(2).all(|value| same_text(first, value, ignore_case))));
    }
    if flagged && matches!(arguments.value(1)?, Value::Collection(_)) {
        let (ignore_case, first, second) = (arguments.flag(0)?, arguments.items(1)?, arguments.items(2)?);
        let equal = first.len() == second.len() && first.iter().zip(second).all(|(a, b)| same_text(a, b, ignore_case));
        return Ok(Value::Boolean(equal));
    }
    let first = arguments.value(0)?;
    let mut equal = true;
    for (index, value) in arguments.from(1).enumerate() {
        equal &= same(first, value).ok_or_else(|| {
            let message = format!("cannot compare {} with {}", first.type_of(), value.type_of());
            Fault::new(message).operand(index + 1).help("convert one side, for example with `ToString(…)`")
        })?;
    }
    Ok(Value::Boolean(equal))
}

fn same_text(a: &Value, b: &Value, ignore_case: bool) -> bool {
    match (a, b) {
        (Value::String(a), Value::String(b)) if ignore_case => order_of_texts(a, b, true).is_eq(),
        _ => same(a, b) == Some(true),
    }
}

fn is_not_set_or_empty(value: &Value) -> bool {
    match value {
        Value::NotSet(_) => true,
        Value::String(text) => text.is_empty(),
        Value::Collection(collection) => collection.items.is_empty(),
        Value::Currency(currency) => currency.amount.is_none(),
        Value::Communication(communication) => communication.text.is_empty(),
        // Decision: an empty JSON text, list or object is empty.
        Value::Json(Json::String(text)) => text.is_empty(),
        Value::Json(Json::Array(items)) => items.is_empty(),
        Value::Json(Json::Object(properties)) => properties.is_empty(),
        _ => false,
    }
}
