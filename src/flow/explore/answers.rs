//! What answers a call in a run: a result for each way that the calling action has. Must not know how a run goes on.

use std::collections::HashMap;
use std::sync::Arc;

use serde_json::{Map, Value as Json};

use super::pool::Pool;
use super::recipe::Given;
use super::tape::Tape;
use crate::flow::engine::{
    BotCall, BotReply, DataActionCall, DataActionReply, Event, ModuleCall, ModuleReply, TableCall, TableReply,
    UnderstandCall, Wanted, rules,
};
use crate::flow::expression::Type;
use crate::flow::program::{ActionIndex, Program};
use crate::flow::stubs::{BotExit, DataActionReply as Scripted, ModuleStub};
use crate::flow::understanding::{Meaning, Understood, folded_words};
use crate::trace::Transfer;

/// Exit reasons that a bot is tried with besides those that the flow compares with.
const REASONS: [&str; 2] = ["TriggeredByFlow", "AgentRequestedByUser"];

/// What names of variables that hold a slot begin with.
const SLOT: &str = "Slot.";

/// What one run has answered so far. A world that a scenario can describe answers the same question in the same way: a bot has one script,
/// a queue takes customers or does not, words mean one thing.
#[derive(Debug, Default)]
pub(super) struct Said {
    bots: HashMap<Arc<str>, BotReply>,
    modules: HashMap<Arc<str>, ModuleReply>,
    rows: HashMap<(Arc<str>, Arc<str>), TableReply>,
    failing: HashMap<Arc<str>, bool>,
    queues: HashMap<Arc<str>, bool>,
    meanings: HashMap<(Arc<str>, String), Option<Meaning>>,
}

/// Answers calls by a tape.
pub(super) struct Answers<'r> {
    pub program: &'r Program,
    pub pool: &'r Pool,
    pub tape: &'r mut Tape,
    pub given: &'r mut Vec<Given>,
    /// What was answered so far; none where the same question may get another answer each time.
    pub said: Option<&'r mut Said>,
}

