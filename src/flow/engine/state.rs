//! The data of an execution: clock, variables, attributes, trace, what a person must mend. Must not know the stack or what comes next.

use std::sync::Arc;

use indexmap::IndexMap;
use jiff::Timestamp;

use super::Problem;
use super::asking::{Asking, BotMemory};
use super::built_in::{BuiltIn, Start};
use super::memory::{Memory, Writer};
use super::recorder::Recorder;
use super::rules::{FIRST_LOOP_INDEX, MissingAttribute};
use super::scope::Moment;
use super::{Asked, Inputs, next::Fault};
use crate::flow::expression::{Type, Value};
use crate::flow::program::{ActionIndex, Argument, Bound, ContainerIndex, Program, Slot, Storage, Variables, folded};
use crate::flow::world::World;
use crate::trace::{Cause, Deeds, Operand, Setter, TraceLevel};

/// Everything that actions read and write.
#[derive(Debug, Clone)]
pub(crate) struct State {
    pub now: Timestamp,
    pub world: Arc<World>,
    pub attributes: IndexMap<Arc<str>, Arc<str>>,
    pub missing_attribute: MissingAttribute,
    pub asked: Arc<Asked>,
    pub recorder: Recorder,
    pub problems: Vec<Problem>,
    pub deeds: Deeds,
    /// What was written to other conversations than this one, by their ids.
    pub elsewhere: IndexMap<Arc<str>, IndexMap<Arc<str>, Arc<str>>>,
    /// The container whose actions run.
    pub container: ContainerIndex,
    /// The variables of its flow, and its own.
    pub flow: Memory,
    pub locals: Memory,
    pub built_in: Vec<Value>,
    pub default_language: Arc<str>,
    pub languages: Arc<[Arc<str>]>,
    /// When the customer said something last, or the conversation began.
    pub spoke: Timestamp,
    /// How far an action that asks its host several things has got.
    pub stage: u8,
    /// The round of an action that asks for each of its rounds.
    pub round: i64,
    /// The question that is being asked.
    pub asking: Option<Box<Asking>>,
    /// What the bot that runs remembers.
    pub bot: BotMemory,
}

impl State {
    /// The state before the first action; variables are not there yet.
    pub fn new(program: &Program, inputs: Inputs, now: Timestamp) -> Self {
        let entry = program.entry();
        let built_in = BuiltIn::values(&Start { inputs: &inputs, program, now });
        // A bot that is the entry hears first what starts the conversation.
        let input_text = inputs.message.clone().filter(|_| entry.is_bot());
        Self {
            now,
            world: inputs.world,
            attributes: inputs.attributes,
            missing_attribute: inputs.missing_attribute,
            asked: inputs.asked,
            recorder: Recorder::new(inputs.level),
            problems: Vec::new(),
            deeds: Deeds::default(),
            elsewhere: IndexMap::new(),
            container: entry.start,
            flow: Memory::default(),
            locals: Memory::default(),
            built_in,
            default_language: entry.default_language.clone(),
            languages: entry.languages.clone(),
            spoke: now,
            stage: 0,
            round: FIRST_LOOP_INDEX,
            asking: None,
            bot: BotMemory { input_text, ..BotMemory::default() },
        }
    }

