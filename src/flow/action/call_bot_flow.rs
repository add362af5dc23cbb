//! `callBotFlow` and `callDigitalBotFlow`: a bot talks with the customer and comes back with outputs, an exit reason and an intent.

use std::sync::Arc;

use super::callee::{bind, version};
use super::parameters::{CallInputs, CallOutputs};
use super::{Action, Leads};
use crate::diagnostic::Place;
use crate::flow::archy::ActionReader;
use crate::flow::engine::rules::BOT_EXIT_REASON;
use crate::flow::engine::{BotCall, Event, Fault, Next, Returned, Step, Turn};
use crate::flow::expression::{Type, Value};
use crate::flow::inventory::Inventory;
use crate::flow::program::{Argument, Program, Takes, Target};
use crate::trace::{Called, Ending};

/// The output that a failed call leaves by, where the flow has one.
const FAILURE: &str = "failure";

#[derive(Debug)]
struct CallBotFlow {
    bot: Arc<str>,
    input_text: Argument,
    inputs: CallInputs,
    outputs: CallOutputs,
    exit_reason: Option<Target>,
    intent: Option<Target>,
}

pub(super) fn read(reader: &mut ActionReader<'_, '_, '_>) -> Box<dyn Action> {
    read_call(reader, "botFlow")
}

pub(super) fn read_digital(reader: &mut ActionReader<'_, '_, '_>) -> Box<dyn Action> {
    read_call(reader, "digitalBotFlow")
}

fn read_call(reader: &mut ActionReader<'_, '_, '_>, key: &str) -> Box<dyn Action> {
    let input_text = reader.argument("inputText", Type::String);
    let bot = reader.named(reader.body().get(key), "bot flow");
    let part = |key| bot.and_then(|bot| version(&bot.value)).and_then(|version| version.get(key));
    let (inputs, outputs) = (part("inputs"), part("outputs"));
    let call = CallBotFlow {
        bot: bot.map(|bot| Arc::from(bot.key.text.as_str())).unwrap_or_default(),
        input_text,
        inputs: CallInputs::read(reader, inputs),
        outputs: CallOutputs::read(reader, outputs),
        exit_reason: reader.target("exitReason"),
        intent: reader.target("intent"),
    };
    reader.outputs(&[]);
    Box::new(call)
}

impl Action for CallBotFlow {
    fn execute(&self, turn: &mut Turn<'_>) -> Result<Next, Fault> {
        let input_text = turn.text(&self.input_text)?;
        if let Some(text) = &input_text {
            turn.note("inputText", || text.to_string());
        }
        let inputs = self.inputs.evaluate(turn)?;
        let flow = turn.program().flow_named(&self.bot).filter(|_| !turn.is_asked_bot(&self.bot));
        if let Some(flow) = flow {
            let inputs = bind(turn, flow, inputs)?;
            return Ok(Next::CallFlow { flow, inputs, input_text });
        }
        Ok(Next::Ask(Step::Bot(Arc::new(BotCall {
            action: turn.action(),
            name: self.bot.clone(),
            input_text,
            inputs,
            outputs: self.outputs.names(),
        }))))
    }

    fn resume(&self, turn: &mut Turn<'_>, event: Event) -> Result<Next, Fault> {
        let Event::Bot(reply) = event else { return Ok(Next::Continue) };
        if let Some(message) = reply.error {
            let failure = turn.node().output(FAILURE);
            return match failure {
                Some(output) => Ok(Next::Leave(output)),
                None => Err(Fault::new(format!("bot `{}` failed: {message}", self.bot))),
            };
        }
        if reply.disconnect {
            return Ok(Next::End(Ending::Disconnected { action: Some(turn.node().id.clone()) }));
        }
        self.outputs.assign_json(turn, &reply.outputs, &format!("bot `{}`", self.bot))?;
        let reason = reply.exit_reason.unwrap_or_else(|| BOT_EXIT_REASON.into());
        self.came_back(turn, reason, reply.intent)
    }

    fn returned(&self, turn: &mut Turn<'_>, returned: Returned) -> Result<Next, Fault> {
        self.outputs.assign_values(turn, &returned.outputs, &self.bot)?;
        let reason = returned.exit_reason.unwrap_or_else(|| BOT_EXIT_REASON.into());
        self.came_back(turn, reason, returned.intent)
    }

    fn called(&self) -> Option<Called> {
        Some(Called { category: Called::BOTS.into(), name: self.bot.clone() })
    }

    fn bindings(&self, _: &str) -> Vec<(Arc<str>, Type)> {
        self.outputs.bound()
    }

    fn takes(&self, _: &str) -> Takes {
        let name = |target: &Option<Target>| target.as_ref().map(|target| target.name.clone());
        let (exit_reason, intent) = (name(&self.exit_reason), name(&self.intent));
        Takes { outputs: self.outputs.taken(), exit_reason, intent, ..Takes::default() }
    }

    fn input_names(&self) -> Vec<String> {
        let inputs = self.inputs.names();
        ["inputText"].into_iter().map(str::to_owned).chain(inputs.iter().map(ToString::to_string)).collect()
    }

