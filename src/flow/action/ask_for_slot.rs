//! `askForSlot`: a bot asks for the value of a slot, may validate it and have it confirmed. A slot that is filled is not asked for.

use std::sync::Arc;

use super::asking::{Answer, Ask, Dialogue, Reply, Source};
use super::chooser::Chooser;
use super::{Action, Leads};
use crate::diagnostic::Code;
use crate::flow::archy::ActionReader;
use crate::flow::engine::{Fault, Next, Turn, Wanted};
use crate::flow::expression::{Type, Value};
use crate::flow::program::{Argument, Target};
use crate::flow::understanding::EntityType;
use crate::trace::Choice;

/// The confirmation mode that asks.
const ALWAYS: &str = "always";

/// The one that does not.
const NEVER: &str = "never";

#[derive(Debug)]
struct AskForSlot {
    name: Arc<str>,
    slot: Option<Target>,
    validation: Argument,
    confirmation: Argument,
    confirmation_question: Argument,
    chooser: Chooser,
    /// The output for an answer, where it is enabled.
    default: Option<usize>,
}

pub(super) fn read(reader: &mut ActionReader<'_, '_, '_>) -> Box<dyn Action> {
    let given = reader.body().path(&["slot", "name"]);
    if given.is_none() {
        let span = reader.body().span.clone();
        reader.error(Code::FLOW_PART_MISSING, &span, "the action names no `slot`");
    }
    let name: Arc<str> = given.and_then(|name| name.as_text()).unwrap_or_default().into();
    let confirmation = reader.argument("confirmationMode", Type::String);
    // Exports hold a question also where the mode never asks it.
    let never = matches!(&confirmation, Argument::Literal(mode) if mode.as_text() == Some(NEVER));
    let confirmation_question =
        if never { Argument::Absent } else { reader.argument("confirmationQuestion", Type::Communication) };
    let action = AskForSlot {
        slot: given.and_then(|node| reader.slot(node)),
        name,
        validation: reader.argument("customValidation", Type::Boolean),
        confirmation,
        confirmation_question,
        chooser: Chooser::read(reader),
        default: reader.enabled_output("default"),
    };
    Box::new(Dialogue::read(reader, action, ["maxNoInputs", "maxNoMatches"]))
}

impl AskForSlot {
    fn done(&self) -> Next {
        self.default.map_or(Next::Continue, Next::Leave)
    }

    /// The value that the answer has for the slot: the table's word, a choice that was offered, else what the slot's type finds in it.
    fn value(&self, turn: &mut Turn<'_>, slot: &Target, answer: &Answer<'_>) -> Result<Option<Value>, Fault> {
        if answer.meaning.slots.keys().any(|name| name.eq_ignore_ascii_case(&self.name)) {
            // It was filled with all others that the words name.
            return Ok(Some(turn.held(slot)).filter(|value| !value.is_not_set()));
        }
        // A row that is for these words has said all that they mean.
        if answer.source == Source::Row {
            return Ok(None);
        }
        if let Some(choice) = self.chooser.chosen(turn, answer.text)? {
            return Ok(EntityType::Anything.value(&choice.payload, slot.value_type));
        }
        if answer.source == Source::Otherwise || answer.meaning.intent.is_some() {
            return Ok(None);
        }
        Ok(turn.bot().and_then(|bot| bot.model.slot_value(&self.name, slot.value_type, answer.text)))
    }
}

impl Ask for AskForSlot {
    fn wants(&self) -> Wanted {
        Wanted::Slot(self.name.clone())
    }

    fn already(&self, turn: &mut Turn<'_>) -> Result<Option<Next>, Fault> {
        Ok(self.slot.as_ref().filter(|slot| !turn.held(slot).is_not_set()).map(|_| self.done()))
    }

    fn choices(&self, turn: &Turn<'_>) -> Result<Vec<Choice>, Fault> {
        self.chooser.choices(turn)
    }