    /// What an expression sees now.
    pub fn moment(&self) -> Moment<'_> {
        Moment {
            flow: &self.flow,
            locals: &self.locals,
            built_in: &self.built_in,
            world: &self.world,
            default_language: &self.default_language,
            languages: &self.languages,
            now: self.now,
        }
    }

    /// Fresh variables of a flow, into place; each initial value may read those before it.
    pub fn enter_flow(&mut self, variables: &Variables) -> Result<(), Fault> {
        self.flow = self.fresh(variables);
        for (index, variable) in variables.iter().enumerate() {
            if let Some(value) = self.initial(&variable.initial, variable.value_type, &variable.name)? {
                self.flow.values.get_mut(index).into_iter().for_each(|place| *place = value.clone());
            }
        }
        Ok(())
    }

    /// Fresh variables of a container, into place.
    pub fn enter_container(&mut self, program: &Program, container: ContainerIndex) -> Result<(), Fault> {
        self.container = container;
        let variables = &program.container(container).variables;
        self.locals = self.fresh(variables);
        for (index, variable) in variables.iter().enumerate() {
            if let Some(value) = self.initial(&variable.initial, variable.value_type, &variable.name)? {
                self.locals.values.get_mut(index).into_iter().for_each(|place| *place = value.clone());
            }
        }
        Ok(())
    }

    fn fresh(&self, variables: &Variables) -> Memory {
        let values = variables.iter().map(|variable| Value::not_set(variable.value_type)).collect();
        Memory::new(values, self.recorder.level() == TraceLevel::Explain)
    }

    fn initial(&self, initial: &Argument, value_type: Type, name: &str) -> Result<Option<Value>, Fault> {
        let value = match initial {
            Argument::Absent | Argument::NotSet => return Ok(None),
            Argument::Literal(value) => return Ok(Some(value.clone())),
            Argument::Named(kind, resource) => match self.world.find_by_name(*kind, resource) {
                Some(resource) => Value::Resource(resource),
                None => return Ok(None),
            },
            Argument::Expression(bound) => bound
                .expression
                .evaluate(&self.moment())
                .map_err(|error| Fault::new(format!("initial value of `{name}`: {}", error.message)))?,
        };
        value.coerce(&value_type).map(Some).map_err(|reason| Fault::new(format!("initial value of `{name}`: {reason}")))
    }

    /// Writes a variable; built-ins are read-only and never a target.
    pub fn write(&mut self, slot: Slot, value: Value, record: usize, attribute: Option<&Arc<str>>) {
        let writer = || Writer { record, attribute: attribute.cloned() };
        match slot.storage() {
            Storage::Flow(index) => self.flow.write(index, value, writer),
            Storage::Local(index) => self.locals.write(index, value, writer),
            Storage::BuiltIn(_) => {}
        }
    }

    /// The message that the customer answers with becomes the flow's message.
    pub fn new_message(&mut self, text: &Arc<str>) {
        self.set_built_in("Message.Message.body", Value::String(text.clone()));
    }

    /// The conversation's language becomes another.
    pub fn set_language(&mut self, tag: &Arc<str>) {
        self.set_built_in("Message.Language", Value::String(tag.clone()));
    }

    /// The tag by which another system knows the conversation becomes another.
    pub fn set_external_tag(&mut self, tag: Value) {
        self.set_built_in("Message.ExternalTag", tag);
    }

    /// The id of the conversation that the flow runs in.
    pub fn conversation_id(&self) -> Option<Arc<str>> {
        let value = BuiltIn::find("Message.ConversationId").and_then(|index| self.built_in.get(index))?;
        match value {
            Value::String(id) => Some(id.clone()),
            _ => None,
        }
    }

    /// Writes a built-in by its name; one that is not modelled is left alone.
    pub fn set_built_in(&mut self, name: &str, value: Value) {
        if let Some(place) = BuiltIn::find(name).and_then(|index| self.built_in.get_mut(index)) {
            *place = value;
        }
    }

    /// Why an expression has its value: what met in it, and who wrote each variable last.
    pub fn cause(&self, program: &Program, action: ActionIndex, bound: &Bound, result: &Value) -> Cause {
        let moment = self.moment();
        let container = program.action(action).container;
        let operands = bound.expression.decision_operands(&moment).into_iter();
        let operands = operands
            .map(|(text, value)| Operand {
                setter: self.setter(program, container, &text),
                value: value.quoted(),
                text,
            })
            .collect();
        let whole = folded(bound.expression.text());
        let deciding = bound.expression.deciding(&moment).into_iter().map(|part| folded(&part.text));
        let decisive =
            Some(deciding.collect::<Vec<_>>().join(", ")).filter(|parts| !parts.is_empty() && *parts != whole);
        Cause { expression: whole, result: super::text_of(result), decisive, operands }
    }

    fn setter(&self, program: &Program, container: ContainerIndex, name: &str) -> Option<Setter> {
        let slot = program.slot(name, container)?;
        let writers = match slot.storage() {
            Storage::Flow(index) => self.flow.writers.get(index),
            Storage::Local(index) => self.locals.writers.get(index),
            Storage::BuiltIn(_) => None,
        };
        let writer = writers?.as_ref()?;
        let action = self.recorder.action(writer.record)?;
        Some(Setter {
            action: program.action(action).id.clone(),
            step: u32::try_from(writer.record + 1).unwrap_or(u32::MAX),
            attribute: writer.attribute.clone(),
        })
    }
}