    fn mention(&self, place: &Place, program: &Program, inventory: &mut Inventory) {
        let linked = program.flow_named(&self.bot).is_some();
        let calls = if linked { &mut inventory.linked_bots } else { &mut inventory.bots };
        calls.push((self.bot.clone(), place.clone()));
    }

    fn leads(&self) -> Leads {
        Leads::Past
    }
}

impl CallBotFlow {
    fn came_back(&self, turn: &mut Turn<'_>, reason: Arc<str>, intent: Option<Arc<str>>) -> Result<Next, Fault> {
        if let Some(target) = &self.exit_reason {
            turn.assign(target, Value::String(reason))?;
        }
        if let Some(target) = &self.intent {
            turn.assign(target, intent.map_or(Value::not_set(Type::String), Value::String))?;
        }
        let success = turn.node().output("success");
        Ok(success.map_or(Next::Continue, Next::Leave))
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use crate::flow::action::testing::Flow;
    use crate::flow::stubs::{BotExit, BotStub};
    use crate::trace::Ending;

    const CALL: &str = "
- callBotFlow:
    name: Ask the bot
    inputText: { exp: Message.Message.body }
    exitReason: { var: State.reason }
    intent: { var: State.intent }
    botFlow:
      Order Bot:
        ver_latestPublished:
          inputs: { Slot.Order: { noValue: true } }
          outputs: { Slot.Order: { var: State.order } }
- sendResponse: { name: Tell, messageBody: { exp: 'State.order + \"/\" + State.reason + \"/\" + If(IsSet(State.intent), State.intent, \"-\")' } }
- disconnect: { name: Bye }";

    fn flow() -> Flow {
        ["State.order", "State.reason", "State.intent"]
            .into_iter()
            .fold(Flow::new(), |flow, name| flow.state_variable("string", name))
            .actions(CALL)
            .says("hi")
    }

    fn stub(turns: &[&[&str]], exit: BotExit) -> BotStub {
        let turns = turns.iter().map(|turn| turn.iter().map(|text| Arc::from(*text)).collect()).collect();
        BotStub { turns, exit }
    }

    fn outputs() -> serde_json::Map<String, serde_json::Value> {
        serde_json::json!({"Slot.Order": "42"}).as_object().unwrap().clone()
    }

    #[test]
    fn a_scripted_bot_talks_turn_by_turn_and_comes_back() {
        let exit = BotExit { outputs: outputs(), intent: Some("Cancel".into()), ..BotExit::default() };
        let flow = flow().bot("Order Bot", stub(&[&["Which order?"], &["Sure?", "Really?"], &["Done"]], exit));
        let mut session = flow.session();
        assert!(session.waiting().unwrap().customer);
        session.customer_says("42", &[], flow.now());
        session.customer_says("yes", &[], flow.now());
        let outcome = crate::flow::action::testing::Ran(session.into_outcome());
        assert_eq!(
            outcome.texts(),
            ["hi", "Which order?", "42", "Sure?", "Really?", "yes", "Done", "42/TriggeredByFlow/Cancel"]
        );
        assert_eq!(outcome.path(), ["Ask the bot", "Tell", "Bye"]);
    }

    #[test]
    fn a_bot_may_close_the_conversation_or_fail() {
        let exit = BotExit { disconnect: true, ..BotExit::default() };
        let outcome = flow().bot("Order Bot", stub(&[&["Bye"]], exit)).run();
        assert!(matches!(&outcome.ending, Ending::Disconnected { action: Some(id) } if &*id.name == "Ask the bot"));
        let exit = BotExit { error: Some("no session".into()), ..BotExit::default() };
        let outcome = flow().bot("Order Bot", stub(&[], exit)).run();
        assert!(
            matches!(&outcome.ending, Ending::Failed(cause) if cause.message == "bot `Order Bot` failed: no session")
        );
    }

    #[test]
    fn an_unstubbed_bot_ends_with_the_yaml_to_paste() {
        let outcome = flow().run();
        assert!(matches!(&outcome.ending, Ending::Unstubbed { callee, .. } if callee == "bot Order Bot"));
        let help = &outcome.problems[0].help;
        assert!(help.contains("bots:\n  Order Bot:") && help.contains("Slot.Order:"), "{help}");
    }

    #[test]
    fn a_bot_of_the_program_runs_as_part_of_it() {
        let bot = "
botFlow:
  name: Order Bot
  startUpRef: '/botFlow/bots/bot[Main_1]'
  bots:
    - bot:
        name: Main
        refId: Main_1
        actions:
          - communicate: { name: Hello, communication: { exp: 'MakeCommunication(\"I am a bot\")' } }
          - updateData: { name: Set, statements: [ { string: { variable: Slot.Order, value: { lit: '7' } } } ] }
          - exitBotFlow: { name: Exit }
";
        let outcome = flow().with_flow(bot).run();
        assert_eq!(outcome.path(), ["Ask the bot", "  Hello", "  Set", "  Exit", "Tell", "Bye"]);
        assert_eq!(outcome.texts(), ["hi", "I am a bot", "7/TriggeredByFlow/-"]);
    }
}
