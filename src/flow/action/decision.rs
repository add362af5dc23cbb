//! `decision`: leaves by `yes` or `no`.

use super::Action;
use crate::flow::archy::ActionReader;
use crate::flow::engine::rules::{CONDITION_NOT_SET, ConditionNotSet};
use crate::flow::engine::{Fault, Next, Turn};
use crate::flow::expression::Type;
use crate::flow::program::Argument;

const YES: usize = 0;
const NO: usize = 1;

#[derive(Debug)]
struct Decision {
    condition: Argument,
}

pub(super) fn read(reader: &mut ActionReader<'_, '_, '_>) -> Box<dyn Action> {
    let condition = reader.required("condition", Type::Boolean);
    reader.outputs(&["yes", "no"]);
    Box::new(Decision { condition })
}

impl Action for Decision {
    fn execute(&self, turn: &mut Turn<'_>) -> Result<Next, Fault> {
        let value = turn.value(&self.condition)?;
        turn.explain(&self.condition, &value);
        match value.as_boolean() {
            Some(true) => Ok(Next::Leave(YES)),
            Some(false) => Ok(Next::Leave(NO)),
            None if value.is_not_set() => match CONDITION_NOT_SET {
                ConditionNotSet::Error => Err(not_boolean(&self.condition, "NOT_SET")),
            },
            None => Err(not_boolean(&self.condition, &value.quoted())),
        }
    }
}

/// The error of a condition that is neither true nor false.
pub(super) fn not_boolean(condition: &Argument, value: &str) -> Fault {
    let expression = condition.expression_text().unwrap_or_default();
    Fault::new(format!("the condition `{expression}` must be true or false, not {value}"))
}

#[cfg(test)]
mod tests {
    use crate::flow::action::testing::Flow;
    use crate::trace::Ending;

    const READ: &str = "- getParticipantData: { name: Read, attributes: [ { attribute: { name: { lit: tier }, variable: State.tier } } ] }\n";

    fn flow(outputs: &str) -> Flow {
        let decision = format!(
            "- decision: {{ name: Gold?, condition: {{ exp: 'State.tier == \"Gold\"' }}, outputs: {outputs} }}\n"
        );
        Flow::new()
            .state_variable("string", "State.tier")
            .actions(&format!("{READ}{decision}- disconnect: {{ name: Bye }}"))
    }

    #[rstest::rstest]
    #[case("{ \"yes\": { actions: [ { sendResponse: { name: Vip, messageBody: { lit: v } } } ] } }", "Gold", &["Read", "Gold?: yes", "Vip", "Bye"])]
    #[case("{ yes: { actions: [ { sendResponse: { name: Vip, messageBody: { lit: v } } } ] } }", "Tin", &["Read", "Gold?: no", "Bye"])]
    #[case("{ true: { actions: [ { sendResponse: { name: Vip, messageBody: { lit: v } } } ] } }", "Gold", &["Read", "Gold?: yes", "Vip", "Bye"])]
    #[case("{ \"no\": { actions: [ { sendResponse: { name: Other, messageBody: { lit: v } } } ] } }", "Gold", &["Read", "Gold?: yes", "Bye"])]
    fn a_branch_rejoins_and_a_missing_one_is_empty(#[case] outputs: &str, #[case] tier: &str, #[case] path: &[&str]) {
        assert_eq!(flow(outputs).attribute("tier", tier).run().path(), path);
    }

    #[test]
    fn the_cause_names_what_met_and_who_wrote_it() {
        let outcome = flow("{}").attribute("tier", "gold").run();
        let cause = outcome.trace.taken[1].cause.clone().unwrap();
        assert_eq!((cause.expression.as_str(), cause.result.as_str()), ("State.tier == \"Gold\"", "false"));
        let operand = &cause.operands[0];
        assert_eq!((operand.text.as_str(), operand.value.as_str()), ("State.tier", "\"gold\""));
        let setter = operand.setter.clone().unwrap();
        assert_eq!((&*setter.action.name, setter.step, setter.attribute.as_deref()), ("Read", 1, Some("tier")));
    }

    #[test]
    fn a_condition_that_is_not_set_goes_to_error_handling() {
        let outcome = Flow::new()
            .state_variable("boolean", "State.flag")
            .actions("- decision: { name: D, condition: { exp: State.flag } }\n- disconnect: { name: Bye }")
            .run();
        let Ending::Failed(cause) = &outcome.ending else { panic!("{:?}", outcome.ending) };
        assert_eq!(cause.message, "the condition `State.flag` must be true or false, not NOT_SET");
        assert_eq!(cause.handled_by, "disconnect");
    }
}
