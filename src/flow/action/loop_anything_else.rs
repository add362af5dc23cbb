//! `loopAnythingElse`: a bot asks whether there is anything else, and repeats its actions for as long as the customer says so.

use super::asking::{Answer, Ask, Dialogue, Reply, yes_and_no, yes_or_no};
use super::{Action, Leads};
use crate::flow::archy::ActionReader;
use crate::flow::engine::{Fault, Next, Turn, Wanted};
use crate::flow::expression::Value;
use crate::flow::program::Target;
use crate::trace::Choice;

#[derive(Debug)]
struct LoopAnythingElse {
    index: Option<Target>,
}

pub(super) fn read(reader: &mut ActionReader<'_, '_, '_>) -> Box<dyn Action> {
    let index = reader.target("currentIndex");
    reader.inside_loop(|reader| reader.only_outputs(&["loop"]));
    Box::new(Dialogue::read(reader, LoopAnythingElse { index }, ["maxNoInputs", "maxNoMatches"]))
}

/// Whether a reply asks for another round: yes does, and so does an intent, which is something else that the customer wants.
fn goes_on(answer: &Answer<'_>) -> Option<bool> {
    yes_or_no(answer).or_else(|| answer.meaning.intent.as_ref().map(|_| true))
}

impl Ask for LoopAnythingElse {
    fn wants(&self) -> Wanted {
        Wanted::YesNo
    }

    fn choices(&self, turn: &Turn<'_>) -> Result<Vec<Choice>, Fault> {
        yes_and_no(turn)
    }

    fn hear(&self, turn: &mut Turn<'_>, answer: &Answer<'_>) -> Result<Reply, Fault> {
        let Some(more) = goes_on(answer) else { return Ok(Reply::NoMatch) };
        let body = turn.node().outputs.first().and_then(|output| output.branch);
        let Some(body) = body.filter(|_| more) else { return Ok(Reply::Go(Next::Continue)) };
        if let Some(index) = &self.index {
            turn.assign(index, Value::Integer(turn.round()))?;
        }
        if let Some(intent) = answer.meaning.intent.clone().filter(|_| yes_or_no(answer).is_none()) {
            turn.heard_intent(intent);
        }
        Ok(Reply::Go(Next::Again { body }))
    }

    fn leads(&self) -> Leads {
        Leads::Past
    }
}

#[cfg(test)]
mod tests {
    use crate::flow::action::testing::{Flow, says};
    use crate::flow::understanding::{Heard, Hears, Meaning};
    use crate::trace::Ending;

    const ASK: &str = "
- loopAnythingElse:
    name: More
    currentIndex: { var: State.i }
    question: { exp: 'MakeCommunication(\"Anything else?\")' }
    outputs:
      loop:
        actions:
          - communicate: { name: Round, communication: { exp: 'ToCommunication(ToString(State.i))' } }
INSIDE
      maxNoMatches: { actions: [ { communicate: { name: Lost, communication: { exp: '\"Lost.\"' } } } ] }
- communicate: { name: Bye, communication: { exp: '\"Bye.\"' } }
- exitBotFlow: { name: Out }";

    fn bot(inside: &str) -> Flow {
        let input = "  settingsUserInput: { noMatchesMax: { lit: 0 } }";
        Flow::bot_flow().state_variable("integer", "State.i").settings(input).actions(&ASK.replace("INSIDE", inside))
    }

    #[test]
    fn each_yes_is_a_round_and_no_goes_on() {
        let ran = says(&bot(""), &["yes", "Yes please", "no"]);
        assert_eq!(ran.path(), ["More: loop", "Round", "More: loop", "Round", "More", "Bye", "Out"]);
        assert_eq!(
            ran.texts(),
            ["Anything else?", "yes", "0", "Anything else?", "Yes please", "1", "Anything else?", "no", "Bye."]
        );
        assert_eq!(says(&bot(""), &["no"]).path(), ["More", "Bye", "Out"]);
    }

    #[test]
    fn an_intent_is_something_else_and_other_words_are_no_answer() {
        let heard = Heard { hears: Some(Hears::Is("my order".into())), meaning: Meaning::intent("Order") };
        let ran = says(&bot("").understands(vec![heard]), &["my order", "eh?"]);
        assert_eq!(ran.path(), ["More: loop", "Round", "More: maxNoMatches", "Lost", "Bye", "Out"]);
    }

    #[test]
    fn next_and_exit_are_those_of_its_rounds() {
        let ran = says(&bot("          - loopExit: { name: Stop }"), &["yes"]);
        assert_eq!(ran.path(), ["More: loop", "Round", "Stop", "Bye", "Out"]);
        let ran = says(
            &bot("          - loopNext: { name: Next }\n          - exitBotFlow: { name: Never }"),
            &["yes", "no"],
        );
        assert_eq!(ran.path(), ["More: loop", "Round", "Next", "More", "Bye", "Out"]);
    }

    #[test]
    fn without_actions_it_asks_again_until_no() {
        let flow = Flow::bot_flow().actions("- loopAnythingElse: { name: More, question: { exp: '\"More?\"' }, outputs: { loop: { actions: [] } } }\n- exitBotFlow: { name: Out }");
        let ran = says(&flow, &["yes", "no"]);
        assert_eq!(ran.path(), ["More: loop", "More", "Out"]);
        assert!(matches!(ran.ending, Ending::Exited { .. }));
    }
}
