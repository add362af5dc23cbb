//! `askForBoolean`: a bot asks for yes or no.

use super::Action;
use super::asking::{Answer, Ask, Dialogue, Reply, yes_and_no, yes_or_no};
use crate::flow::archy::ActionReader;
use crate::flow::engine::{Fault, Next, Turn, Wanted};
use crate::trace::Choice;

const OUTPUTS: [&str; 2] = ["yes", "no"];

#[derive(Debug)]
struct AskForBoolean;

pub(super) fn read(reader: &mut ActionReader<'_, '_, '_>) -> Box<dyn Action> {
    reader.only_outputs(&OUTPUTS);
    Box::new(Dialogue::read(reader, AskForBoolean, ["maxNoInputs", "maxNoMatches"]))
}

impl Ask for AskForBoolean {
    fn wants(&self) -> Wanted {
        Wanted::YesNo
    }

    fn choices(&self, turn: &Turn<'_>) -> Result<Vec<Choice>, Fault> {
        yes_and_no(turn)
    }

    fn hear(&self, _: &mut Turn<'_>, answer: &Answer<'_>) -> Result<Reply, Fault> {
        Ok(match yes_or_no(answer) {
            Some(yes) => Reply::Go(Next::Leave(usize::from(!yes))),
            None => Reply::NoMatch,
        })
    }
}

#[cfg(test)]
mod tests {
    use crate::flow::action::testing::{Flow, says};
    use crate::flow::understanding::{Heard, Hears, Meaning};
    use crate::trace::Ending;

    const ASK: &str = "
- askForBoolean:
    name: Sure
    question: { exp: 'MakeCommunication(\"Sure?\")' }
    outputs: { \"yes\": { actions: [ { exitBotFlow: { name: Out } } ] }, maxNoInputs: { enabled: false } }
- communicate: { name: Pity, communication: { exp: '\"A pity.\"' } }";

    fn bot() -> Flow {
        let input = "  settingsUserInput: { enableAutomaticQuickReplies: { lit: true }, noMatchesMax: { lit: 0 } }";
        Flow::bot_flow().settings(input).actions(ASK)
    }

    #[test]
    fn yes_and_no_are_two_ways_and_come_with_buttons() {
        let ran = says(&bot(), &["Yes!"]);
        assert_eq!(ran.path(), ["Sure: yes", "Out"]);
        assert_eq!(ran.transcript[0].labels().collect::<Vec<_>>(), ["Yes", "No"]);
        assert_eq!(says(&bot(), &["nope"]).path(), ["Sure: no", "Pity"]);
    }

    #[test]
    fn a_table_knows_other_words() {
        let row =
            |text: &str, intent: &str| Heard { hears: Some(Hears::Is(text.into())), meaning: Meaning::intent(intent) };
        let bot = bot().understands(vec![row("go ahead", "yes"), row("rather not", "no")]);
        assert_eq!(says(&bot, &["go ahead"]).path(), ["Sure: yes", "Out"]);
        assert_eq!(says(&bot, &["rather not"]).path(), ["Sure: no", "Pity"]);
    }

    #[test]
    fn without_an_output_for_it_giving_up_is_a_failure_of_recognition() {
        let words = "recognitionFailureEventHandover: { exp: '\"One moment.\"' }, recognitionFailureEventHandling: { disconnect: { none: true } }";
        let ran = says(&bot().events(words), &["perhaps"]);
        assert_eq!(ran.texts(), ["Sure?", "perhaps", "One moment."]);
        assert!(matches!(ran.ending, Ending::Disconnected { .. }));
        let ran = says(&bot(), &["perhaps"]);
        assert!(matches!(&ran.ending, Ending::Exited { reason } if &**reason == "RecognitionFailure"));
    }
}
