//! `initializeFlowOutcome` and `setFlowOutcome`: begin to measure a flow outcome, and say what it came to.

use super::Action;
use crate::diagnostic::Place;
use crate::flow::archy::ActionReader;
use crate::flow::engine::{Fault, Next, Turn};
use crate::flow::expression::Type;
use crate::flow::inventory::Inventory;
use crate::flow::program::{Argument, Program};
use crate::trace::OutcomeValue;

/// Under which keys the outcome's name may stand.
const OUTCOME: &[&str] = &["flowOutcome", "outcome", "flowOutcomeName", "flowOutcomeId"];

/// Under which keys its value may stand: the second is the name in exports.
const VALUE: &[&str] = &["flowOutcomeValue", "outcomeValue", "value"];

#[derive(Debug)]
struct Initialize {
    outcome: Argument,
}

#[derive(Debug)]
struct Set {
    outcome: Argument,
    value: Argument,
}

pub(super) fn read_initialize(reader: &mut ActionReader<'_, '_, '_>) -> Box<dyn Action> {
    Box::new(Initialize { outcome: reader.name_in(OUTCOME) })
}

pub(super) fn read_set(reader: &mut ActionReader<'_, '_, '_>) -> Box<dyn Action> {
    Box::new(Set { outcome: reader.name_in(OUTCOME), value: reader.required_in(VALUE, Type::String) })
}

fn name(turn: &mut Turn<'_>, outcome: &Argument) -> Result<std::sync::Arc<str>, Fault> {
    let name = turn.text(outcome)?.ok_or_else(|| Fault::new("the flow outcome must not be NOT_SET"))?;
    turn.note("flowOutcome", || name.to_string());
    Ok(name)
}

impl Action for Initialize {
    fn execute(&self, turn: &mut Turn<'_>) -> Result<Next, Fault> {
        let name = name(turn, &self.outcome)?;
        let (deeds, at, action) = turn.deeds();
        deeds.begin(&name, at, action);
        Ok(Next::Continue)
    }

    fn input_names(&self) -> Vec<String> {
        vec!["flowOutcome".to_owned()]
    }

    fn mention(&self, place: &Place, _: &Program, inventory: &mut Inventory) {
        inventory.outcomes.extend(self.outcome.literal_text().map(|name| (name, place.clone())));
    }
}

impl Action for Set {
    fn execute(&self, turn: &mut Turn<'_>) -> Result<Next, Fault> {
        let name = name(turn, &self.outcome)?;
        let text = turn.text(&self.value)?;
        let value = match text.as_deref() {
            Some(text) if text.eq_ignore_ascii_case("success") => OutcomeValue::Success,
            Some(text) if text.eq_ignore_ascii_case("failure") => OutcomeValue::Failure,
            Some(other) => {
                return Err(Fault::new(format!("a flow outcome is `success` or `failure`, not `{other}`")));
            }
            None => return Err(Fault::new("the value of a flow outcome must not be NOT_SET")),
        };
        turn.note("value", || if value == OutcomeValue::Success { "success" } else { "failure" }.to_owned());
        let (deeds, at, action) = turn.deeds();
        deeds.set(&name, value, at, action);
        Ok(Next::Continue)
    }

    fn input_names(&self) -> Vec<String> {
        ["flowOutcome", "value"].map(str::to_owned).to_vec()
    }

    fn mention(&self, place: &Place, _: &Program, inventory: &mut Inventory) {
        inventory.outcomes.extend(self.outcome.literal_text().map(|name| (name, place.clone())));
    }
}

#[cfg(test)]
mod tests {
    use crate::flow::action::testing::Flow;
    use crate::trace::{Ending, OutcomeValue};

    #[test]
    fn what_is_begun_and_never_set_has_failed_when_the_flow_ends() {
        let actions = "
- initializeFlowOutcome: { name: A, flowOutcome: { lit: { name: Pay } } }
- initializeFlowOutcome: { name: B, flowOutcome: { lit: { name: Ask } } }
- setFlowOutcome: { name: C, flowOutcome: { lit: { name: Pay } }, flowOutcomeValue: { lit: SUCCESS } }
- waitForInput: { name: W }
- disconnect: { name: Bye }";
        let flow = Flow::new().actions(actions);
        let waiting = flow.session().into_outcome();
        let values = |outcome: &crate::flow::host::Outcome| {
            outcome.deeds.outcomes.iter().map(|one| (one.name.to_string(), one.value)).collect::<Vec<_>>()
        };
        let pay = ("Pay".to_owned(), Some(OutcomeValue::Success));
        assert_eq!(values(&waiting), [pay.clone(), ("Ask".to_owned(), None)]);
        let mut session = flow.session();
        session.customer_leaves(flow.now());
        assert_eq!(values(&session.into_outcome()), [pay, ("Ask".to_owned(), Some(OutcomeValue::Failure))]);
    }

    #[rstest::rstest]
    #[case("{ lit: maybe }", "not `maybe`")]
    #[case("{ noValue: true }", "NOT_SET")]
    fn a_value_that_is_neither_is_an_error(#[case] value: &str, #[case] says: &str) {
        let actions =
            format!("- setFlowOutcome: {{ name: C, flowOutcome: {{ lit: Pay }}, flowOutcomeValue: {value} }}");
        let outcome = Flow::new().actions(&actions).run();
        assert!(
            matches!(&outcome.ending, Ending::Failed(cause) if cause.message.contains(says)),
            "{:?}",
            outcome.ending
        );
    }
}
