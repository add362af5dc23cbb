//! What answers a call in a run: a result for each way that the calling action has. Must not know how a run goes on.

use std::sync::Arc;

use serde_json::{Map, Value as Json};

use super::pool::Pool;
use super::recipe::Given;
use super::tape::Tape;
use crate::flow::engine::{
    BotCall, BotReply, DataActionCall, DataActionReply, Event, ModuleCall, ModuleReply, TableCall, TableReply,
    UnderstandCall, Wanted,
};
use crate::flow::program::{ActionIndex, Program};
use crate::flow::understanding::{Meaning, Understood};

/// Exit reasons that a bot is tried with besides those that the flow compares with.
const REASONS: [&str; 2] = ["TriggeredByFlow", "AgentRequestedByUser"];

/// Answers calls by a tape.
pub(super) struct Answers<'r> {
    pub program: &'r Program,
    pub pool: &'r Pool,
    pub tape: &'r mut Tape,
    pub given: &'r mut Vec<Given>,
}

impl Answers<'_> {
    pub fn data_action(&mut self, call: &DataActionCall) -> Event {
        self.tape.answer(call.action.get());
        let callee = format!("data action {} > {}", call.category, call.name);
        // Success has more to it than the other two, so it comes more often.
        let (reply, output, outputs) = match self.tape.choose(5) {
            0 => {
                let fields = self.outputs(call.action, "failure");
                (DataActionReply::Failure(fields.clone()), "failure", fields)
            }
            1 => (DataActionReply::Timeout, "timeout", Map::new()),
            _ => {
                let outputs = self.outputs(call.action, "success");
                (DataActionReply::Success(outputs.clone()), "success", outputs)
            }
        };
        self.note(callee, output, outputs);
        Event::DataAction(reply)
    }

    pub fn bot(&mut self, call: &BotCall) -> Event {
        self.tape.answer(call.action.get());
        let callee = format!("bot {}", call.name);
        let mut reply = BotReply::default();
        let output = match self.tape.choose(6) {
            0 => {
                reply.error = Some("the bot failed".to_owned());
                "failure"
            }
            1 => {
                reply.disconnect = true;
                "success"
            }
            _ => {
                reply.outputs = self.outputs(call.action, "success");
                let reason = match self.tape.choose(REASONS.len() + 1) {
                    at if at < REASONS.len() => REASONS.get(at).map(|reason| Arc::from(*reason)),
                    _ => Some(self.pool.any_text(self.tape)),
                };
                reply.exit_reason = reason;
                reply.intent = (self.tape.choose(2) == 0).then(|| self.pool.any_text(self.tape));
                "success"
            }
        };
        self.note(callee, output, reply.outputs.clone());
        Event::Bot(reply)
    }

    pub fn module(&mut self, call: &ModuleCall) -> Event {
        self.tape.answer(call.action.get());
        let names: Vec<Arc<str>> =
            self.program.action(call.action).outputs.iter().map(|output| output.name.clone()).collect();
        let output = self.tape.pick(&names).cloned();
        let outputs = self.outputs(call.action, output.as_deref().unwrap_or_default());
        self.note(format!("common module {}", call.name), output.as_deref().unwrap_or("default"), outputs.clone());
        Event::Module(ModuleReply { outputs, output })
    }

    pub fn table(&mut self, call: &TableCall) -> Event {
        self.tape.answer(call.action.get());
        let (reply, output, outputs) = match self.tape.choose(4) {
            0 => (TableReply::NotFound, "notFound", Map::new()),
            1 => (TableReply::Failed("the look-up failed".to_owned()), "failure", Map::new()),
            _ => {
                let row = self.outputs(call.action, "found");
                (TableReply::Found(row.clone()), "found", row)
            }
        };
        self.note(format!("data table {}", call.table), output, outputs);
        Event::Table(reply)
    }

    pub fn understood(&mut self, call: &UnderstandCall) -> Event {
        self.tape.answer(call.action.get());
        let mut meaning = match (self.tape.choose(6), &call.wants) {
            (0, _) => Some(Meaning::default()),
            (1, _) => Some(Meaning { agent: true, ..Meaning::default() }),
            (2, _) => Some(Meaning { knowledge: Some("the answer".into()), ..Meaning::default() }),
            (3, _) => self.intent_of_the_bot(&call.bot),
            (_, Wanted::Intent(intents)) => self.tape.pick(intents).map(|intent| Meaning::intent(intent.clone())),
            (_, Wanted::Slot(slot)) => {
                let value_type = self.slot_type(&call.bot, slot);
                Some(Meaning::slot(slot, self.pool.set_value(value_type, self.tape)))
            }
            (_, Wanted::YesNo) => Some(Meaning::intent(if self.tape.choose(2) == 0 { "yes" } else { "no" })),
            // What was said is one of the choices already, and the bot's own model knows its phrases.
            (_, Wanted::Choice | Wanted::Anything) => None,
        };
        if let Some(meaning) = meaning.as_mut().filter(|meaning| !meaning.is_nothing())
            && self.tape.choose(3) == 0
        {
            self.fill_all(&call.bot, meaning);
        }
        let words = meaning.as_ref().map_or_else(|| "by the bot's own model".to_owned(), ToString::to_string);
        self.given.push(Given::Understood { bot: call.bot.clone(), text: call.text.clone(), meaning: words });
        Event::Understood(meaning.map(|meaning| Understood { meaning, otherwise: false }))
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
            let Some(slot) = variable.name.strip_prefix("Slot.") else { continue };
            if !meaning.slots.contains_key(slot) {
                let value = self.pool.set_value(self.slot_type(bot, slot), self.tape);
                meaning.slots.insert(slot.to_owned(), value);
            }
        }
    }

    fn slot_type(&self, bot: &str, slot: &str) -> crate::flow::expression::Type {
        use crate::flow::expression::Type;
        let name = format!("Slot.{slot}");
        let flow = self.program.flow_named(bot).map(|flow| self.program.flow(flow));
        let variable = flow.and_then(|flow| flow.variables.find(&name).and_then(|index| flow.variables.get(index)));
        match variable.map(|variable| variable.value_type) {
            None | Some(Type::Any) => Type::String,
            Some(known) => known,
        }
    }

    /// A value for each name that the action keeps.
    fn outputs(&mut self, action: ActionIndex, output: &str) -> Map<String, Json> {
        let bindings = self.program.action(action).action.bindings(output);
        let value = |(name, value_type): (Arc<str>, _)| (name.to_string(), self.pool.value(value_type, self.tape));
        bindings.into_iter().map(value).collect()
    }

    fn note(&mut self, callee: String, output: &str, outputs: Map<String, Json>) {
        self.given.push(Given::Answer { callee, output: output.into(), outputs });
    }
}
