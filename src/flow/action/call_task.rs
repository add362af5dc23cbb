//! `callTask`: runs a task of the flow and leaves by the output path that the task ends with.

use super::{Action, Leads};
use crate::flow::archy::ActionReader;
use crate::flow::engine::{Fault, Next, Turn};
use crate::flow::program::ContainerIndex;

#[derive(Debug)]
struct CallTask {
    task: Option<ContainerIndex>,
}

pub(super) fn read(reader: &mut ActionReader<'_, '_, '_>) -> Box<dyn Action> {
    let task = reader.reference("targetTaskRef");
    reader.outputs(&["default"]);
    let paths = task.and_then(|task| reader.draft().containers.get(task.get())).map(|task| task.output_paths.clone());
    for path in paths.unwrap_or_default() {
        reader.also(&path);
    }
    Box::new(CallTask { task })
}

impl Action for CallTask {
    fn execute(&self, _: &mut Turn<'_>) -> Result<Next, Fault> {
        self.task.map(Next::CallTask).ok_or_else(|| Fault::new("the task is not there"))
    }

    fn leads(&self) -> Leads {
        Leads::Call(self.task)
    }
}

#[cfg(test)]
mod tests {
    use crate::flow::action::testing::Flow;

    const TASKS: &str = "
  tasks:
    - task:
        name: Ask
        refId: Ask_1
        variables: [ { stringVariable: { name: Task.seen, initialValue: { noValue: true } } } ]
        outputPaths: [ { outputPath: { name: Again } } ]
        actions:
          - decision:
              name: Again?
              condition: { exp: 'Flow.says == \"again\" and !IsSet(Task.seen)' }
              outputs: { \"yes\": { actions: [ { endTask: { name: End, outputPath: { name: Again } } } ] } }
          - updateData: { name: Note, statements: [ { string: { variable: Task.seen, value: { lit: x } } } ] }
    - task: { name: Empty, refId: Empty_2 }";

    fn flow(actions: &str) -> Flow {
        Flow::new().flow_variable("string", "Flow.says", "{ exp: Message.Message.body }").actions(actions).more(TASKS)
    }

    const CALL: &str = "
- callTask:
    name: Call
    targetTaskRef: /inboundShortMessage/tasks/task[Ask_1]
    outputs: { Again: { actions: [ { sendResponse: { name: More, messageBody: { lit: more } } } ] } }
- disconnect: { name: Bye }";

    #[rstest::rstest]
    #[case("again", &["Call: Again", "  Again?: yes", "  End", "More", "Bye"])]
    #[case("no", &["Call: default", "  Again?: no", "  Note", "Bye"])]
    fn the_path_it_ends_with_picks_the_output(#[case] says: &str, #[case] path: &[&str]) {
        assert_eq!(flow(CALL).says(says).run().path(), path);
    }

    #[test]
    fn variables_of_a_task_live_with_each_call_and_an_empty_task_returns() {
        let twice = CALL.replace("- disconnect", "- callTask: { name: Empty, targetTaskRef: './tasks/task[Empty_2]' }\n- callTask: { name: Call 2, targetTaskRef: '/inboundShortMessage/tasks/task[Ask_1]' }\n- disconnect");
        let outcome = flow(&twice).says("again").run();
        assert_eq!(
            outcome.path(),
            [
                "Call: Again",
                "  Again?: yes",
                "  End",
                "More",
                "Empty: default",
                "Call 2: Again",
                "  Again?: yes",
                "  End",
                "Bye"
            ]
        );
    }

    #[test]
    fn a_reference_that_leads_nowhere_is_a_mistake_with_the_nearest() {
        let found = flow(&CALL.replace("Ask_1", "Ask_7")).diagnostics();
        let one = found.iter().next().unwrap();
        assert_eq!((one.code.as_str(), one.help.join("")), ("FP0404", "did you mean `Ask_1`?".to_owned()));
    }
}
