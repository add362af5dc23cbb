//! What an action sees of the engine while it has its turn: parameters to values, variables to write, attributes, notes for the trace.
//! Must not know the stack.

use std::sync::Arc;

use indexmap::IndexMap;
use jiff::Timestamp;

use super::Problem;
use super::next::Fault;
use super::rules::{ATTRIBUTE_NOT_SET, AttributeNotSet, MissingAttribute};
use super::state::State;
use crate::flow::expression::{EvaluationError, Resource, ResourceKind, Type, Value};
use crate::flow::program::{ActionIndex, Argument, Bound, Node, Program, Target};
use crate::flow::world::World;
use crate::trace::{ActionId, Assignment, Cause, Deed, Deeds, TraceLevel};

/// One action's turn.
pub(crate) struct Turn<'a> {
    pub(super) program: &'a Program,
    pub(super) state: &'a mut State,
    pub(super) action: ActionIndex,
    pub(super) record: usize,
}

impl Turn<'_> {
    /// The program that runs.
    pub(crate) fn program(&self) -> &Program {
        self.program
    }

    /// The action's index, for calls to name their caller.
    pub(crate) fn action(&self) -> ActionIndex {
        self.action
    }

    /// The action where it stands in the graph.
    pub(crate) fn node(&self) -> &Node {
        self.program.action(self.action)
    }

    /// Goes on to the next of several things that the action asks of its host; gives which one that is, from 1.
    pub(crate) fn next_stage(&mut self) -> u8 {
        self.state.stage = self.state.stage.saturating_add(1);
        self.state.stage
    }

    /// The conversation's clock.
    pub(crate) fn now(&self) -> Timestamp {
        self.state.now
    }

    /// What can be looked up.
    pub(crate) fn world(&self) -> Arc<World> {
        self.state.world.clone()
    }

    /// What the world says goes wrong with the action of that name.
    pub(crate) fn failing(&self, action: &str) -> Option<Arc<str>> {
        self.state.world.failing_actions.get(action).cloned()
    }

    /// Whether a bot of the program is to be asked of the host all the same.
    pub(crate) fn is_asked_bot(&self, name: &str) -> bool {
        self.state.asked.bots.contains(name)
    }

    /// Whether a common module of the program is to be asked of the host all the same.
    pub(crate) fn is_asked_module(&self, name: &str) -> bool {
        self.state.asked.modules.contains(name)
    }

    /// A parameter's value; NOT_SET where nothing is given.
    pub(crate) fn value(&self, argument: &Argument) -> Result<Value, Fault> {
        match argument {
            Argument::Absent | Argument::NotSet => Ok(Value::not_set(Type::Any)),
            Argument::Literal(value) => Ok(value.clone()),
            Argument::Named(kind, name) => Ok(Value::Resource(self.named_resource(*kind, name))),
            Argument::Expression(bound) => self.evaluate(bound),
        }
    }

    /// A parameter's value, noted as an input.
    pub(crate) fn input(&mut self, name: &str, argument: &Argument) -> Result<Value, Fault> {
        let value = self.value(argument)?;
        self.note(name, || text_of(&value));
        Ok(value)
    }

    /// A parameter that must be a text; what is not one is printed. None for NOT_SET.
    pub(crate) fn text(&self, argument: &Argument) -> Result<Option<Arc<str>>, Fault> {
        Ok(match self.value(argument)? {
            Value::NotSet(_) => None,
            Value::String(text) => Some(text),
            other => Some(other.display().into()),
        })
    }

    /// A whole number. None for NOT_SET.
    pub(crate) fn integer(&self, what: &str, argument: &Argument) -> Result<Option<i64>, Fault> {
        let value = self.value(argument)?;
        if value.is_not_set() {
            return Ok(None);
        }
        let integer = value.clone().coerce(&Type::Integer).ok().and_then(|value| value.as_integer());
        integer.map(Some).ok_or_else(|| Fault::new(format!("{what} must be a whole number, not {}", value.quoted())))
    }

    /// The value, changed to the parameter's type where it can be: a JSON text for a text. What cannot be stays as it is, for the action
    /// to refuse in its own words.
    fn evaluate(&self, bound: &Bound) -> Result<Value, Fault> {
        let value = bound.expression.evaluate(&self.state.moment()).map_err(|error| fault(bound, &error))?;
        if value.type_of() == bound.value_type {
            return Ok(value);
        }
        Ok(value.clone().coerce(&bound.value_type).unwrap_or(value))
    }

    /// The resource of the world; where the world lists none of the kind, one of that name.
    fn named_resource(&self, kind: ResourceKind, name: &Arc<str>) -> Resource {
        self.state.world.find_by_name(kind, name).unwrap_or_else(|| Resource {
            kind,
            id: World::derived_id(kind, name),
            name: name.clone(),
        })
    }

    /// Writes a variable, changed to its type.
    pub(crate) fn assign(&mut self, target: &Target, value: Value) -> Result<(), Fault> {
        self.assign_from(target, value, None)
    }

    /// Writes a variable with a value that was read from a participant attribute.
    pub(crate) fn assign_from(
        &mut self,
        target: &Target,
        value: Value,
        attribute: Option<&Arc<str>>,
    ) -> Result<(), Fault> {
        let shown = self.state.recorder.level() >= TraceLevel::Data;
        let given = value.clone();
        let value = value
            .coerce(&target.value_type)
            .map_err(|reason| Fault::new(format!("`{}` cannot hold {}: {reason}", target.name, given.quoted())))?;
        if shown {
            let text = (!value.is_not_set()).then(|| value.display());
            self.state.recorder.assigned(self.record, || Assignment {
                name: target.name.clone(),
                attribute: false,
                value: text,
            });
        }
        self.state.write(target.slot, value, self.record, attribute);
        Ok(())
    }

    /// What a participant attribute is now; what a missing one reads as is a setting.
    pub(crate) fn attribute(&self, name: &str) -> Value {
        self.state.attributes.get(name).map_or_else(|| self.missing_attribute(), |value| Value::String(value.clone()))
    }

    /// What an attribute becomes by NOT_SET.
    pub(crate) fn attribute_not_set() -> Arc<str> {
        match ATTRIBUTE_NOT_SET {
            AttributeNotSet::Empty => "".into(),
        }
    }

    /// Writes a participant attribute and gives the text that it is now.
    pub(crate) fn set_attribute(&mut self, name: &Arc<str>, value: Option<Arc<str>>) -> Arc<str> {
        let value = value.unwrap_or_else(Self::attribute_not_set);
        self.state.attributes.insert(name.clone(), value.clone());
        self.state.recorder.assigned(self.record, || Assignment {
            name: name.clone(),
            attribute: true,
            value: Some(value.to_string()),
        });
        value
    }

    /// Notes what the action did besides messages, attributes and variables. A text that is not there is left out.
    pub(crate) fn did(&mut self, details: impl IntoIterator<Item = (&'static str, Option<String>)>) {
        let node = self.node();
        let (kind, action) = (node.kind.clone(), node.id.clone());
        let details = details.into_iter().filter_map(|(name, text)| Some((name.into(), text?))).collect();
        self.state.deeds.others.push(Deed { kind, details, at: self.state.now, action });
    }

    /// Milestones, outcomes and all else that was done, to add to, with the clock and the action for them.
    pub(crate) fn deeds(&mut self) -> (&mut Deeds, Timestamp, ActionId) {
        let action = self.node().id.clone();
        (&mut self.state.deeds, self.state.now, action)
    }

    /// Whether an id is that of the conversation that the flow runs in.
    pub(crate) fn is_own_conversation(&self, id: &str) -> bool {
        self.state.conversation_id().is_some_and(|own| own.eq_ignore_ascii_case(id))
    }

    /// What was written to another conversation, by its id.
    pub(crate) fn elsewhere(&mut self) -> &mut IndexMap<Arc<str>, IndexMap<Arc<str>, Arc<str>>> {
        &mut self.state.elsewhere
    }

    /// What a participant attribute that is missing reads as.
    pub(crate) fn missing_attribute(&self) -> Value {
        match self.state.missing_attribute {
            MissingAttribute::NotSet => Value::not_set(Type::String),
            MissingAttribute::Empty => Value::text(""),
        }
    }

    /// Changes the tag by which another system knows the conversation.
    pub(crate) fn set_external_tag(&mut self, tag: Value) {
        self.state.set_external_tag(tag);
    }

    /// Changes the language of the conversation.
    pub(crate) fn set_language(&mut self, tag: &Arc<str>) {
        self.state.set_language(tag);
    }

    /// Notes an input of the action for the trace; the text is made at level Data and above only.
    pub(crate) fn note(&mut self, name: &str, text: impl FnOnce() -> String) {
        self.state.recorder.input(self.record, name, text);
    }

    /// Tells a person what they must mend.
    pub(crate) fn problem(&mut self, message: impl Into<String>, help: impl Into<String>) {
        let action = self.node().id.clone();
        self.state.problems.push(Problem { message: message.into(), help: help.into(), action });
    }

    /// Notes why the action goes the way it does, at level Explain: the expression, its value, what met in it.
    pub(crate) fn explain(&mut self, argument: &Argument, result: &Value) {
        if self.state.recorder.level() < TraceLevel::Explain {
            return;
        }
        let Argument::Expression(bound) = argument else { return };
        let cause = self.state.cause(self.program, self.action, bound, result);
        self.state.recorder.cause(self.record, cause);
    }

    /// Notes words as the reason why the action goes the way it does, at level Explain.
    pub(crate) fn explain_words(&mut self, words: impl FnOnce() -> String, result: impl FnOnce() -> String) {
        if self.state.recorder.level() < TraceLevel::Explain {
            return;
        }
        let cause = Cause { expression: words(), result: result(), decisive: None, operands: Vec::new() };
        self.state.recorder.cause(self.record, cause);
    }

    /// Notes a cause that is more than one expression, at level Explain.
    pub(crate) fn explain_all(&mut self, arguments: &[&Argument], expression: &str, result: &str) {
        if self.state.recorder.level() < TraceLevel::Explain {
            return;
        }
        let mut operands = Vec::new();
        for argument in arguments {
            if let Argument::Expression(bound) = argument {
                for operand in self.state.cause(self.program, self.action, bound, &Value::not_set(Type::Any)).operands {
                    if !operands.contains(&operand) {
                        operands.push(operand);
                    }
                }
            }
        }
        let cause = Cause { expression: expression.to_owned(), result: result.to_owned(), decisive: None, operands };
        self.state.recorder.cause(self.record, cause);
    }
}

/// A value as an input of the trace shows it: as Architect prints it, NOT_SET by its word.
pub(crate) fn text_of(value: &Value) -> String {
    if value.is_not_set() { "NOT_SET".to_owned() } else { value.display() }
}

fn fault(bound: &Bound, error: &EvaluationError) -> Fault {
    let mut message = format!("{} in `{}`", error.message, crate::flow::program::folded(bound.expression.text()));
    let values: Vec<String> = error.values.iter().map(|(text, value)| format!("{text} = {}", value.quoted())).collect();
    if !values.is_empty() {
        message.push_str(&format!(", where {}", values.join(", ")));
    }
    Fault::new(message)
}
