//! Values worth starting with: a constant that the flow compares with, else one that the name suggests. Must not know where a value goes.

use std::sync::Arc;

use serde_json::{Value as Json, json};

use crate::flow::Program;
use crate::flow::expression::{Type, Value};

/// What a switch leaves by where no case fits.
const DEFAULT: &str = "default";

/// Parts of names and a value for each; the first that a name holds decides.
const BY_NAME: &[(&str, &str)] = &[
    ("mail", "ada@example.com"),
    ("phone", "+13125550100"),
    ("language", "en"),
    ("country", "US"),
    ("count", "1"),
    ("number", "1001"),
    ("order", "1001"),
    ("date", "2026-12-01"),
    ("amount", "10"),
    ("price", "10"),
    ("name", "Ada"),
    ("id", "1001"),
];

/// What stands for a text of which nothing is known.
const ANY_TEXT: &str = "example";

/// The constants that expressions and switches hold a variable against, in file order, each once.
pub(super) fn constants(program: &Program, variable: &str) -> Vec<Value> {
    let mut found: Vec<Value> = Vec::new();
    for one in &program.uses.expressions {
        if !one.bound.expression.variables().any(|used| used.name.eq_ignore_ascii_case(variable)) {
            continue;
        }
        // A text that is put together holds constants, too; only a condition holds what it is compared with.
        let is_condition = one.bound.value_type == Type::Boolean;
        let literals = one.bound.expression.literals().filter(|_| is_condition);
        let mut own: Vec<Value> = literals.map(|literal| literal.value).collect();
        // The cases of a switch stand apart from the value that it looks at; it leaves by their names.
        if let Some(node) = one.action.map(|action| program.action(action)).filter(|node| &*node.kind == "switch") {
            let names = node.outputs.iter().map(|output| &output.name);
            let names = names.filter(|name| &***name != DEFAULT && !name.starts_with("case "));
            own.extend(names.map(|name| Value::String(Arc::clone(name))));
        }
        own.retain(|value| !found.contains(value));
        found.extend(own);
    }
    found
}

/// The texts among constants that say something.
pub(super) fn texts(constants: &[Value]) -> Vec<String> {
    let text = |value: &Value| match value {
        Value::String(text) if !text.trim().is_empty() => Some(text.to_string()),
        Value::Integer(number) => Some(number.to_string()),
        _ => None,
    };
    constants.iter().filter_map(text).collect()
}

/// A text for a name.
pub(super) fn text(name: &str, constants: &[Value]) -> String {
    let name = name.to_lowercase();
    let by_name = || BY_NAME.iter().find(|(part, _)| name.contains(part)).map_or(ANY_TEXT, |(_, value)| value);
    texts(constants).into_iter().next().unwrap_or_else(|| by_name().to_owned())
}

/// A value of a type for an output; none where a person must say what it is.
pub(super) fn output(name: &str, value_type: Type, constants: &[Value]) -> Option<Json> {
    Some(match value_type {
        Type::Boolean => json!(true),
        Type::Integer | Type::Decimal => {
            let number = constants.iter().find_map(|value| match value {
                Value::Integer(number) => Some(*number),
                _ => None,
            });
            json!(number.unwrap_or(1))
        }
        Type::String => json!(text(name, constants)),
        Type::PhoneNumber => json!("+13125550100"),
        Type::DateTime => json!("2026-12-01T10:00:00Z"),
        Type::Date => json!("2026-12-01"),
        Type::Time => json!("10:00:00"),
        Type::Collection(_) => json!([]),
        _ => return None,
    })
}
