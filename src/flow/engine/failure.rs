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
        self.limits.handling = true;
        self.limits.allowed = self.limits.taken.saturating_add(ERROR_HANDLING_LIMIT);
        let program = Arc::clone(&self.program);
        match self.error_handling(&program) {
            ErrorHandling::End(_) if limit => Some(self.end(Ending::StepLimit)),
            // A bot's `exit` gives the conversation back to the flow that called it.
            ErrorHandling::End(word) if &**word == "exit" && self.is_called() => {
                self.limits.handling = false;
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

    /// The error handling of the running flow; a common module has none of its own and leaves it to its caller.
    fn error_handling<'p>(&self, program: &'p Program) -> &'p ErrorHandling {
        let running = program.flow(program.container(self.state.container).flow);
        if &*running.flow_type == "commonModule" { &program.entry().error_handling } else { &running.error_handling }
    }

    fn queue_of(&mut self, program: &Program, queue: &crate::flow::program::Argument) -> Option<Transfer> {
        let value = self.turn(program, ActionIndex(0), 0).value(queue).ok()?;
        let Value::Resource(queue) = value else { return None };
        Some(Transfer { queue: queue.name, queue_id: Some(queue.id), ..Transfer::default() })
    }
}