    fn hear(&self, turn: &mut Turn<'_>, answer: &Answer<'_>) -> Result<Reply, Fault> {
        let Some(slot) = &self.slot else { return Ok(Reply::NoMatch) };
        let Some(value) = self.value(turn, slot, answer)? else { return Ok(Reply::NoMatch) };
        turn.assign(slot, value)?;
        let validated = !matches!(self.validation, Argument::Absent | Argument::NotSet);
        if validated && turn.value(&self.validation)?.as_boolean() != Some(true) {
            self.rejected(turn)?;
            return Ok(Reply::NoMatch);
        }
        let mode = turn.text(&self.confirmation)?;
        if mode.is_some_and(|mode| mode.eq_ignore_ascii_case(ALWAYS)) {
            return Ok(Reply::Confirm(turn.words(&self.confirmation_question)?));
        }
        Ok(Reply::Go(self.done()))
    }

    fn confirmed(&self, _: &mut Turn<'_>) -> Result<Next, Fault> {
        Ok(self.done())
    }

    fn rejected(&self, turn: &mut Turn<'_>) -> Result<(), Fault> {
        match &self.slot {
            Some(slot) => turn.assign(slot, Value::not_set(slot.value_type)),
            None => Ok(()),
        }
    }

    fn leads(&self) -> Leads {
        if self.default.is_some() { Leads::On } else { Leads::Past }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use crate::flow::action::testing::{Flow, says};
    use crate::flow::understanding::{Heard, Hears, Meaning};
    use crate::trace::Ending;

    const ASK: &str = "
- askForSlot:
    name: Which card
    slot: { name: Card }
    question: { exp: 'MakeCommunication(\"Which card?\")' }
    noMatch: { exp: 'MakeCommunication(\"Four digits, please.\")' }
    confirmationMode: { lit: never }
    outputs:
      maxNoInputs: { enabled: false }
      maxNoMatches: { enabled: true, actions: [ { communicate: { name: Sorry, communication: { exp: '\"No luck.\"' } } } ] }
- communicate: { name: Tell, communication: { exp: 'MakeCommunication(\"Card\", Slot.Card)' } }
- exitBotFlow: { name: Out }";

    const INPUT: &str = "
  settingsUserInput:
    noMatchesMax: { lit: 1 }
    noInputsMax: { lit: 1 }
    noInputsTimeout: { lit: { minutes: 1 } }
    noMatchApology: { exp: 'MakeCommunication(\"Sorry.\")' }
    noInputApology: { exp: 'MakeCommunication(\"Are you there?\")' }
    noToConfirmationApology: { exp: 'MakeCommunication(\"My mistake.\")' }
    confirmationNoMatchApology: { exp: 'MakeCommunication(\"Yes or no?\")' }
    confirmationRejectionsMax: { lit: 1 }
    endOfSessionMessage: { exp: 'ToCommunication(\"I close this chat.\")' }";

    fn bot() -> Flow {
        Flow::digital_bot().flow_variable("integer", "Slot.Card", "{ noValue: true }").settings(INPUT).actions(ASK)
    }

    #[test]
    fn the_value_is_read_by_the_slot_s_type() {
        let ran = says(&bot(), &["it is 2345"]);
        assert_eq!(ran.texts(), ["Which card?", "it is 2345", "Card 2345"]);
        assert_eq!(ran.path(), ["Which card", "Tell", "Out"]);
        assert!(matches!(&ran.ending, Ending::Exited { reason } if &**reason == "TriggeredByFlow"));
    }

    #[test]
    fn an_answer_that_is_none_is_asked_again_up_to_the_limit() {
        let ran = says(&bot(), &["what?", "2"]);
        assert_eq!(ran.texts(), ["Which card?", "what?", "Sorry. Four digits, please.", "2", "Card 2"]);
        let ran = says(&bot(), &["what?", "how?"]);
        assert_eq!(ran.path(), ["Which card: maxNoMatches", "Sorry", "Tell", "Out"]);
    }

    #[test]
    fn silence_repeats_the_question_and_then_closes_the_conversation() {
        let flow = bot();
        let mut session = flow.session();
        session.pass_time(flow.now() + jiff::SignedDuration::from_secs(59));
        assert_eq!(session.outcome().transcript.len(), 1);
        session.pass_time(flow.now() + jiff::SignedDuration::from_mins(5));
        let outcome = session.into_outcome();
        let texts: Vec<&str> = outcome.transcript.iter().map(|line| &*line.text).collect();
        assert_eq!(texts, ["Which card?", "Are you there? Which card?", "I close this chat."]);
        assert!(matches!(outcome.ending, Ending::Disconnected { action: Some(_) }));
    }

    #[test]
    fn a_table_says_what_words_stand_for_and_what_stands_for_nothing() {
        let row = |text: &str, meaning| Heard { hears: Some(Hears::Is(text.into())), meaning };
        let rows = vec![row("the blue one", Meaning::slot("Card", json!(77))), row("13", Meaning::default())];
        let ran = says(&bot().understands(rows.clone()), &["The blue one!"]);
        assert_eq!(ran.texts().last(), Some(&"Card 77"));
        let ran = says(&bot().understands(rows), &["13", "14"]);
        assert_eq!(ran.texts().last(), Some(&"Card 14"));
    }

    #[test]
    fn a_slot_of_the_table_that_the_bot_lacks_or_that_does_not_fit_is_told() {
        let row = |slot, value| vec![Heard { hears: None, meaning: Meaning::slot(slot, value) }];
        let ran = says(&bot().understands(row("Crad", json!(1))), &["x"]);
        assert_eq!(ran.problems[0].message, "bot `Test` has no slot `Crad`");
        let ran = says(&bot().understands(row("Card", json!("blue"))), &["x"]);
        assert!(ran.problems[0].message.starts_with("slot `Card` cannot hold \"blue\""), "{:?}", ran.problems);
    }

    #[test]
    fn a_filled_slot_is_not_asked_for_and_a_cleared_one_is() {
        let set =
            "- updateData: { name: Set, statements: [ { integer: { variable: Slot.Card, value: { lit: 5 } } } ] }";
        let filled = bot().actions(&format!("{set}{ASK}"));
        assert_eq!(says(&filled, &[]).texts(), ["Card 5"]);
        let clear = "\n- clearSlot: { name: Clear, slots: [ { slot: { name: Card } } ] }";
        let cleared = bot().actions(&format!("{set}{clear}{ASK}"));
        assert_eq!(says(&cleared, &["6"]).texts().last(), Some(&"Card 6"));
    }

    #[test]
    fn a_value_that_is_not_valid_is_no_answer() {
        let ask =
            ASK.replace("    confirmationMode", "    customValidation: { exp: Slot.Card > 999 }\n    confirmationMode");
        let ran = says(&bot().actions(&ask), &["12", "1234"]);
        assert_eq!(ran.texts(), ["Which card?", "12", "Sorry. Four digits, please.", "1234", "Card 1234"]);
    }

    #[test]
    fn a_value_is_confirmed_where_the_mode_says_always() {
        let confirm = "    confirmationQuestion: { exp: 'MakeCommunication(\"Is\", Slot.Card, \"right?\")' }\n    confirmationMode: { lit: always }";
        let bot = bot().actions(&ASK.replace("    confirmationMode: { lit: never }", confirm));
        let ran = says(&bot, &["12", "perhaps", "yes"]);
        assert_eq!(ran.texts(), ["Which card?", "12", "Is 12 right?", "perhaps", "Yes or no?", "yes", "Card 12"]);
        let ran = says(&bot, &["12", "no", "13", "yes"]);
        assert_eq!(
            ran.texts(),
            [
                "Which card?",
                "12",
                "Is 12 right?",
                "no",
                "My mistake. Which card?",
                "13",
                "Is 13 right?",
                "yes",
                "Card 13"
            ]
        );
    }

    #[test]
    fn a_slot_that_is_not_named_is_a_mistake() {
        assert_eq!(Flow::digital_bot().actions("- askForSlot: { name: A }").codes(), ["FP0402"]);
    }
}
