//! Named inputs and outputs of a call: read from the maps that all calls share, evaluated, and written back. Must not know what is called.

use std::sync::Arc;

use serde_json::{Map, Value as Json};

use crate::flow::archy::ActionReader;
use crate::flow::engine::rules::ACTION_ERROR_TYPE;
use crate::flow::engine::{Fault, Turn, text_of};
use crate::flow::expression::{Type, Value};
use crate::flow::program::{Argument, Taker, Target};
use crate::yaml::Node;

/// Inputs by name, in file order.
#[derive(Debug, Default)]
pub(super) struct CallInputs(Vec<(Arc<str>, Argument)>);

/// Outputs by name, in file order, each with the variable that takes it, if any.
#[derive(Debug, Default)]
pub(super) struct CallOutputs(Vec<(Arc<str>, Option<Target>)>);

/// The variables that take what went wrong, of an action that can leave by `failure`.
#[derive(Debug, Default)]
pub(super) struct FailureOutputs {
    error_type: Option<Target>,
    error_message: Option<Target>,
}

impl FailureOutputs {
    /// Reads `failureOutputs: {errorType: {var: …}, errorMessage: {var: …}}`.
    pub(super) fn read(reader: &mut ActionReader<'_, '_, '_>) -> Self {
        let part = |key| reader.body().get("failureOutputs").and_then(|outputs| outputs.get(key));
        let (error_type, error_message) = (part("errorType"), part("errorMessage"));
        Self {
            error_type: error_type.and_then(|node| reader.target_of(node)),
            error_message: error_message.and_then(|node| reader.target_of(node)),
        }
    }

    /// Writes what went wrong.
    pub(super) fn assign(&self, turn: &mut Turn<'_>, error_type: &str, message: &str) -> Result<(), Fault> {
        for (target, text) in [(&self.error_type, error_type), (&self.error_message, message)] {
            if let Some(target) = target {
                turn.assign(target, Value::text(text))?;
            }
        }
        Ok(())
    }

    /// Writes what the world says goes wrong with this action; whether it says so.
    pub(super) fn scripted(&self, turn: &mut Turn<'_>) -> Result<bool, Fault> {
        let Some(message) = scripted_failure(turn) else { return Ok(false) };
        self.assign(turn, ACTION_ERROR_TYPE, &message)?;
        Ok(true)
    }
}

/// What the world says goes wrong with the action that has its turn.
pub(super) fn scripted_failure(turn: &Turn<'_>) -> Option<Arc<str>> {
    turn.failing(&turn.node().id.name)
}

impl CallInputs {
    /// Reads `{name: value}`.
    pub(super) fn read(reader: &mut ActionReader<'_, '_, '_>, node: Option<&Node>) -> Self {
        let Some(node) = node.filter(|node| node.get("none").is_none()) else { return Self::default() };
        let entries = node.as_map().unwrap_or_default();
        let read = entries.iter().map(|entry| {
            let argument = reader.argument_of(&entry.value, Type::Any);
            (Arc::from(entry.key.text.as_str()), argument)
        });
        Self(read.collect())
    }

    /// Their values, noted in the trace.
    pub(super) fn evaluate(&self, turn: &mut Turn<'_>) -> Result<Vec<(Arc<str>, Value)>, Fault> {
        let mut values = Vec::with_capacity(self.0.len());
        for (name, argument) in &self.0 {
            let value =
                turn.value(argument).map_err(|fault| Fault::new(format!("input `{name}`: {}", fault.message)))?;
            turn.note(name, || text_of(&value));
            values.push((name.clone(), value));
        }
        Ok(values)
    }

    /// Their names.
    pub(super) fn names(&self) -> Vec<Arc<str>> {
        self.0.iter().map(|(name, _)| name.clone()).collect()
    }
}

impl CallOutputs {
    /// Reads `{name: {var: …}}`.
    pub(super) fn read(reader: &mut ActionReader<'_, '_, '_>, node: Option<&Node>) -> Self {
        let Some(node) = node.filter(|node| node.get("none").is_none()) else { return Self::default() };
        let entries = node.as_map().unwrap_or_default();
        let read = entries.iter().map(|entry| {
            let target = reader.target_of(&entry.value);
            (Arc::from(entry.key.text.as_str()), target)
        });
        Self(read.collect())
    }

