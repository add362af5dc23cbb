//! `setIntent` and `clearActiveIntent`: the intent that a bot comes back with.

use super::Action;
use crate::flow::archy::ActionReader;
use crate::flow::engine::{Fault, Next, Turn};
use crate::flow::expression::Type;
use crate::flow::program::Argument;

#[derive(Debug)]
struct SetIntent {
    intent: Argument,
}

#[derive(Debug)]
struct ClearActiveIntent;

pub(super) fn read_set(reader: &mut ActionReader<'_, '_, '_>) -> Box<dyn Action> {
    Box::new(SetIntent { intent: reader.required_in(&["intent"], Type::String) })
}

pub(super) fn read_clear(_: &mut ActionReader<'_, '_, '_>) -> Box<dyn Action> {
    Box::new(ClearActiveIntent)
}

impl Action for SetIntent {
    fn execute(&self, turn: &mut Turn<'_>) -> Result<Next, Fault> {
        let intent = turn.text(&self.intent)?.ok_or_else(|| Fault::new("the intent must not be NOT_SET"))?;
        turn.note("intent", || intent.to_string());
        turn.heard_intent(intent);
        Ok(Next::Continue)
    }

    fn input_names(&self) -> Vec<String> {
        vec!["intent".to_owned()]
    }
}

impl Action for ClearActiveIntent {
    fn execute(&self, turn: &mut Turn<'_>) -> Result<Next, Fault> {
        turn.forget_intent();
        Ok(Next::Continue)
    }
}

#[cfg(test)]
mod tests {
    use crate::flow::action::testing::Flow;
    use crate::trace::Ending;

    const CALL: &str = "
- callBotFlow: { name: Ask, inputText: { lit: hi }, intent: { var: State.intent }, botFlow: { Bot: { ver_latestPublished: { none: true } } } }
- sendResponse: { name: Tell, messageBody: { exp: 'If(IsSet(State.intent), State.intent, \"-\")' } }
- disconnect: { name: Bye }";

    fn told(actions: &str) -> String {
        let bot = format!(
            "
botFlow:
  name: Bot
  startUpRef: '/botFlow/bots/bot[Main_1]'
  bots:
    - bot:
        name: Main
        refId: Main_1
        actions:
          - setIntent: {{ name: Set, intent: {{ lit: Cancel }} }}
{actions}          - exitBotFlow: {{ name: Exit }}
"
        );
        let ran = Flow::new().state_variable("string", "State.intent").actions(CALL).with_flow(&bot).run();
        ran.texts().last().map(|text| (*text).to_owned()).unwrap_or_default()
    }

    #[test]
    fn a_bot_comes_back_with_the_intent_that_was_set_last() {
        assert_eq!(told(""), "Cancel");
        assert_eq!(told("          - setIntent: { name: More, intent: { exp: '\"Or\" + \"der\"' } }\n"), "Order");
        assert_eq!(told("          - clearActiveIntent: { name: Clear }\n"), "-");
    }

    #[test]
    fn an_intent_that_is_not_set_is_an_error() {
        let ran = Flow::bot_flow().actions("- setIntent: { name: Set, intent: { noValue: true } }").run();
        assert!(matches!(&ran.ending, Ending::Failed(cause) if cause.message == "the intent must not be NOT_SET"));
    }
}
