//! An execution: takes action after action until it must ask its host or has ended. Must not know any kind of action.

use std::sync::Arc;

use indexmap::IndexMap;
use jiff::Timestamp;

use super::Problem;
use super::continuation::Continuation;
use super::next::{Fault, Next, Returned};
use super::rules::{ACTION_LIMIT, FIRST_LOOP_INDEX, TASK_RUNS_OUT};
use super::state::State;
use super::step::{Event, Misuse, Said, Step};
use super::turn::Turn;
use super::{Inputs, failure::Limits};
use crate::flow::expression::Value;
use crate::flow::program::{ActionIndex, BlockIndex, ContainerIndex, Program};
use crate::flow::world::World;
use crate::trace::{ActionId, Deeds, Ending, Speaker, Trace};

/// A flow in progress. A clone goes its own way.
#[derive(Debug, Clone)]
pub struct Execution {
    pub(super) program: Arc<Program>,
    pub(super) stack: Vec<Continuation>,
    pub(super) state: State,
    pub(super) limits: Limits,
    /// How many tasks and flows wait for a return.
    pub(super) depth: usize,
    pending: Option<Pending>,
    ending: Option<Ending>,
}

/// What waits for the host's answer.
#[derive(Debug, Clone)]
struct Pending {
    waiting: Waiting,
    step: Step,
}

#[derive(Debug, Clone)]
enum Waiting {
    /// An action.
    Action { action: ActionIndex, record: usize },
    /// The error handling, which ends the flow in any case.
    ErrorHandling(Box<crate::trace::ErrorCause>),
    /// The words before the error handling: the action that failed, and why.
    Handover(Box<(ActionId, String)>),
}

impl Execution {
    /// Starts the program's entry flow and runs it until it asks or ends.
    pub fn start(program: Arc<Program>, inputs: Inputs, now: Timestamp) -> (Self, Step) {
        let given = inputs.variables.clone();
        let state = State::new(&program, inputs, now);
        let mut execution = Self {
            program: Arc::clone(&program),
            stack: Vec::new(),
            state,
            limits: Limits { taken: 0, allowed: ACTION_LIMIT, handling: false },
            depth: 0,
            pending: None,
            ending: None,
        };
        let entry = program.entry();
        let entered = execution.state.enter_flow(&entry.variables).and_then(|()| {
            for (name, value) in given {
                let found = entry.variables.find(&name).and_then(|index| Some((index, entry.variables.get(index)?)));
                if let Some((index, variable)) = found {
                    let value = value.coerce(&variable.value_type).map_err(Fault::new)?;
                    execution.state.flow.values.get_mut(index).into_iter().for_each(|place| *place = value.clone());
                }
            }
            execution.enter(entry.start)
        });
        let first = match entered {
            Ok(()) => None,
            Err(fault) => execution.fail_before_first(&fault),
        };
        let step = first.unwrap_or_else(|| execution.run());
        (execution, step)
    }

    /// Goes on with what happened.
    ///
    /// # Errors
    /// The event does not fit the step that waits, or the execution has ended.
    pub fn resume(&mut self, event: Event, now: Timestamp) -> Result<Step, Misuse> {
        let Some(pending) = self.pending.take() else {
            return Err(Misuse { message: "the execution has ended".to_owned() });
        };
        self.state.now = self.state.now.max(now);
        match event {
            Event::CustomerLeft => return Ok(self.end(Ending::CustomerLeft)),
            Event::CustomerSilent => return Ok(self.end(Ending::TimedOut)),
            Event::CustomerSaid { ref text, ref attributes } => {
                for (name, value) in attributes {
                    self.state.attributes.insert(name.clone(), value.clone());
                }
                if !pending.step.takes(&event) {
                    let step = pending.step.clone();
                    self.pending = Some(pending);
                    return Ok(step);
                }
                self.state.new_message(text);
                self.state.spoke = self.state.now;
            }
            Event::Unanswered { callee } if pending.step.is_call() => {
                let Waiting::Action { action, .. } = pending.waiting else {
                    return Err(Misuse { message: "error handling calls nothing".to_owned() });
                };
                let action = self.program.action(action).id.clone();
                return Ok(self.end(Ending::Unstubbed { action, callee }));
            }
            _ => {}
        }
        if !pending.step.takes(&event) {
            let message = format!("{event:?} does not answer {:?}", pending.step);
            self.pending = Some(pending);
            return Err(Misuse { message });
        }
        match (pending.waiting, pending.step) {
            (Waiting::Action { .. }, Step::Transfer(transfer)) if matches!(event, Event::Transferred) => {
                Ok(self.end(Ending::Transferred(Arc::unwrap_or_clone(transfer))))
            }
            (Waiting::Action { action, record }, _) => {
                let program = Arc::clone(&self.program);
                let result = program.action(action).action.resume(&mut self.turn(&program, action, record), event);
                Ok(self.follow(action, record, result).unwrap_or_else(|| self.run()))
            }
            (Waiting::Handover(failed), _) => {
                let (action, message) = *failed;
                Ok(self.handle_now(action, &message, false).unwrap_or_else(|| self.run()))
            }
            (Waiting::ErrorHandling(mut cause), _) => {
                if let Event::TransferFailed { .. } = event {
                    cause.handled_by = "disconnect".to_owned();
                }
                Ok(self.end(Ending::Failed(*cause)))
            }
        }
    }

