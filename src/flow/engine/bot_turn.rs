//! What an action of a bot sees of the engine while it has its turn: the bot's settings, its question, its slots. Must not know the stack.

use std::sync::Arc;

use jiff::{SignedDuration, Timestamp};
use serde_json::Value as Json;

use super::asking::Asking;
use super::next::Fault;
use super::rules::CUSTOMER_SILENCE;
use super::turn::Turn;
use crate::flow::expression::{Type, Value};
use crate::flow::program::{Argument, BotSettings, Flow, Target};

/// The scope of a bot's slots.
const SLOT: &str = "Slot.";

impl<'a> Turn<'a> {
    /// The flow that runs.
    pub(crate) fn flow(&self) -> &'a Flow {
        self.program.flow(self.program.container(self.node().container).flow)
    }

    /// The settings of the bot that runs; none in a flow of another type.
    pub(crate) fn bot(&self) -> Option<&'a BotSettings> {
        self.flow().bot.as_deref()
    }

    /// Begins a question.
    pub(crate) fn ask_anew(&mut self) {
        self.state.asking = Some(Box::default());
    }

    /// The question that is being asked.
    pub(crate) fn asking(&mut self) -> &mut Asking {
        self.state.asking.get_or_insert_default()
    }

    /// The question is over.
    pub(crate) fn asked(&mut self) {
        self.state.asking = None;
    }

    /// The index of the round that the question asks for.
    pub(crate) fn round(&self) -> i64 {
        self.state.round
    }

    /// When the platform closes a conversation in which the customer says nothing more.
    pub(crate) fn closed_at(&self) -> Result<Timestamp, Fault> {
        let silence = SignedDuration::try_from(CUSTOMER_SILENCE).unwrap_or(SignedDuration::MAX);
        self.state.spoke.checked_add(silence).map_err(|_| Fault::new("the wait ends beyond the calendar"))
    }

    /// What the caller of the bot passed on, once.
    pub(crate) fn take_input_text(&mut self) -> Option<Arc<str>> {
        self.state.bot.input_text.take().filter(|text| !text.trim().is_empty())
    }

    /// The bot heard an intent.
    pub(crate) fn heard_intent(&mut self, intent: Arc<str>) {
        self.state.bot.intent = Some(intent);
    }

    /// What the bot heard is no longer what it is about.
    pub(crate) fn forget_intent(&mut self) {
        self.state.bot.intent = None;
    }

    /// The bot gave up a question; gives how often it has, this time among them.
    pub(crate) fn gave_up(&mut self) -> u32 {
        self.state.bot.recognition_failures = self.state.bot.recognition_failures.saturating_add(1);
        self.state.bot.recognition_failures
    }

    /// The knowledge base has an answer.
    pub(crate) fn knows(&mut self, answer: &Arc<str>) {
        self.state.set_built_in("Session.LastKnowledgeAnswer", Value::String(answer.clone()));
    }

    /// Words of the bot; nothing for NOT_SET.
    pub(crate) fn words(&self, argument: &Argument) -> Result<Arc<str>, Fault> {
        Ok(self.text(argument)?.unwrap_or_default())
    }

    /// The variable of a slot, by the slot's name without its scope.
    pub(crate) fn slot(&self, name: &str) -> Option<Target> {
        let (name, container) = (format!("{SLOT}{name}"), self.node().container);
        let (variable, _) = self.program.variable(&name, container)?;
        let slot = self.program.slot(&name, container)?;
        Some(Target { slot, name: variable.name.clone(), value_type: variable.value_type })
    }

    /// What a variable holds now.
    pub(crate) fn held(&self, target: &Target) -> Value {
        use crate::flow::expression::Scope as _;
        self.state.moment().slot(target.slot.0).cloned().unwrap_or(Value::not_set(target.value_type))
    }

    /// Fills a slot with a value of a table; false, with the reason told, where there is no such slot or the value is none of its type.
    pub(crate) fn fill_slot(&mut self, name: &str, json: &Json) -> Result<bool, Fault> {
        let Some(target) = self.slot(name) else {
            let bot = self.flow().name.clone();
            self.problem(
                format!("bot `{bot}` has no slot `{name}`"),
                format!(
                    "`stubs: understanding: {bot}:` fills it; write the slot's name as the bot has it, without `Slot.`"
                ),
            );
            return Ok(false);
        };
        let value_type = match target.value_type {
            Type::Any => Type::String,
            known => known,
        };
        match Value::from_json(json, &value_type) {
            Ok(value) => {
                self.assign(&target, value)?;
                Ok(true)
            }
            Err(reason) => {
                self.problem(
                    format!("slot `{name}` cannot hold {json}: {reason}"),
                    format!("give a {value_type} under `slots:` in `stubs: understanding:`"),
                );
                Ok(false)
            }
        }
    }
}
