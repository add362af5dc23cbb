//! One run by a tape: a customer with attributes, an org, and answers, up to an ending. Must not know why it is run.

use std::sync::Arc;

use jiff::Timestamp;

use super::answers::Answers;
use super::pool::Pool;
use super::recipe::{Given, Recipe};
use super::tape::{Choices, Tape};
use super::ways::Way;
use super::worlds;
use crate::flow::engine::{Event, Execution, Inputs, Step};
use crate::flow::inventory::Inventory;
use crate::flow::program::Program;
use crate::trace::{Ending, TraceLevel};

/// Effects that one run may ask for before the customer leaves: a loop of questions is tried a few times and not for ever.
const MOST_EFFECTS: usize = 1_000;

/// After so many a world with habits gives them up, so that a loop without a way out but luck is left too.
const HABITS_END: usize = 500;

/// How one run went.
pub(super) struct Run {
    /// The ways that it took.
    pub ways: Vec<Way>,
    /// How it ended; none where it was cut short.
    pub ending: Option<Ending>,
    /// What it was given.
    pub recipe: Recipe,
    /// Its choices.
    pub choices: Choices,
}

/// What every run of a program has in common.
pub(super) struct Subject<'p> {
    pub program: &'p Arc<Program>,
    pub inventory: Inventory,
    pub attributes: Vec<Arc<str>>,
    pub pool: Pool,
    pub now: Timestamp,
}

impl<'p> Subject<'p> {
    pub fn new(program: &'p Arc<Program>, now: Timestamp) -> Self {
        let inventory = program.inventory();
        let mut attributes: Vec<Arc<str>> = inventory.attributes_read.iter().map(|(name, _)| name.clone()).collect();
        attributes.sort();
        attributes.dedup();
        Self { program, inventory, attributes, pool: Pool::of(program, now), now }
    }

    /// Runs once.
    pub fn run(&self, mut tape: Tape) -> Run {
        let mut given = Vec::new();
        let world = worlds::world(&self.inventory, &mut tape, &mut given);
        let mut inputs = Inputs { world: Arc::new(world), level: TraceLevel::Path, ..Inputs::default() };
        for name in &self.attributes {
            if tape.choose(3) != 0 {
                let value = self.pool.any_text(&mut tape);
                given.push(Given::Attribute { name: name.clone(), value: value.clone() });
                inputs.attributes.insert(name.clone(), value);
            }
        }
        self.entry_inputs(&mut inputs, &mut tape, &mut given);
        if tape.choose(4) != 0 {
            let text = self.pool.any_text(&mut tape);
            given.push(Given::Says(text.clone()));
            inputs.message = Some(text);
        }
        inputs.conversation_id = Some("conversation".into());
        inputs.sender_address = Some("customer".into());
        let (mut execution, mut step) = Execution::start(Arc::clone(self.program), inputs, self.now);
        let mut choices: Vec<Arc<str>> = Vec::new();
        let mut ending = None;
        for effect in 0..MOST_EFFECTS {
            tape.answered();
            if effect == HABITS_END {
                tape.drop_habits();
            }
            let mut now = execution.now();
            let event = {
                let mut answers =
                    Answers { program: self.program, pool: &self.pool, tape: &mut tape, given: &mut given };
                match step {
                    Step::Ended(ref reached) => {
                        ending = Some(reached.clone());
                        break;
                    }
                    Step::Say(ref said) => {
                        choices = said.choices.iter().map(|choice| choice.payload.clone()).collect();
                        Event::Done
                    }
                    Step::SetParticipant(_) => Event::Done,
                    Step::Sleep { until } => {
                        now = now.max(until);
                        Event::TimeReached
                    }
                    Step::AwaitCustomer { deadline } => match answers.patience(&execution) {
                        0 => {
                            now = now.max(deadline);
                            answers.given.push(Given::Silence);
                            Event::TimeReached
                        }
                        1 => {
                            let text = self.pool.any_text(answers.tape);
                            said(&text, &mut answers)
                        }
                        _ => {
                            let text = match answers.tape.pick(&choices) {
                                Some(choice) => choice.clone(),
                                None => self.pool.any_text(answers.tape),
                            };
                            said(&text, &mut answers)
                        }
                    },
                    Step::DataAction(ref call) => answers.data_action(call),
                    Step::Bot(ref call) => answers.bot(call),
                    Step::Module(ref call) => answers.module(call),
                    Step::TableLookup(ref call) => answers.table(call),
                    Step::Understand(ref call) => answers.understood(call),
                    Step::Transfer(_) => match answers.tape.choose(3) {
                        0 => Event::Transferred,
                        _ => Event::TransferFailed { error_type: "transferFailed".into(), message: "no agent".into() },
                    },
                }
            };
            match execution.resume(event, now) {
                Ok(next) => step = next,
                // INVARIANT: each event above is one that its step takes.
                Err(_) => break,
            }
        }
        let ways = execution.taken().map(|(action, output)| Way { action, output }).collect();
        Run { ways, ending, recipe: Recipe { given }, choices: tape.into_choices() }
    }

    /// Values for the variables that a caller of the entry flow may give.
    fn entry_inputs(&self, inputs: &mut Inputs, tape: &mut Tape, given: &mut Vec<Given>) {
        for variable in self.program.entry().variables.iter().filter(|variable| variable.is_input) {
            if variable.name.to_ascii_lowercase().starts_with("slot.") {
                continue;
            }
            let json = self.pool.value(variable.value_type, tape);
            if let Ok(value) = crate::flow::expression::Value::from_json(&json, &variable.value_type) {
                inputs.variables.push((variable.name.clone(), value));
                let outputs = serde_json::Map::from_iter([(variable.name.to_string(), json)]);
                given.push(Given::Answer { callee: "input".to_owned(), output: "given".into(), outputs });
            }
        }
    }
}

impl Answers<'_> {
    /// What the customer does when they are waited for: silence (0), words at random (1), a choice or words (else).
    fn patience(&mut self, execution: &Execution) -> usize {
        self.tape.answer(execution.waiting_action().map_or(0, |action| action.get()));
        self.tape.choose(10)
    }
}

fn said(text: &Arc<str>, answers: &mut Answers<'_>) -> Event {
    answers.given.push(Given::Says(text.clone()));
    Event::CustomerSaid { text: text.clone(), attributes: Vec::new() }
}
