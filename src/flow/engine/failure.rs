//! Run-time errors and limits: what a flow's error handling makes of them. Must not know any kind of action.

use std::sync::Arc;

use super::Execution;
use super::continuation::Continuation;
use super::next::Fault;
use super::rules::{ACTION_LIMIT, BOT_ERROR_REASON, ERROR_HANDLING_LIMIT, TASK_RUNS_OUT};
use super::step::Step;
use crate::flow::expression::Value;
use crate::flow::program::{ActionIndex, ErrorHandling, Program};
use crate::trace::{ActionId, Ending, ErrorCause, Transfer};

/// How many actions were taken and may be.
#[derive(Debug, Clone, Copy)]
pub(super) struct Limits {
    /// Taken so far.
    pub taken: u32,
    /// At most.
    pub allowed: u32,
    /// Whether the error handling runs: a second error ends the flow.
    pub handling: bool,
}

impl Execution {
    /// A run-time error at an action.
    pub(super) fn fail(&mut self, action: ActionIndex, record: Option<usize>, fault: &Fault) -> Option<Step> {
        if let Some(record) = record {
            self.state.recorder.error(record, &fault.message);
        }
        let id = self.program.action(action).id.clone();
        self.handle(id, &fault.message, false)
    }

    /// A run-time error before there was any action: in a flow's or its first container's initial values.
    pub(super) fn fail_before_first(&mut self, fault: &Fault) -> Option<Step> {
        let container = self.program.container(self.state.container);
        let id = ActionId {
            flow: self.program.name().clone(),
            container: container.name.clone(),
            name: "initial values".into(),
            ordinal: 0,
        };
        self.handle(id, &fault.message, false)
    }

    /// One action more than is allowed.
    pub(super) fn too_many(&mut self, action: ActionIndex) -> Option<Step> {
        if self.limits.handling {
            return Some(self.end(Ending::StepLimit));
        }
        let id = self.program.action(action).id.clone();
        self.handle(id, &format!("more than {ACTION_LIMIT} actions"), true)
    }

    fn handle(&mut self, action: ActionId, message: &str, limit: bool) -> Option<Step> {
        let cause = |handled_by: &str| ErrorCause {
            action: action.clone(),
            message: message.to_owned(),
            handled_by: handled_by.to_owned(),
        };
        if self.limits.handling {
            return Some(self.end(Ending::Failed(cause("disconnect"))));
        }
        // A common module has no error handling of its own: its caller's holds, with its caller's variables.
        self.unwind_modules();
        if let Some(words) = self.handover_words().filter(|_| !limit) {
            return Some(self.say_before_handling(action, message, words));
        }
        self.handle_now(action, message, limit)
    }

    /// What a bot says before its error handling; nothing where it has no words, or they fail themselves.
    fn handover_words(&mut self) -> Option<Arc<str>> {
        let program = Arc::clone(&self.program);
        let bot = program.flow(program.container(self.state.container).flow).bot.as_deref()?;
        let words = self.turn(&program, ActionIndex(0), 0).text(&bot.error_handover).ok()??;
        (!words.is_empty()).then_some(words)
    }

    /// Hands a run-time error to the error handling of the flow that runs.
    pub(super) fn handle_now(&mut self, action: ActionId, message: &str, limit: bool) -> Option<Step> {
        let cause = |handled_by: &str| ErrorCause {
            action: action.clone(),
            message: message.to_owned(),
            handled_by: handled_by.to_owned(),
        };
        self.state.asking = None;
        self.limits.handling = true;
        self.limits.allowed = self.limits.taken.saturating_add(ERROR_HANDLING_LIMIT);
        let program = Arc::clone(&self.program);
        let running = program.flow(program.container(self.state.container).flow);
        match &running.error_handling {
            ErrorHandling::End(_) if limit => Some(self.end(Ending::StepLimit)),
            // A bot's `exit` gives the conversation back to the flow that called it.
            ErrorHandling::End(word) if &**word == "exit" && self.is_called() => {
                self.unwind_to_flow();
                self.end_task(TASK_RUNS_OUT.into(), Some(BOT_ERROR_REASON.into()))
            }
            ErrorHandling::End(word) => Some(self.end(Ending::Failed(cause(word)))),
            ErrorHandling::Queue(queue) => {
                let queue = match self.queue_of(&program, queue) {
                    Some(queue) => queue,
                    None => return Some(self.end(Ending::Failed(cause("disconnect")))),
                };
                let cause = cause(&format!("queue: {}", queue.queue));
                Some(self.ask_for_error_handling(cause, Step::Transfer(Arc::new(queue))))
            }
            ErrorHandling::Go(container) => {
                self.unwind_to_flow();
                match self.enter(*container) {
                    Ok(()) => None,
                    Err(_) => Some(self.end(Ending::Failed(cause("disconnect")))),
                }
            }
            ErrorHandling::Unknown(kind) => Some(self.end(Ending::Unsupported { action, kind: kind.clone() })),
        }
    }

    /// Whether the running flow was called by another.
    fn is_called(&self) -> bool {
        self.stack.iter().any(|one| matches!(one, Continuation::Flow { .. }))
    }

    fn queue_of(&mut self, program: &Program, queue: &crate::flow::program::Argument) -> Option<Transfer> {
        let value = self.turn(program, ActionIndex(0), 0).value(queue).ok()?;
        let Value::Resource(queue) = value else { return None };
        Some(Transfer { queue: queue.name, queue_id: Some(queue.id), ..Transfer::default() })
    }
}

