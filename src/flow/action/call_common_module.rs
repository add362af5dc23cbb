//! `callCommonModule`: runs a common module and leaves by the output path that it ends with.

use std::sync::Arc;

use super::Action;
use super::callee::{bind, version};
use super::parameters::{CallInputs, CallOutputs};
use crate::diagnostic::Place;
use crate::flow::archy::ActionReader;
use crate::flow::engine::rules::TASK_RUNS_OUT;
use crate::flow::engine::{Event, Fault, ModuleCall, Next, Returned, Step, Turn};
use crate::flow::expression::Type;
use crate::flow::inventory::Inventory;
use crate::flow::program::{Program, Takes};
use crate::trace::Called;

#[derive(Debug)]
struct CallCommonModule {
    module: Arc<str>,
    inputs: CallInputs,
    outputs: CallOutputs,
}

pub(super) fn read(reader: &mut ActionReader<'_, '_, '_>) -> Box<dyn Action> {
    let module = reader.named(reader.body().get("commonModule"), "common module");
    let part = |key| module.and_then(|module| version(&module.value)).and_then(|version| version.get(key));
    let (inputs, outputs) = (part("inputs"), part("outputs"));
    let call = CallCommonModule {
        module: module.map(|module| Arc::from(module.key.text.as_str())).unwrap_or_default(),
        inputs: CallInputs::read(reader, inputs),
        outputs: CallOutputs::read(reader, outputs),
    };
    reader.outputs(&[TASK_RUNS_OUT]);
    let draft = reader.draft();
    let flow = draft.flows.iter().find(|flow| flow.name == call.module);
    let paths = flow.and_then(|flow| draft.containers.get(flow.start.get())).map(|start| start.output_paths.clone());
    for path in paths.unwrap_or_default() {
        reader.also(&path);
    }
    Box::new(call)
}

impl Action for CallCommonModule {
    fn execute(&self, turn: &mut Turn<'_>) -> Result<Next, Fault> {
        let inputs = self.inputs.evaluate(turn)?;
        let flow = turn.program().flow_named(&self.module).filter(|_| !turn.is_asked_module(&self.module));
        if let Some(flow) = flow {
            return Ok(Next::CallFlow { flow, inputs: bind(turn, flow, inputs)?, input_text: None });
        }
        Ok(Next::Ask(Step::Module(Arc::new(ModuleCall {
            action: turn.action(),
            name: self.module.clone(),
            inputs,
            outputs: self.outputs.names(),
        }))))
    }

    fn resume(&self, turn: &mut Turn<'_>, event: Event) -> Result<Next, Fault> {
        let Event::Module(reply) = event else { return Ok(Next::Continue) };
        self.outputs.assign_json(turn, &reply.outputs, &format!("common module `{}`", self.module))?;
        let path = reply.output.unwrap_or_else(|| TASK_RUNS_OUT.into());
        if turn.node().output(&path).is_none() {
            let known: Vec<String> = turn.node().outputs.iter().map(|output| output.name.to_string()).collect();
            let help =
                crate::diagnostic::list_of("outputs", &path, known.iter().map(String::as_str)).unwrap_or_default();
            turn.problem(format!("the call of common module `{}` has no output `{path}`", self.module), help);
        }
        Ok(turn.node().output(&path).map_or(Next::Continue, Next::Leave))
    }

    fn returned(&self, turn: &mut Turn<'_>, returned: Returned) -> Result<Next, Fault> {
        self.outputs.assign_values(turn, &returned.outputs, &self.module)?;
        Ok(turn.node().output(&returned.output).map_or(Next::Continue, Next::Leave))
    }

    fn called(&self) -> Option<Called> {
        Some(Called { category: Called::MODULES.into(), name: self.module.clone() })
    }

    fn bindings(&self, _: &str) -> Vec<(Arc<str>, Type)> {
        self.outputs.bound()
    }

    fn takes(&self, _: &str) -> Takes {
        self.outputs.taken().into()
    }

    fn input_names(&self) -> Vec<String> {
        let inputs = self.inputs.names();
        inputs.iter().map(ToString::to_string).collect()
    }

    fn mention(&self, place: &Place, program: &Program, inventory: &mut Inventory) {
        let linked = program.flow_named(&self.module).is_some();
        let calls = if linked { &mut inventory.linked_modules } else { &mut inventory.modules };
        calls.push((self.module.clone(), place.clone()));
    }
}

#[cfg(test)]
mod tests {
    use crate::flow::action::testing::Flow;
    use crate::flow::stubs::ModuleStub;
    use crate::trace::Ending;

    const CALL: &str = "
- callCommonModule:
    name: Call
    commonModule: { Greeter: { ver_latestPublished: { inputs: { Common.name: { exp: Message.Message.body } }, outputs: { Common.text: { var: State.text } } } } }
    outputs: { Late: { actions: [ { sendResponse: { name: Late, messageBody: { lit: late } } } ] } }
- sendResponse: { name: Send, messageBody: { exp: State.text } }";

    const MODULE: &str = "
commonModule:
  name: Greeter
  variables:
    - stringVariable: { name: Common.name, initialValue: { noValue: true }, isInput: true }
    - stringVariable: { name: Common.text, initialValue: { noValue: true }, isOutput: true }
  startUpTaskActions:
    - updateData: { name: Greet, statements: [ { string: { variable: Common.text, value: { exp: '\"Dear \" + Common.name' } } } ] }
    - endTask: { name: Done }
";

    fn flow() -> Flow {
        Flow::new().state_variable("string", "State.text").actions(CALL).says("Ada")
    }

    #[test]
    fn a_module_of_the_program_runs_as_part_of_it() {
        let outcome = flow().with_flow(MODULE).run();
        assert_eq!(outcome.path(), ["Call: default", "  Greet", "  Done", "Send"]);
        assert_eq!(outcome.texts(), ["Ada", "Dear Ada"]);
    }

    #[test]
    fn a_stub_answers_for_one_that_is_absent_and_wins_over_one_that_is_there() {
        let outputs = serde_json::json!({"Common.text": "stubbed"}).as_object().unwrap().clone();
        let stub = ModuleStub { outputs, output: Some("Late".into()) };
        assert_eq!(flow().module("Greeter", stub.clone()).run().texts(), ["Ada", "late", "stubbed"]);
        let outcome = flow().with_flow(MODULE).module("Greeter", stub).run();
        assert_eq!(outcome.path(), ["Call: Late", "Late", "Send"]);
    }

    #[test]
    fn an_unknown_output_and_a_missing_stub_are_told() {
        let stub = ModuleStub { output: Some("Lat".into()), ..ModuleStub::default() };
        let outcome = flow().module("Greeter", stub).run();
        assert_eq!(outcome.problems[0].message, "the call of common module `Greeter` has no output `Lat`");
        assert!(matches!(flow().run().ending, Ending::Unstubbed { .. }));
    }

    #[test]
    fn a_stub_for_a_bot_of_the_same_name_is_not_for_the_module() {
        let flow = Flow::new().state_variable("string", "State.text").actions(CALL).says("Ada").with_flow(MODULE);
        let outcome = flow.bot("Greeter", crate::flow::stubs::BotStub::default()).run();
        assert!(outcome.texts().contains(&"Dear Ada"), "{:?}", outcome.ending);
        assert_eq!(outcome.unused_stubs, ["bot Greeter"]);
    }
}
