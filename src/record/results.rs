//! What a call came back with, read from the variables that took it, by the flow's own bindings (facts: genesys-api.md 6.3,
//! `outputVariables`). What no variable takes the flow never saw, and a scenario need not say it.

use std::collections::HashSet;

use serde_json::{Map, Value as Json};

use crate::flow::expression::Type;
use crate::flow::program::{Node, Program, Takes};
use crate::trace::Taken;

/// The action of the program that was taken; none where the file is not the flow that ran.
pub(super) fn node<'p>(program: &'p Program, taken: &Taken) -> Option<&'p Node> {
    program.actions().iter().find(|node| node.id == taken.id)
}

/// The outputs by name. An output that came back as NOT_SET is left out: one that is not there is NOT_SET too.
pub(super) fn outputs(takes: &Takes, taken: &Taken) -> Map<String, Json> {
    let mut used = HashSet::new();
    let mut found = Map::new();
    for taker in &takes.outputs {
        let written =
            taken.assigned.iter().enumerate().find(|(at, one)| {
                !one.attribute && !used.contains(at) && one.name.eq_ignore_ascii_case(&taker.variable)
            });
        let Some((at, one)) = written else { continue };
        used.insert(at);
        if let Some(value) = &one.value {
            found.insert(taker.output.to_string(), json(value, taker.value_type));
        }
    }
    found
}

/// The value that a variable was given, as text.
pub(super) fn written<'t>(taken: &'t Taken, variable: Option<&str>) -> Option<&'t str> {
    let variable = variable?;
    let one = taken.assigned.iter().rev().find(|one| !one.attribute && one.name.eq_ignore_ascii_case(variable))?;
    one.value.as_deref()
}

/// An input as text, where it was set.
pub(super) fn input<'t>(taken: &'t Taken, name: &str) -> Option<&'t str> {
    let (_, value) = taken.inputs.iter().find(|(one, _)| **one == *name)?;
    Some(value.as_str()).filter(|value| *value != "NOT_SET")
}

/// A value as text in the form that a stub gives it in.
fn json(text: &str, value_type: Type) -> Json {
    let document = || serde_json::from_str(text).ok();
    match value_type {
        Type::Boolean | Type::Integer | Type::Decimal => {
            document().filter(|json: &Json| !json.is_string()).unwrap_or_else(|| text.into())
        }
        Type::Json | Type::Collection(_) | Type::Object(_) => document().unwrap_or_else(|| text.into()),
        _ => text.into(),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::flow::program::Taker;
    use crate::trace::{ActionId, Assignment};

    #[test]
    fn variables_tell_what_came_back_in_the_types_that_they_have() {
        let taker = |output: &str, variable: &str, value_type| Taker {
            output: output.into(),
            variable: variable.into(),
            value_type,
        };
        let takes = Takes::from(vec![
            taker("order.total", "Flow.total", Type::Decimal),
            taker("order.id", "Flow.id", Type::String),
            taker("order.items", "Flow.items", Type::Collection(&Type::String)),
            taker("order.note", "Flow.note", Type::String),
            taker("order.paid", "Flow.paid", Type::Boolean),
        ]);
        let assigned = [
            ("flow.Total", Some("39.90")),
            ("Flow.id", Some("1001")),
            ("Flow.items", Some(r#"["a"]"#)),
            ("Flow.note", None),
            ("Flow.paid", Some("true")),
        ];
        let assigned = assigned.map(|(name, value)| Assignment {
            name: name.into(),
            attribute: false,
            value: value.map(str::to_owned),
        });
        let id = ActionId { flow: "F".into(), container: "C".into(), name: "Call".into(), ordinal: 0 };
        let taken = Taken {
            id,
            kind: "callData".into(),
            depth: 0,
            output: Some("success".into()),
            called: None,
            inputs: Vec::new(),
            assigned: assigned.to_vec(),
            cause: None,
            error: None,
        };
        let expected = json!({ "order.total": 39.90, "order.id": "1001", "order.items": ["a"], "order.paid": true });
        assert_eq!(Json::Object(outputs(&takes, &taken)), expected);
    }
}