#[cfg(test)]
mod tests {
    use crate::flow::action::testing::Flow;
    use crate::trace::Ending;

    const FAILS: &str = "- updateData: { name: Fails, statements: [ { integer: { variable: State.n, value: { exp: State.n + 1 } } } ] }\n- disconnect: { name: Never }";

    fn flow(handling: &str) -> Flow {
        Flow::new().state_variable("integer", "State.n").actions(FAILS).error_handling(handling)
    }

    fn handled_by(flow: &Flow) -> String {
        match &flow.run().ending {
            Ending::Failed(cause) => cause.handled_by.clone(),
            other => panic!("{other:?}"),
        }
    }

    #[rstest::rstest]
    #[case("disconnect: { none: true }", "disconnect")]
    #[case("exit: { none: true }", "exit")]
    #[case("endWorkflow: { none: true }", "endWorkflow")]
    #[case("queue: { targetQueue: { lit: { name: Help } } }", "queue: Help")]
    fn the_flow_s_error_handling_ends_it(#[case] handling: &str, #[case] word: &str) {
        assert_eq!(handled_by(&flow(handling)), word);
    }

    #[test]
    fn a_queue_that_does_not_take_it_and_one_that_is_not_there_are_a_disconnect() {
        let full = flow("queue: { targetQueue: { lit: { name: Help } } }").failing_transfer("Help", "full");
        assert_eq!(handled_by(&full), "disconnect");
        assert_eq!(handled_by(&flow("queue: { targetQueue: { exp: 'FindQueue(\"none\")' } }")), "disconnect");
    }

    const TASK: &str = "
  tasks:
    - task:
        name: Apologise
        refId: Apologise_2
        actions:
          - sendResponse: { name: Sorry, messageBody: { lit: sorry } }
          - ACTION
          - disconnect: { name: Bye }";

    #[test]
    fn error_handling_may_be_a_task_which_may_fail_once_more() {
        let to_task = flow("task: { targetTaskRef: './tasks/task[Apologise_2]' }").says("x");
        let fine = to_task.more(&TASK.replace("          - ACTION\n", ""));
        let outcome = fine.run();
        assert_eq!(outcome.path(), ["Fails", "Sorry", "Bye"]);
        assert!(outcome.trace.taken[0].error.is_some());
        assert!(matches!(&outcome.ending, Ending::Disconnected { action: Some(id) } if &*id.name == "Bye"));
        let again = fine.more(&TASK.replace("ACTION", "decision: { name: Worse, condition: { exp: '1 / 0 == 1' } }"));
        let outcome = again.run();
        assert_eq!(outcome.path(), ["Fails", "Sorry", "Worse"]);
        assert!(matches!(&outcome.ending, Ending::Failed(cause) if &*cause.action.name == "Worse"));
    }

    #[test]
    fn error_handling_of_another_form_is_told_when_it_is_reached() {
        let outcome = flow("voicemail: { none: true }").run();
        assert!(matches!(&outcome.ending, Ending::Unsupported { kind, .. } if **kind == *"voicemail"));
    }

    #[test]
    fn after_the_limit_the_error_handling_has_1000_actions_more() {
        const AGAIN: &str = "- changeState: { name: Again, targetStateRef: './states/state[Start_1]' }";
        let endless = Flow::new().actions(AGAIN);
        let outcome = endless.run();
        assert_eq!((&outcome.ending, outcome.trace.taken.len()), (&Ending::StepLimit, 10_000));
        let task = TASK.replace("ACTION", "jumpToTask: { name: Over, targetTaskRef: './tasks/task[Apologise_2]' }");
        let endless = endless.error_handling("task: { targetTaskRef: './tasks/task[Apologise_2]' }").more(&task);
        let outcome = endless.run();
        assert_eq!((&outcome.ending, outcome.trace.taken.len()), (&Ending::StepLimit, 11_000));
    }

    #[test]
    fn an_error_in_a_called_module_goes_to_the_caller_s_error_handling() {
        let module = "
commonModule:
  name: Broken
  startUpTaskActions:
    - decision: { name: Inside, condition: { exp: '1 / 0 == 1' } }
";
        let call =
            "- callCommonModule: { name: Call, commonModule: { Broken: { ver_latestPublished: { none: true } } } }";
        let flow = Flow::new().actions(call).with_flow(module).error_handling("exit: { none: true }");
        let outcome = flow.run();
        assert_eq!(outcome.path(), ["Call", "  Inside"]);
        assert!(matches!(&outcome.ending, Ending::Failed(cause) if &*cause.action.flow == "Broken"));
    }

    #[test]
    fn a_bot_of_the_program_whose_error_handling_exits_comes_back() {
        let bot = "
botFlow:
  name: Bot
  startUpRef: './bots/bot[Main_1]'
  settingsErrorHandling: { errorHandling: { exit: { none: true } } }
  bots: [ { bot: { name: Main, refId: Main_1, actions: [ { decision: { name: Inside, condition: { exp: '1 / 0 == 1' } } } ] } } ]
";
        let call = "- callBotFlow: { name: Call, exitReason: { var: State.why }, botFlow: { Bot: { ver_latestPublished: { none: true } } } }\n- sendResponse: { name: Why, messageBody: { exp: State.why } }";
        let flow = Flow::new().state_variable("string", "State.why").actions(call).with_flow(bot).says("x");
        assert_eq!(flow.run().texts(), ["x", "Error"]);
    }
}