impl Answers<'_> {
    pub fn data_action(&mut self, call: &DataActionCall) -> Event {
        self.tape.answer(call.action.get());
        // Success has more to it than the other two, so it comes more often.
        let (scripted, reply) = match self.tape.choose(5) {
            0 => {
                let fields = self.outputs(call.action, "failure");
                (Scripted::Failure(fields.clone()), DataActionReply::Failure(fields))
            }
            1 => (Scripted::Timeout, DataActionReply::Timeout),
            _ => {
                let outputs = self.outputs(call.action, "success");
                (Scripted::Success(outputs.clone()), DataActionReply::Success(outputs))
            }
        };
        let (category, name) = (call.category.clone(), call.name.clone());
        self.given.push(Given::DataAction { category, name, reply: scripted });
        Event::DataAction(reply)
    }

    pub fn bot(&mut self, call: &BotCall) -> Event {
        if let Some(before) = self.said.as_ref().and_then(|said| said.bots.get(&call.name)) {
            return Event::Bot(before.clone());
        }
        self.tape.answer(call.action.get());
        let mut reply = BotReply::default();
        match self.tape.choose(6) {
            0 => reply.error = Some("the bot failed".to_owned()),
            1 => reply.disconnect = true,
            _ => {
                reply.outputs = self.outputs(call.action, "success");
                let takes = self.program.action(call.action).takes("success");
                let reason = match self.tape.choose(REASONS.len() + 1) {
                    at if at < REASONS.len() => REASONS.get(at).map(|reason| Arc::from(*reason)),
                    _ => Some(self.pool.text_of(takes.exit_reason.as_deref(), self.tape)),
                };
                reply.exit_reason = reason;
                let intent = takes.intent.as_deref();
                reply.intent = (self.tape.choose(2) == 0).then(|| self.pool.text_of(intent, self.tape));
            }
        }
        let exit = BotExit {
            reason: reply.exit_reason.clone(),
            intent: reply.intent.clone(),
            outputs: reply.outputs.clone(),
            disconnect: reply.disconnect,
            error: reply.error.clone(),
        };
        self.given.push(Given::Bot { name: call.name.clone(), exit });
        if let Some(said) = &mut self.said {
            said.bots.insert(call.name.clone(), reply.clone());
        }
        Event::Bot(reply)
    }

    pub fn module(&mut self, call: &ModuleCall) -> Event {
        if let Some(before) = self.said.as_ref().and_then(|said| said.modules.get(&call.name)) {
            return Event::Module(before.clone());
        }
        self.tape.answer(call.action.get());
        let names: Vec<Arc<str>> =
            self.program.action(call.action).outputs.iter().map(|output| output.name.clone()).collect();
        let output = self.tape.pick(&names).cloned();
        let outputs = self.outputs(call.action, output.as_deref().unwrap_or_default());
        let result = ModuleStub { outputs: outputs.clone(), output: output.clone() };
        self.given.push(Given::Module { name: call.name.clone(), result });
        let reply = ModuleReply { outputs, output };
        if let Some(said) = &mut self.said {
            said.modules.insert(call.name.clone(), reply.clone());
        }
        Event::Module(reply)
    }

    pub fn table(&mut self, call: &TableCall) -> Event {
        let action = self.program.action(call.action).id.name.clone();
        let key = (call.table.clone(), call.key.clone());
        self.tape.answer(call.action.get());
        // Whether a look-up fails is a matter of the action, what it finds one of the table.
        let known = self.said.as_ref().and_then(|said| said.failing.get(&action).copied());
        let failing = known.unwrap_or_else(|| self.tape.choose(4) == 0);
        if let Some(said) = &mut self.said {
            said.failing.insert(action.clone(), failing);
        }
        if failing {
            self.given.push(Given::LookUpFailed(action));
            return Event::Table(TableReply::Failed("the look-up failed".to_owned()));
        }
        if let Some(before) = self.said.as_ref().and_then(|said| said.rows.get(&key)) {
            return Event::Table(before.clone());
        }
        let row = (self.tape.choose(3) != 0).then(|| self.outputs(call.action, "found"));
        self.given.push(Given::Row { table: key.0.clone(), key: key.1.clone(), row: row.clone() });
        let reply = row.map_or(TableReply::NotFound, TableReply::Found);
        if let Some(said) = &mut self.said {
            said.rows.insert(key, reply.clone());
        }
        Event::Table(reply)
    }

    pub fn transfer(&mut self, transfer: &Transfer) -> Event {
        let key = transfer.queue.clone();
        let before = self.said.as_ref().and_then(|said| said.queues.get(&key).copied());
        let failed = before.unwrap_or_else(|| self.tape.choose(3) != 0);
        if before.is_none() {
            self.given.push(Given::Transfer { queue: key.clone(), failed });
        }
        if let Some(said) = &mut self.said {
            said.queues.insert(key, failed);
        }
        if failed {
            Event::TransferFailed { error_type: rules::TRANSFER_ERROR_TYPE.into(), message: "no agent".into() }
        } else {
            Event::Transferred
        }
    }

    pub fn understood(&mut self, call: &UnderstandCall) -> Event {
        let key = (call.bot.clone(), folded_words(&call.text));
        let meaning = match self.said.as_ref().and_then(|said| said.meanings.get(&key).cloned()) {
            Some(before) => before,
            None => {
                let meaning = self.meaning(call);
                let (bot, text) = (call.bot.clone(), call.text.clone());
                self.given.push(Given::Understood { bot, text, meaning: meaning.clone() });
                meaning
            }
        };
        if let Some(said) = &mut self.said {
            said.meanings.insert(key, meaning.clone());
        }
        Event::Understood(meaning.map(|meaning| Understood { meaning, otherwise: false }))
    }

    fn meaning(&mut self, call: &UnderstandCall) -> Option<Meaning> {
        self.tape.answer(call.action.get());
        let mut meaning = match (self.tape.choose(6), &call.wants) {
            (0, _) => Some(Meaning::default()),
            (1, _) => Some(Meaning { agent: true, ..Meaning::default() }),
            (2, _) => Some(Meaning { knowledge: Some("the answer".into()), ..Meaning::default() }),
            (3, _) => self.intent_of_the_bot(&call.bot),
            (_, Wanted::Intent(intents)) => self.tape.pick(intents).map(|intent| Meaning::intent(intent.clone())),
            (_, Wanted::Slot(slot)) => Some(Meaning::slot(slot, self.slot_value(&call.bot, slot))),
            (_, Wanted::YesNo) => Some(Meaning::intent(if self.tape.choose(2) == 0 { "yes" } else { "no" })),
            // What was said is one of the choices already, and the bot's own model knows its phrases.
            (_, Wanted::Choice | Wanted::Anything) => None,
        };
        if let Some(meaning) = meaning.as_mut().filter(|meaning| !meaning.is_nothing())
            && self.tape.choose(3) == 0
        {
            self.fill_all(&call.bot, meaning);
        }
        meaning
    }

    fn intent_of_the_bot(&mut self, bot: &str) -> Option<Meaning> {
        let flow = self.program.flow(self.program.flow_named(bot)?);
        let intents: Vec<Arc<str>> = flow.bot.as_ref()?.intents.iter().map(|intent| intent.name.clone()).collect();
        self.tape.pick(&intents).map(|intent| Meaning::intent(intent.clone()))
    }

    /// The customer says more than they were asked for.
    fn fill_all(&mut self, bot: &str, meaning: &mut Meaning) {
        let Some(flow) = self.program.flow_named(bot).map(|flow| self.program.flow(flow)) else { return };
        for variable in flow.variables.iter() {
            let Some(slot) = variable.name.strip_prefix(SLOT) else { continue };
            if !meaning.slots.contains_key(slot) {
                let value = self.slot_value(bot, slot);
                meaning.slots.insert(slot.to_owned(), value);
            }
        }
    }

    fn slot_value(&mut self, bot: &str, slot: &str) -> Json {
        let name = format!("{SLOT}{slot}");
        self.pool.set_value_of(Some(&name), self.slot_type(bot, &name), self.tape)
    }

    fn slot_type(&self, bot: &str, name: &str) -> Type {
        let flow = self.program.flow_named(bot).map(|flow| self.program.flow(flow));
        let variable = flow.and_then(|flow| flow.variables.find(name).and_then(|index| flow.variables.get(index)));
        match variable.map(|variable| variable.value_type) {
            None | Some(Type::Any) => Type::String,
            Some(known) => known,
        }
    }

    /// A value for each name that the action keeps.
    fn outputs(&mut self, action: ActionIndex, output: &str) -> Map<String, Json> {
        let node = self.program.action(action);
        let takes = node.takes(output).outputs;
        let value = |(name, value_type): (Arc<str>, _)| {
            let taker = takes.iter().find(|taker| taker.output == name).map(|taker| &*taker.variable);
            (name.to_string(), self.pool.value_of(taker, value_type, self.tape))
        };
        node.action.bindings(output).into_iter().map(value).collect()
    }
}
