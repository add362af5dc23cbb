//! One run by a tape: a customer with attributes, an org, and answers, up to an ending. Must not know why it is run.

use std::sync::Arc;

use jiff::Timestamp;

use super::answers::{Answers, Said};
use super::pool::Pool;
use super::recipe::{Given, Recipe};
use super::tape::{Choices, Tape};
use super::ways::Way;
use super::worlds;
use crate::flow::engine::{Event, Execution, Inputs, Step};
use crate::flow::inventory::Inventory;
use crate::flow::program::Program;
use crate::flow::world::World;
use crate::trace::{Ending, Taken, TraceLevel};

/// Effects that one run may ask for before the customer leaves: a loop of questions is tried a few times and not for ever.
const MOST_EFFECTS: usize = 1_000;

/// After so many a world with habits gives them up, so that a loop without a way out but luck is left too.
const HABITS_END: usize = 500;

/// The same where a scenario is to tell of the run: nobody reads a longer one.
const MOST_TOLD: usize = 200;
const TOLD_HABITS_END: usize = 60;

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
    /// The actions that it took, with their data where that was asked for.
    pub taken: Vec<Taken>,
    /// After how many effects it is over, where it came to no end of its own that a scenario can show.
    pub until: Option<usize>,
}

/// A moment at which the flow waits for the customer: a scenario may be over there.
struct Pause {
    effects: usize,
    actions: usize,
    given: usize,
    choices: usize,
}

impl Run {
    /// It is over where it waited.
    fn end_at(&mut self, pause: &Pause) {
        self.ways.truncate(pause.actions);
        self.taken.truncate(pause.actions);
        self.recipe.given.truncate(pause.given);
        self.choices.truncate(pause.choices);
        self.ending = Some(Ending::Waiting);
        self.until = Some(pause.effects);
    }
}

/// Where a program is explored.
#[derive(Debug, Clone)]
pub struct Surroundings {
    /// What the flow can look up, where no run says otherwise.
    pub world: Arc<World>,
    /// When runs begin, where nothing in the flow depends on the clock.
    pub now: Timestamp,
    /// Whether only that counts which a scenario can describe: nobody changes their mind, no input is given, and whatever is given fits.
    pub describable: bool,
}

/// What every run of a program has in common.
pub(super) struct Subject<'p> {
    pub program: &'p Arc<Program>,
    pub surroundings: &'p Surroundings,
    pub inventory: Inventory,
    pub attributes: Vec<Arc<str>>,
    pub pool: Pool,
    failing: Vec<Arc<str>>,
}

impl<'p> Subject<'p> {
    pub fn new(program: &'p Arc<Program>, surroundings: &'p Surroundings) -> Self {
        let inventory = program.inventory();
        let mut attributes: Vec<Arc<str>> = inventory.attributes_read.iter().map(|(name, _)| name.clone()).collect();
        attributes.sort();
        attributes.dedup();
        let pool = Pool::of(program, surroundings.now);
        let failing = worlds::failing(program);
        Self { program, surroundings, inventory, attributes, pool, failing }
    }

    /// Runs once, for so many effects at most where a number is given. A run that goes wrong or on for ever ends, where a scenario is to
    /// tell of it, at the customer's last turn.
    pub fn run(&self, mut tape: Tape, level: TraceLevel, until: Option<usize>) -> Run {
        let mut given = Vec::new();
        let base = &self.surroundings.world;
        let world = worlds::world(base, &self.inventory, &self.failing, &mut tape, &mut given);
        let started = self.pool.clock(&mut tape).unwrap_or(self.surroundings.now);
        let mut inputs = Inputs { world: Arc::new(world), level, ..Inputs::default() };
        for name in &self.attributes {
            if tape.choose(3) != 0 {
                let value = self.pool.attribute(name, &mut tape);
                given.push(Given::Attribute { name: name.clone(), value: value.clone() });
                inputs.attributes.insert(name.clone(), value);
            }
        }
        if !self.surroundings.describable {
            self.entry_inputs(&mut inputs, &mut tape, &mut given);
        }
        if tape.choose(4) != 0 {
            let text = self.pool.any_text(&mut tape);
            given.push(Given::Says(text.clone()));
            inputs.message = Some(text);
        } else {
            given.push(Given::Joins);
        }
        inputs.conversation_id = Some("conversation".into());
        inputs.sender_address = Some("customer".into());
        let (mut execution, mut step) = Execution::start(Arc::clone(self.program), inputs, started);
        let mut choices: Vec<Arc<str>> = Vec::new();
        let mut said = self.surroundings.describable.then(Said::default);
        let (mut ending, mut pause) = (None, None);
        let (most, habits_end) =
            if self.surroundings.describable { (MOST_TOLD, TOLD_HABITS_END) } else { (MOST_EFFECTS, HABITS_END) };
        for effect in 0..=until.unwrap_or(most) {
            tape.answered();
            if self.surroundings.describable && matches!(step, Step::AwaitCustomer { .. }) {
                let (actions, given, choices) = (execution.taken().count(), given.len(), tape.position());
                pause = Some(Pause { effects: effect, actions, given, choices });
            }
            if effect == until.unwrap_or(most) {
                break;
            }
            if effect == habits_end {
                tape.drop_habits();
            }
            let mut now = execution.now();
            let (program, pool) = (self.program, &self.pool);
            let mut answers = Answers { program, pool, tape: &mut tape, given: &mut given, said: said.as_mut() };
            let event = match step {
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
                    chosen => {
                        let choice = if chosen == 1 { None } else { answers.tape.pick(&choices).cloned() };
                        let text = choice.unwrap_or_else(|| pool.any_text(answers.tape));
                        answers.given.push(Given::Says(text.clone()));
                        Event::CustomerSaid { text, attributes: Vec::new() }
                    }
                },
                Step::DataAction(ref call) => answers.data_action(call),
                Step::Bot(ref call) => answers.bot(call),
                Step::Module(ref call) => answers.module(call),
                Step::TableLookup(ref call) => answers.table(call),
                Step::Understand(ref call) => answers.understood(call),
                Step::Transfer(ref transfer) => answers.transfer(transfer),
            };
            match execution.resume(event, now) {
                Ok(next) => step = next,
                // INVARIANT: each event above is one that its step takes.
                Err(_) => break,
            }
            // What somebody must mend makes no scenario.
            if self.surroundings.describable && !execution.problems().is_empty() {
                ending = None;
                break;
            }
        }
        let ways = execution.taken().map(|(action, output)| Way { action, output }).collect();
        let taken = if level == TraceLevel::Path { Vec::new() } else { execution.trace().taken };
        let recipe = Recipe { now: started, given };
        let mut run = Run { ways, ending, recipe, choices: tape.into_choices(), taken, until: None };
        if let (None, Some(pause)) = (&run.ending, pause) {
            run.end_at(&pause);
        }
        run
    }

    /// Values for the variables that a caller of the entry flow may give.
    fn entry_inputs(&self, inputs: &mut Inputs, tape: &mut Tape, given: &mut Vec<Given>) {
        for variable in self.program.entry().variables.iter().filter(|variable| variable.is_input) {
            if variable.name.to_ascii_lowercase().starts_with("slot.") {
                continue;
            }
            let json = self.pool.value_of(Some(&variable.name), variable.value_type, tape);
            if let Ok(value) = crate::flow::expression::Value::from_json(&json, &variable.value_type) {
                inputs.variables.push((variable.name.clone(), value));
                given.push(Given::Input { name: variable.name.clone(), value: json });
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