    /// Writes what came back. An output that did not come is NOT_SET; one that does not fit its variable is told and NOT_SET too.
    pub(super) fn assign_json(
        &self,
        turn: &mut Turn<'_>,
        given: &Map<String, Json>,
        callee: &str,
    ) -> Result<(), Fault> {
        for (name, target) in &self.0 {
            let Some(target) = target else { continue };
            let value = match find(given, name) {
                None => Value::not_set(target.value_type),
                Some(json) => match Value::from_json(&json, &target.value_type) {
                    Ok(value) => value,
                    Err(reason) => {
                        turn.problem(
                            format!("output `{name}` of {callee} does not fit `{}`: {reason}", target.name),
                            format!("give a {} for `{name}` in the stub", target.value_type),
                        );
                        Value::not_set(target.value_type)
                    }
                },
            };
            turn.assign(target, value)?;
        }
        Ok(())
    }

    /// Writes values that came back by name. One that the callee does not give is told, and its variable left alone.
    pub(super) fn assign_values(
        &self,
        turn: &mut Turn<'_>,
        given: &[(Arc<str>, Value)],
        callee: &str,
    ) -> Result<(), Fault> {
        for (name, target) in &self.0 {
            let Some(target) = target else { continue };
            match given.iter().find(|(one, _)| one.eq_ignore_ascii_case(name)) {
                Some((_, value)) => turn.assign(target, value.clone())?,
                None => turn.problem(
                    format!("`{callee}` has no output `{name}`"),
                    "the called flow's file must declare it under `variables:` with `isOutput: true`",
                ),
            }
        }
        Ok(())
    }

    /// Those that a variable takes, with its type.
    pub(super) fn bound(&self) -> Vec<(Arc<str>, Type)> {
        self.0.iter().filter_map(|(name, target)| Some((name.clone(), target.as_ref()?.value_type))).collect()
    }

    /// Those that a variable takes, with that variable.
    pub(super) fn taken(&self) -> Vec<Taker> {
        let taker = |(name, target): &(Arc<str>, Option<Target>)| {
            let target = target.as_ref()?;
            Some(Taker { output: name.clone(), variable: target.name.clone(), value_type: target.value_type })
        };
        self.0.iter().filter_map(taker).collect()
    }

    /// Writes one output by its name, where a variable takes it.
    pub(super) fn assign_text(&self, turn: &mut Turn<'_>, name: &str, text: &str) -> Result<(), Fault> {
        match self.0.iter().find(|(one, _)| &**one == name) {
            Some((_, Some(target))) => turn.assign(target, Value::text(text)),
            _ => Ok(()),
        }
    }

    /// Their names.
    pub(super) fn names(&self) -> Vec<Arc<str>> {
        self.0.iter().map(|(name, _)| name.clone()).collect()
    }
}

/// The value of a flattened name (`customer.orders.id`) in a document that may be flat or nested; a list on the way gives a list.
fn find(given: &Map<String, Json>, name: &str) -> Option<Json> {
    if let Some(whole) = given.get(name) {
        return Some(whole.clone());
    }
    name.match_indices('.').find_map(|(at, _)| {
        let (head, tail) = (name.get(..at)?, name.get(at + 1..)?);
        within(given.get(head)?, tail)
    })
}

fn within(json: &Json, name: &str) -> Option<Json> {
    match json {
        Json::Object(object) => find(object, name),
        Json::Array(items) => Some(items.iter().map(|item| within(item, name).unwrap_or(Json::Null)).collect()),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[rstest::rstest]
    #[case(json!({"a.b": 1}), json!(1))]
    #[case(json!({"a": {"b": 2}}), json!(2))]
    #[case(json!({"a": [{"b": 1}, {"c": 0}, {"b": 3}]}), json!([1, null, 3]))]
    #[case(json!({"a": 5}), Json::Null)]
    fn flattened_names_are_found(#[case] document: Json, #[case] found: Json) {
        let Json::Object(document) = document else { panic!("not an object") };
        assert_eq!(find(&document, "a.b").unwrap_or(Json::Null), found);
    }
}
