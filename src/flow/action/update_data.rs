//! `updateData`: writes variables, one statement after the other.

use super::Action;
use crate::diagnostic::{Code, Place};
use crate::flow::archy::ActionReader;
use crate::flow::engine::{Fault, Next, Turn};
use crate::flow::expression::{ResourceKind, Type};
use crate::flow::inventory::Inventory;
use crate::flow::program::{Argument, Program, Target};
use crate::yaml::Node;

#[derive(Debug)]
struct UpdateData {
    statements: Vec<(Target, Argument)>,
}

pub(super) fn read(reader: &mut ActionReader<'_, '_, '_>) -> Box<dyn Action> {
    let list = reader.list("statements");
    let statements = list.iter().filter_map(|item| read_statement(reader, item)).collect();
    Box::new(UpdateData { statements })
}

/// `{<type>: {variable: …, value: …}}`.
fn read_statement(reader: &mut ActionReader<'_, '_, '_>, item: &Node) -> Option<(Target, Argument)> {
    let Some([entry]) = item.as_map() else {
        reader.error(Code::FLOW_WRONG_SHAPE, &item.span, "expected one key, the type of the variable");
        return None;
    };
    let Some(value_type) = Type::parse(&entry.key.text) else {
        reader.unknown_type(entry);
        return None;
    };
    let Some(variable) = entry.value.get("variable") else {
        reader.error(Code::FLOW_PART_MISSING, &entry.key_span, "the statement has no `variable`");
        return None;
    };
    let target = reader.target_of(variable);
    let value = entry.value.get("value").map_or(Argument::NotSet, |node| reader.argument_of(node, value_type));
    Some((target?, value))
}

impl Action for UpdateData {
    fn execute(&self, turn: &mut Turn<'_>) -> Result<Next, Fault> {
        for (target, value) in &self.statements {
            let value =
                turn.value(value).map_err(|fault| Fault::new(format!("`{}`: {}", target.name, fault.message)))?;
            turn.assign(target, value)?;
        }
        Ok(Next::Continue)
    }

    fn mention(&self, place: &Place, _: &Program, inventory: &mut Inventory) {
        for (_, value) in &self.statements {
            if let Argument::Named(ResourceKind::Queue, name) = value {
                inventory.queues.push((name.clone(), place.clone()));
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use crate::flow::action::testing::Flow;
    use crate::trace::Ending;

    #[test]
    fn statements_run_in_order_and_keep_their_types() {
        let outcome = Flow::new()
            .state_variable("string", "State.text")
            .state_variable("integer", "State.count")
            .actions(
                "
- updateData:
    name: Set
    statements:
      - integer: { variable: State.count, value: { lit: 41 } }
      - integer: { variable: State.count, value: { exp: State.count + 1 } }
      - string: { variable: state.TEXT, value: { exp: State.count } }
- sendResponse: { name: Send, messageBody: { exp: State.text } }",
            )
            .says("x")
            .run();
        assert_eq!(outcome.texts(), ["x", "42"]);
        let assigned: Vec<_> =
            outcome.trace.taken[0].assigned.iter().map(|one| (&*one.name, one.value.as_deref())).collect();
        assert_eq!(assigned, [("State.count", Some("41")), ("State.count", Some("42")), ("State.text", Some("42"))]);
    }

    #[test]
    fn an_operand_that_is_not_set_names_action_expression_and_values() {
        let outcome = Flow::new()
            .state_variable("integer", "State.count")
            .actions("- updateData: { name: Add, statements: [ { integer: { variable: State.count, value: { exp: State.count + 1 } } } ] }")
            .run();
        let Ending::Failed(cause) = &outcome.ending else { panic!("{:?}", outcome.ending) };
        assert_eq!(&*cause.action.name, "Add");
        assert!(
            cause.message.contains("`State.count + 1`") && cause.message.contains("State.count = NOT_SET"),
            "{}",
            cause.message
        );
        assert_eq!(outcome.trace.taken[0].error.as_ref(), Some(&cause.message));
    }

    #[test]
    fn unknown_variables_and_types_are_mistakes() {
        let actions = "- updateData: { name: S, statements: [ { strng: { variable: State.a, value: { lit: x } } }, { string: { variable: State.nope, value: { exp: Flow.nope } } } ] }";
        // The two that are written are made, with a warning; the one that is only read is a mistake.
        assert_eq!(Flow::new().actions(actions).codes(), ["FP0408", "FP0406", "FP0406", "FP0406"]);
    }
}
