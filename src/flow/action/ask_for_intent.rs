//! `askForIntent`: a bot asks what the customer wants, and leaves by the intent that it hears.

use std::sync::Arc;

use super::Action;
use super::asking::{Answer, Ask, Dialogue, Reply};
use crate::flow::archy::ActionReader;
use crate::flow::engine::{Fault, Next, Turn, Wanted};

#[derive(Debug)]
struct AskForIntent {
    /// In the order of the outputs.
    intents: Vec<Arc<str>>,
    /// The output for what the knowledge base answers, where it is enabled.
    knowledge: Option<usize>,
}

pub(super) fn read(reader: &mut ActionReader<'_, '_, '_>) -> Box<dyn Action> {
    let intents = reader.named_outputs("intents", "intent");
    let knowledge = reader.enabled_output("knowledge");
    // Reaching the limit of answers that are no intent is what this action calls no intent.
    Box::new(Dialogue::read(reader, AskForIntent { intents, knowledge }, ["maxNoInputs", "noIntent"]))
}

impl Ask for AskForIntent {
    fn wants(&self) -> Wanted {
        Wanted::Intent(self.intents.clone())
    }

    fn hear(&self, turn: &mut Turn<'_>, answer: &Answer<'_>) -> Result<Reply, Fault> {
        let heard = answer.meaning.intent.as_ref();
        if let Some(output) = heard.and_then(|heard| self.intents.iter().position(|intent| intent == heard)) {
            turn.heard_intent(heard.cloned().unwrap_or_default());
            return Ok(Reply::Go(Next::Leave(output)));
        }
        if let (Some(output), Some(words)) = (self.knowledge, &answer.meaning.knowledge) {
            turn.knows(words);
            return Ok(Reply::Go(Next::Leave(output)));
        }
        Ok(Reply::NoMatch)
    }
}

#[cfg(test)]
mod tests {
    use crate::flow::action::testing::{Flow, Ran, says};
    use crate::flow::understanding::{Heard, Hears, Meaning};
    use crate::trace::Ending;

    const ASK: &str = "
- askForIntent:
    name: What
    question: { exp: 'MakeCommunication(\"How can I help?\")' }
    outputs:
      intents:
        - intent: { name: Cancel, enabled: true, actions: [ { communicate: { name: Done, communication: { exp: 'MakeCommunication(\"Cancelled\", Slot.Order)' } } } ] }
        - intent: { name: Off, enabled: false }
      noIntent: { actions: [ { communicate: { name: Pity, communication: { exp: '\"A pity.\"' } } } ] }
      knowledge: { actions: [ { communicate: { name: Answer, communication: { exp: 'ToCommunication(Session.LastKnowledgeAnswer)' } } } ] }
- exitBotFlow: { name: Out }";

    const SETTINGS: &str = "
  settingsUserInput: { noMatchesMax: { lit: 1 } }
  settingsNaturalLanguageUnderstanding:
    nluDomainVersion:
      intents:
        - { name: Cancel, utterances: [ { segments: [ { text: 'cancel order ' }, { text: '1', entity: { name: Order } } ] }, { segments: [ { text: Cancel it } ] } ] }
        - { name: 'Off', utterances: [ { segments: [ { text: Off } ] } ] }";

    fn bot() -> Flow {
        Flow::bot_flow().flow_variable("string", "Slot.Order", "{ noValue: true }").settings(SETTINGS).actions(ASK)
    }

    fn understanding(meaning: Meaning) -> Flow {
        bot().understands(vec![Heard { hears: Some(Hears::Contains("please".into())), meaning }])
    }

    #[test]
    fn the_bot_s_own_phrases_are_understood_word_for_word_with_their_slots() {
        let ran = says(&bot(), &["Cancel order 42."]);
        assert_eq!(ran.path(), ["What: Cancel", "Done", "Out"]);
        assert_eq!(ran.texts().last(), Some(&"Cancelled 42"));
    }

    #[test]
    fn a_table_comes_first() {
        let ran = says(&understanding(Meaning::intent("Cancel")), &["get rid of it, please"]);
        assert_eq!(ran.path(), ["What: Cancel", "Done", "Out"]);
    }

    #[test]
    fn no_intent_is_left_by_after_the_limit_and_a_disabled_intent_is_none() {
        assert_eq!(says(&bot(), &["eh?", "Off"]).path(), ["What: noIntent", "Pity", "Out"]);
    }

    #[test]
    fn the_knowledge_base_answers_where_its_output_is_on() {
        let knows = Meaning { knowledge: Some("We open at 9.".into()), ..Meaning::default() };
        let ran = says(&understanding(knows), &["hours please"]);
        assert_eq!(ran.path(), ["What: knowledge", "Answer", "Out"]);
        assert_eq!(ran.texts().last(), Some(&"We open at 9."));
    }

    const AGENT: &str = "enableAgentEscalation: { lit: true }, agentEscalationConfirmation: { exp: '\"A person?\"' }, agentEscalationHandover: { exp: '\"One moment.\"' }";

    fn reason(ran: &Ran) -> String {
        match &ran.ending {
            Ending::Exited { reason } => reason.to_string(),
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn a_person_is_called_once_the_customer_confirms_it() {
        let wants = Meaning { agent: true, ..Meaning::default() };
        let ran = says(&understanding(wants.clone()).events(AGENT), &["a person, please", "yes"]);
        assert_eq!(ran.texts(), ["How can I help?", "a person, please", "A person?", "yes", "One moment."]);
        assert_eq!(reason(&ran), "AgentRequestedByUser");
        let ran = says(&understanding(wants.clone()).events(AGENT), &["a person, please", "no", "Cancel it"]);
        assert_eq!(ran.path(), ["What: Cancel", "Done", "Out"]);
        let off = says(&understanding(wants), &["a person, please", "a person, please"]);
        assert_eq!(off.path(), ["What: noIntent", "Pity", "Out"]);
    }
}
