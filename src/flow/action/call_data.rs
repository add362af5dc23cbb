//! `callData`: calls a data action of an integration and leaves by `success`, `failure` or `timeout`.

use std::sync::Arc;
use std::time::Duration;

use super::Action;
use super::parameters::{CallInputs, CallOutputs};
use crate::diagnostic::Place;
use crate::flow::archy::ActionReader;
use crate::flow::engine::rules::DATA_ACTION_TIMEOUT;
use crate::flow::engine::{DataActionCall, DataActionReply, Event, Fault, Next, Step, Turn};
use crate::flow::expression::{Type, Value};
use crate::flow::inventory::{Inventory, ListedDataAction};
use crate::flow::program::{Argument, Program, Takes};
use crate::trace::Called;

const SUCCESS: usize = 0;
const FAILURE: usize = 1;
const TIMEOUT: usize = 2;

#[derive(Debug)]
struct CallData {
    category: Arc<str>,
    name: Arc<str>,
    inputs: CallInputs,
    success: CallOutputs,
    failure: CallOutputs,
    timeout: Argument,
}

pub(super) fn read(reader: &mut ActionReader<'_, '_, '_>) -> Box<dyn Action> {
    let timeout = reader.argument("timeout", Type::Duration);
    let category = reader.named(reader.body().get("category"), "integration");
    let action = category.and_then(|category| reader.named(category.value.get("dataAction"), "data action"));
    let part = |key| action.and_then(|action| action.value.get(key));
    let (inputs, success, failure) = (part("inputs"), part("successOutputs"), part("failureOutputs"));
    let call = CallData {
        category: category.map(|entry| Arc::from(entry.key.text.as_str())).unwrap_or_default(),
        name: action.map(|entry| Arc::from(entry.key.text.as_str())).unwrap_or_default(),
        inputs: CallInputs::read(reader, inputs),
        success: CallOutputs::read(reader, success),
        failure: CallOutputs::read(reader, failure),
        timeout,
    };
    reader.outputs(&["success", "failure", "timeout"]);
    Box::new(call)
}

impl Action for CallData {
    fn execute(&self, turn: &mut Turn<'_>) -> Result<Next, Fault> {
        let inputs = self.inputs.evaluate(turn)?;
        let timeout = match turn.value(&self.timeout)? {
            Value::Duration(duration) => Duration::from_millis(u64::try_from(duration.milliseconds).unwrap_or(0)),
            value if value.is_not_set() => DATA_ACTION_TIMEOUT,
            other => return Err(Fault::new(format!("a time-out must be a duration, not {}", other.quoted()))),
        };
        Ok(Next::Ask(Step::DataAction(Arc::new(DataActionCall {
            action: turn.action(),
            category: self.category.clone(),
            name: self.name.clone(),
            inputs,
            outputs: self.success.names(),
            timeout,
        }))))
    }

    fn resume(&self, turn: &mut Turn<'_>, event: Event) -> Result<Next, Fault> {
        let callee = || format!("data action `{} > {}`", self.category, self.name);
        Ok(match event {
            Event::DataAction(DataActionReply::Success(outputs)) => {
                self.success.assign_json(turn, &outputs, &callee())?;
                Next::Leave(SUCCESS)
            }
            Event::DataAction(DataActionReply::Failure(fields)) => {
                self.failure.assign_json(turn, &fields, &callee())?;
                Next::Leave(FAILURE)
            }
            _ => Next::Leave(TIMEOUT),
        })
    }

    fn called(&self) -> Option<Called> {
        Some(Called { category: self.category.clone(), name: self.name.clone() })
    }

    fn bindings(&self, output: &str) -> Vec<(Arc<str>, Type)> {
        match output {
            "success" => self.success.bound(),
            "failure" => self.failure.bound(),
            _ => Vec::new(),
        }
    }

    fn takes(&self, output: &str) -> Takes {
        match output {
            "success" => self.success.taken().into(),
            "failure" => self.failure.taken().into(),
            _ => Takes::default(),
        }
    }

    fn input_names(&self) -> Vec<String> {
        self.inputs.names().iter().map(ToString::to_string).collect()
    }

    fn mention(&self, place: &Place, _: &Program, inventory: &mut Inventory) {
        inventory.data_actions.push(ListedDataAction {
            category: self.category.clone(),
            action: self.name.clone(),
            inputs: self.inputs.names(),
            outputs: self.success.names(),
            place: place.clone(),
        });
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use crate::flow::action::testing::Flow;
    use crate::flow::host::CallKind;
    use crate::flow::stubs::DataActionReply;
    use crate::trace::Ending;

    const CALL: &str = "
- callData:
    name: Look up
    timeout: { lit: { seconds: 10 } }
    category:
      CRM:
        dataAction:
          Get Customer:
            inputs: { id: { exp: Message.Message.body }, full: { lit: true } }
            successOutputs: { customer.orders: { var: State.orders }, customer.name: { noValue: true } }
            failureOutputs: { errorCode: { var: State.code } }
    outputs:
      success: { actions: [ { sendResponse: { name: Orders, messageBody: { exp: ToString(State.orders) } } } ] }
      failure: { actions: [ { sendResponse: { name: Sorry, messageBody: { exp: State.code } } } ] }
- disconnect: { name: Bye }";

    fn flow() -> Flow {
        Flow::new()
            .state_variable("integer", "State.orders")
            .state_variable("string", "State.code")
            .actions(CALL)
            .says("c-1")
    }

    #[test]
    fn each_reply_has_its_output() {
        let success = flow().data_action(
            "CRM",
            "Get Customer",
            DataActionReply::Success(object(json!({"customer": {"orders": 5}}))),
        );
        let outcome = success.run();
        assert_eq!(outcome.path(), ["Look up: success", "Orders", "Bye"]);
        assert_eq!(outcome.texts(), ["c-1", "5"]);
        assert_eq!(outcome.calls[0].inputs, object(json!({"id": "c-1", "full": true})));
        assert_eq!((outcome.calls[0].kind, &*outcome.calls[0].output), (CallKind::DataAction, "success"));
        let failure =
            flow().data_action("CRM", "Get Customer", DataActionReply::Failure(object(json!({"errorCode": "500"}))));
        assert_eq!(failure.run().texts(), ["c-1", "500"]);
        let timeout = flow().data_action("CRM", "Get Customer", DataActionReply::Timeout);
        assert_eq!(timeout.run().path(), ["Look up: timeout", "Bye"]);
    }

    #[test]
    fn an_output_that_does_not_fit_is_told_and_not_set() {
        let outcome = flow()
            .data_action("CRM", "Get Customer", DataActionReply::Success(object(json!({"customer.orders": "many"}))))
            .run();
        assert!(outcome.problems[0].message.contains("`customer.orders`"), "{:?}", outcome.problems);
        assert_eq!(outcome.trace.taken[0].assigned[0].value, None);
    }

    #[test]
    fn an_unstubbed_call_ends_with_the_yaml_to_paste() {
        let outcome = flow().run();
        assert!(matches!(&outcome.ending, Ending::Unstubbed { callee, .. } if callee == "CRM > Get Customer"));
        let help = &outcome.problems[0].help;
        for line in ["data_actions:", "  CRM:", "    Get Customer:", "customer.orders:", "customer.name:"] {
            assert!(help.contains(line), "{help}");
        }
    }

    fn object(json: serde_json::Value) -> serde_json::Map<String, serde_json::Value> {
        json.as_object().unwrap().clone()
    }
}