    /// The actions taken so far.
    pub fn trace(&self) -> Trace {
        self.state.recorder.trace(&self.program)
    }

    /// The actions taken so far, each with the position of its output, without names.
    pub(crate) fn taken(&self) -> impl Iterator<Item = (ActionIndex, Option<usize>)> + '_ {
        self.state.recorder.taken()
    }

    /// The customer's attributes as this execution knows them.
    pub fn attributes(&self) -> &IndexMap<Arc<str>, Arc<str>> {
        &self.state.attributes
    }

    /// What a person must mend, so far.
    pub fn problems(&self) -> &[Problem] {
        &self.state.problems
    }

    /// What the flow did besides messages and attributes, so far. Once it has ended, an outcome without a result has failed.
    pub fn deeds(&self) -> Deeds {
        let mut deeds = self.state.deeds.clone();
        if self.ending.is_some() {
            deeds.close();
        }
        deeds
    }

    /// The outputs of the flow that runs, or ran last, with their values.
    pub fn outputs(&self) -> Vec<(Arc<str>, Value)> {
        let flow = self.program.flow(self.program.container(self.state.container).flow);
        let values = flow.variables.iter().zip(&self.state.flow.values);
        let outputs = values.filter(|(variable, _)| variable.is_output);
        outputs.map(|(variable, value)| (variable.name.clone(), value.clone())).collect()
    }

    /// The variables of the flow that runs, and of its state or task, with their values.
    pub fn variables(&self) -> Vec<(Arc<str>, Value)> {
        let container = self.program.container(self.state.container);
        let flow = &self.program.flow(container.flow).variables;
        let of_flow = flow.iter().zip(&self.state.flow.values);
        let all = of_flow.chain(container.variables.iter().zip(&self.state.locals.values));
        all.map(|(variable, value)| (variable.name.clone(), value.clone())).collect()
    }

    /// From now on it looks things up in this world.
    pub fn set_world(&mut self, world: Arc<World>) {
        self.state.world = world;
    }

    /// The intent that it heard last, where it is a bot.
    pub fn intent(&self) -> Option<&Arc<str>> {
        self.state.bot.intent.as_ref()
    }

    /// The program that runs.
    pub fn program(&self) -> &Arc<Program> {
        &self.program
    }

    /// The step that waits for an answer.
    pub fn pending(&self) -> Option<&Step> {
        self.pending.as_ref().map(|pending| &pending.step)
    }

    /// The action that waits for an answer.
    pub(crate) fn waiting_action(&self) -> Option<ActionIndex> {
        match self.pending.as_ref()?.waiting {
            Waiting::Action { action, .. } => Some(action),
            _ => None,
        }
    }

    /// How it ended; [`Ending::Waiting`] while it has not.
    pub fn ending(&self) -> Ending {
        self.ending.clone().unwrap_or(Ending::Waiting)
    }

    /// The conversation's clock as this execution knows it.
    pub fn now(&self) -> Timestamp {
        self.state.now
    }

    pub(super) fn turn<'a>(&'a mut self, program: &'a Program, action: ActionIndex, record: usize) -> Turn<'a> {
        Turn { program, state: &mut self.state, action, record }
    }

    pub(super) fn end(&mut self, ending: Ending) -> Step {
        self.pending = None;
        self.stack.clear();
        self.ending = Some(ending.clone());
        Step::Ended(ending)
    }

    /// Asks the host on behalf of the error handling, which ends the flow with this cause whatever comes back.
    pub(super) fn ask_for_error_handling(&mut self, cause: crate::trace::ErrorCause, step: Step) -> Step {
        self.pending = Some(Pending { waiting: Waiting::ErrorHandling(Box::new(cause)), step: step.clone() });
        step
    }

    /// Says something on behalf of the error handling, which then runs.
    pub(super) fn say_before_handling(&mut self, action: ActionId, message: &str, text: Arc<str>) -> Step {
        let step = Step::Say(Said { text, speaker: Speaker::Bot, choices: Vec::new() });
        let waiting = Waiting::Handover(Box::new((action, message.to_owned())));
        self.pending = Some(Pending { waiting, step: step.clone() });
        step
    }

    /// Puts a container's fresh variables and its actions on top.
    pub(super) fn enter(&mut self, container: ContainerIndex) -> Result<(), Fault> {
        let program = Arc::clone(&self.program);
        self.state.enter_container(&program, container)?;
        self.push(program.container(container).body);
        Ok(())
    }

    fn push(&mut self, block: BlockIndex) {
        self.stack.push(Continuation::Block { block, next: 0 });
    }

    /// Takes actions until one asks or ends.
    fn run(&mut self) -> Step {
        let program = Arc::clone(&self.program);
        loop {
            let done = match self.stack.last_mut() {
                Some(Continuation::Block { block, next }) => match program.block(*block).get(*next) {
                    Some(&action) => {
                        *next += 1;
                        self.take(&program, action)
                    }
                    None => {
                        self.stack.pop();
                        None
                    }
                },
                Some(Continuation::Loop { .. }) => self.next_round(&program),
                Some(&mut Continuation::Again { action, index }) => {
                    self.stack.pop();
                    self.take_round(&program, action, index)
                }
                Some(Continuation::Task { .. } | Continuation::Flow { .. }) => {
                    self.end_task(TASK_RUNS_OUT.into(), None)
                }
                None => {
                    let state = program.container(self.state.container).name.clone();
                    Some(self.end(Ending::EndOfState { state }))
                }
            };
            if let Some(step) = done {
                return step;
            }
        }
    }

    fn take(&mut self, program: &Program, action: ActionIndex) -> Option<Step> {
        self.take_round(program, action, FIRST_LOOP_INDEX)
    }

    fn take_round(&mut self, program: &Program, action: ActionIndex, round: i64) -> Option<Step> {
        self.state.round = round;
        self.limits.taken += 1;
        if self.limits.taken > self.limits.allowed {
            return self.too_many(action);
        }
        self.state.stage = 0;
        let record = self.state.recorder.begin(action, self.depth);
        let result = program.action(action).action.execute(&mut self.turn(program, action, record));
        self.follow(action, record, result)
    }

    /// Does what an action decided. A step is given where the host must answer or all has ended.
    pub(super) fn follow(&mut self, action: ActionIndex, record: usize, result: Result<Next, Fault>) -> Option<Step> {
        let next = match result {
            Ok(next) => next,
            Err(fault) => return self.fail(action, Some(record), &fault),
        };
        match next {
            Next::Continue => {}
            Next::Leave(output) => self.leave(action, record, output),
            Next::Ask(step) => {
                // Waiting for the customer counts as an action, so that a bot that never gives up is ended too.
                if matches!(step, Step::AwaitCustomer { .. }) {
                    self.limits.taken += 1;
                    if self.limits.taken > self.limits.allowed {
                        return self.too_many(action);
                    }
                }
                self.pending = Some(Pending { waiting: Waiting::Action { action, record }, step: step.clone() });
                return Some(step);
            }
            Next::Loop { body, count } => {
                let index = FIRST_LOOP_INDEX;
                self.state.recorder.output(record, 0);
                self.stack.push(Continuation::Loop { action, record, body, index, count });
            }
            Next::Again { body } => {
                self.state.recorder.output(record, 0);
                self.stack.push(Continuation::Again { action, index: self.state.round.saturating_add(1) });
                self.push(body);
            }
            Next::CallTask(container) => {
                self.depth += 1;
                let (caller, locals) = (self.state.container, std::mem::take(&mut self.state.locals));
                self.stack.push(Continuation::Task { action, record, container: caller, locals });
                if let Err(fault) = self.enter(container) {
                    return self.fail(action, Some(record), &fault);
                }
            }
            Next::CallFlow { flow, inputs, input_text } => {
                self.depth += 1;
                let caller = Continuation::Flow {
                    action,
                    record,
                    container: self.state.container,
                    locals: std::mem::take(&mut self.state.locals),
                    flow: std::mem::take(&mut self.state.flow),
                    bot: std::mem::take(&mut self.state.bot),
                    limits: self.limits,
                };
                self.state.bot.input_text = input_text;
                self.stack.push(caller);
                let program = Arc::clone(&self.program);
                let callee = program.flow(flow);
                self.state.container = callee.start;
                let entered = self.state.enter_flow(&callee.variables).and_then(|()| {
                    for (index, value) in inputs {
                        self.state.flow.values.get_mut(index).into_iter().for_each(|place| *place = value.clone());
                    }
                    self.enter(callee.start)
                });
                if let Err(fault) = entered {
                    return self.fail(action, Some(record), &fault);
                }
            }
            Next::Go(container) => {
                self.unwind_to_flow();
                if let Err(fault) = self.enter(container) {
                    return self.fail(action, Some(record), &fault);
                }
            }
            Next::EndTask(output) => return self.end_task(output, None),
            Next::Round => self.unwind_to_loop(),
            Next::ExitLoop => {
                self.unwind_to_loop();
                self.stack.pop();
            }
            Next::ExitFlow(reason) => {
                self.unwind_to_flow();
                if self.stack.is_empty() {
                    return Some(self.end(Ending::Exited { reason }));
                }
                return self.end_task(TASK_RUNS_OUT.into(), Some(reason));
            }
            Next::End(ending) => return Some(self.end(ending)),
        }
        None
    }

    fn leave(&mut self, action: ActionIndex, record: usize, output: usize) {
        self.state.recorder.output(record, output);
        let branch = self.program.action(action).outputs.get(output).and_then(|output| output.branch);
        if let Some(block) = branch {
            self.push(block);
        }
    }

    fn next_round(&mut self, program: &Program) -> Option<Step> {
        let Some(Continuation::Loop { action, record, body, index, count }) = self.stack.last_mut() else {
            return None;
        };
        let (action, record, body, round) = (*action, *record, *body, *index);
        // An empty body takes no action, so the limit of actions would not end it: its rounds are none.
        if round >= *count || program.block(body).is_empty() {
            self.stack.pop();
            return None;
        }
        *index += 1;
        let begun = program.action(action).action.round(&mut self.turn(program, action, record), round);
        if let Err(fault) = begun {
            return self.fail(action, Some(record), &fault);
        }
        self.push(body);
        None
    }

    /// Returns to the caller of the innermost task or flow; without one the flow's actions have run out.
    pub(super) fn end_task(&mut self, output: Arc<str>, exit_reason: Option<Arc<str>>) -> Option<Step> {
        let program = Arc::clone(&self.program);
        loop {
            match self.stack.pop() {
                Some(Continuation::Block { .. } | Continuation::Loop { .. } | Continuation::Again { .. }) => {}
                Some(Continuation::Task { action, record, container, locals }) => {
                    self.depth -= 1;
                    self.state.container = container;
                    self.state.locals = locals;
                    if let Some(output) = program.action(action).output(&output) {
                        self.leave(action, record, output);
                    }
                    return None;
                }
                Some(Continuation::Flow { action, record, container, locals, flow, bot, limits }) => {
                    self.depth -= 1;
                    let outputs = self.outputs();
                    self.limits = Limits { taken: self.limits.taken, ..limits };
                    self.state.container = container;
                    self.state.locals = locals;
                    self.state.flow = flow;
                    let intent = std::mem::replace(&mut self.state.bot, bot).intent;
                    let returned = Returned { outputs, output, exit_reason, intent };
                    let result =
                        program.action(action).action.returned(&mut self.turn(&program, action, record), returned);
                    return self.follow(action, record, result);
                }
                None => {
                    let state = program.container(self.state.container).name.clone();
                    return Some(self.end(Ending::EndOfState { state }));
                }
            }
        }
    }

    /// Drops what waits in the running flow; its caller, if any, stays on top.
    pub(super) fn unwind_to_flow(&mut self) {
        while let Some(top) = self.stack.last() {
            match top {
                Continuation::Flow { .. } => return,
                Continuation::Task { .. } => self.depth -= 1,
                Continuation::Block { .. } | Continuation::Loop { .. } | Continuation::Again { .. } => {}
            }
            self.stack.pop();
        }
    }

    /// Drops what waits in common modules, up to the flow that called the first of them, with its variables.
    pub(super) fn unwind_modules(&mut self) {
        let program = Arc::clone(&self.program);
        while program.flow(program.container(self.state.container).flow).is_module() {
            self.unwind_to_flow();
            let Some(Continuation::Flow { container, locals, flow, bot, .. }) = self.stack.pop() else { return };
            self.depth -= 1;
            self.state.container = container;
            self.state.locals = locals;
            self.state.flow = flow;
            self.state.bot = bot;
        }
    }

    /// Drops what waits inside the innermost loop. Loading has made sure that there is one.
    fn unwind_to_loop(&mut self) {
        while let Some(Continuation::Block { .. }) = self.stack.last() {
            self.stack.pop();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::flow::action::testing::Flow;
    use crate::flow::expression::Value;

    fn start(flow: &Flow, inputs: Inputs) -> (Execution, Step) {
        Execution::start(flow.program(), inputs, flow.now())
    }

    const SAY_TWICE: &str = "
- sendResponse: { name: One, messageBody: { lit: one } }
- sendResponse: { name: Two, messageBody: { lit: two } }
- disconnect: { name: Bye }";

    #[test]
    fn a_clone_goes_its_own_way() {
        let flow = Flow::new().actions(SAY_TWICE);
        let (mut one, step) = start(&flow, Inputs::default());
        assert!(matches!(step, Step::Say(said) if &*said.text == "one"));
        let mut other = one.clone();
        let step = other.resume(Event::CustomerLeft, flow.now()).unwrap();
        assert!(matches!(step, Step::Ended(Ending::CustomerLeft)));
        let step = one.resume(Event::Done, flow.now()).unwrap();
        assert!(matches!(step, Step::Say(said) if &*said.text == "two"));
        assert_eq!((one.trace().taken.len(), other.trace().taken.len()), (2, 1));
    }

    #[test]
    fn an_event_that_does_not_fit_changes_nothing() {
        let flow = Flow::new().actions(SAY_TWICE);
        let (mut execution, _) = start(&flow, Inputs::default());
        assert!(execution.resume(Event::TimeReached, flow.now()).is_err());
        assert!(execution.resume(Event::Unanswered { callee: "x".to_owned() }, flow.now()).is_err());
        assert!(execution.resume(Event::Done, flow.now()).is_ok());
        assert!(execution.resume(Event::Done, flow.now()).is_ok());
        assert!(matches!(execution.ending(), Ending::Disconnected { .. }));
        assert!(execution.resume(Event::Done, flow.now()).is_err());
    }

    #[test]
    fn what_the_customer_says_meanwhile_brings_attributes_and_the_step_waits_on() {
        let flow =
            Flow::new().actions("- wait: { name: W, duration: { lit: { minutes: 1 } } }\n- disconnect: { name: Bye }");
        let (mut execution, first) = start(&flow, Inputs::default());
        let Step::Sleep { until } = first else { panic!("{first:?}") };
        let attributes = vec![("tier".into(), "Gold".into())];
        let said = Event::CustomerSaid { text: "hello?".into(), attributes };
        assert!(matches!(execution.resume(said, flow.now()), Ok(Step::Sleep { until: same }) if same == until));
        assert_eq!(execution.attributes().get("tier").map(|text| &**text), Some("Gold"));
        assert!(matches!(execution.resume(Event::TimeReached, until), Ok(Step::Ended(_))));
        assert_eq!(execution.now(), until);
    }

    #[test]
    fn inputs_and_initial_values_are_there_before_the_first_action() {
        let flow = Flow::new()
            .flow_variable("integer", "Flow.given", "{ lit: 1 }")
            .flow_variable("integer", "Flow.double", "{ exp: Flow.given * 2 }")
            .actions("- sendResponse: { name: Tell, messageBody: { exp: 'ToString(Flow.given) + \"/\" + ToString(Flow.double)' } }");
        let given = vec![("flow.GIVEN".into(), Value::Integer(5))];
        let (_, step) = start(&flow, Inputs { variables: given, ..Inputs::default() });
        assert!(matches!(step, Step::Say(said) if &*said.text == "5/2"));
    }

    #[test]
    fn an_initial_value_that_fails_goes_to_error_handling() {
        let flow = Flow::new()
            .flow_variable("integer", "Flow.broken", "{ exp: 1 / 0 }")
            .actions("- disconnect: { name: Bye }");
        let (execution, step) = start(&flow, Inputs::default());
        assert!(matches!(step, Step::Ended(Ending::Failed(cause)) if cause.message.contains("Flow.broken")));
        assert!(execution.trace().taken.is_empty());
    }

    #[test]
    fn a_level_below_data_keeps_actions_and_outputs_only() {
        let flow =
            Flow::new().actions("- decision: { name: D, condition: { exp: 1 == 1 } }\n- disconnect: { name: Bye }");
        let inputs = |level| Inputs { level, ..Inputs::default() };
        let (path, _) = start(&flow, inputs(crate::trace::TraceLevel::Path));
        let taken = path.trace().taken;
        assert_eq!((taken[0].output.as_deref(), taken[0].cause.is_none()), (Some("yes"), true));
        let (explain, _) = start(&flow, inputs(crate::trace::TraceLevel::Explain));
        assert!(explain.trace().taken[0].cause.is_some());
    }
}
