//! `digitalMenu`: a bot offers choices as buttons, cards or a list, and leaves by the path of the one that the customer takes, by its label
//! or by what it sends.

use std::sync::Arc;

use super::asking::{Answer, Ask, Dialogue, Reply, Source};
use super::chooser::Chooser;
use super::{Action, Leads};
use crate::flow::archy::ActionReader;
use crate::flow::engine::{Fault, Next, Turn, Wanted};
use crate::flow::expression::Value;
use crate::flow::program::Target;
use crate::flow::understanding::folded_words;
use crate::trace::Choice;

#[derive(Debug)]
struct DigitalMenu {
    chooser: Chooser,
    selection: Option<Target>,
    /// In the order of the outputs.
    paths: Vec<Arc<str>>,
}

pub(super) fn read(reader: &mut ActionReader<'_, '_, '_>) -> Box<dyn Action> {
    let paths = reader.named_outputs("paths", "path");
    let menu = DigitalMenu { chooser: Chooser::read(reader), selection: reader.target("selection"), paths };
    Box::new(Dialogue::read(reader, menu, ["maxNoInputs", "maxNoMatches"]))
}

impl DigitalMenu {
    /// The path of a choice. The editor names a path after what the choice sends; after its label, where that was given.
    fn path_of(&self, names: [&str; 2]) -> Option<usize> {
        names.iter().find_map(|name| self.path_named(name))
    }

    fn path_named(&self, name: &str) -> Option<usize> {
        let name = folded_words(name);
        self.paths.iter().position(|path| folded_words(path) == name)
    }
}

impl Ask for DigitalMenu {
    fn wants(&self) -> Wanted {
        Wanted::Choice
    }

    fn choices(&self, turn: &Turn<'_>) -> Result<Vec<Choice>, Fault> {
        self.chooser.choices(turn)
    }

    fn hear(&self, turn: &mut Turn<'_>, answer: &Answer<'_>) -> Result<Reply, Fault> {
        let named = answer.meaning.intent.as_deref().and_then(|intent| self.path_named(intent));
        // A row that is for these words says which path they take; otherwise the choices do.
        let chosen = match answer.source {
            Source::Row => None,
            Source::Otherwise | Source::Model => self.chooser.chosen(turn, answer.text)?,
        };
        let (selected, path): (Arc<str>, _) = match chosen {
            Some(choice) => {
                (choice.payload.clone(), self.path_of([&choice.payload, &choice.label]).or(choice.position))
            }
            None => match named {
                Some(path) => (self.paths.get(path).cloned().unwrap_or_default(), Some(path)),
                None => return Ok(Reply::NoMatch),
            },
        };
        if let Some(target) = &self.selection {
            turn.assign(target, Value::String(selected))?;
        }
        Ok(Reply::Go(path.filter(|path| *path < self.paths.len()).map_or(Next::Continue, Next::Leave)))
    }

    fn leads(&self) -> Leads {
        if self.paths.is_empty() { Leads::Past } else { Leads::On }
    }
}

#[cfg(test)]
mod tests {
    use crate::flow::action::testing::{Flow, says};
    use crate::flow::understanding::{Heard, Hears, Meaning};
    use crate::trace::{ChoiceKind, Ending};

    const MENU: &str = "
- digitalMenu:
    name: Menu
    question: { exp: 'ToCommunication(\"What now?\")' }
    noMatch: { exp: 'ToCommunication(\"Pick one.\")' }
    selection: { var: Flow.picked }
    chooser:
      lit:
        presentation: { lit: quickReplies }
        carousel: { lit: { cards: { lit: [] } } }
        quickReplies:
          lit:
            buttons:
              lit:
                - lit: { label: { noValue: true }, value: { lit: Buy a book }, type: { lit: postback } }
                - lit: { label: { lit: Refund }, value: { exp: '\"REF\"' }, type: { lit: postback } }
    outputs:
      maxNoInputs: { enabled: false }
      maxNoMatches: { enabled: true }
      paths:
        - path: { name: Buy a book, actions: [ { communicate: { name: Bought, communication: { exp: 'MakeCommunication(\"You took\", Flow.picked)' } } } ] }
        - path: { name: REF }
- disconnect: { name: Bye }";

    const SETTINGS: &str = "
  settingsUserInput: { noMatchesMax: { lit: 1 }, noMatchApology: { exp: 'ToCommunication(\"Sorry.\")' } }
  settingsBotFlow: { intentSettings: [ { intent: { name: Complain, task: { name: Complaint } } }, { intent: { name: Nothing } } ] }
  settingsKnowledge: { Base: { knowledgePathMode: { lit: statement }, knowledgeInitialResponseFollowup: { exp: 'ToCommunication(\"Anything else?\")' } } }
  tasks:
    - task: { name: Complaint, refId: Complaint_1, actions: [ { communicate: { name: Listen, communication: { exp: '\"Tell me.\"' } } }, { exitBotFlow: { name: Out } } ] }";

    fn bot() -> Flow {
        Flow::digital_bot().flow_variable("string", "Flow.picked", "{ noValue: true }").settings(SETTINGS).actions(MENU)
    }

    fn hears(text: &str, meaning: Meaning) -> Heard {
        Heard { hears: Some(Hears::Is(text.into())), meaning }
    }

    #[rstest::rstest]
    #[case("Buy a book", "Menu: Buy a book")]
    #[case("buy A BOOK.", "Menu: Buy a book")]
    #[case("Refund", "Menu: REF")]
    #[case("REF", "Menu: REF")]
    fn a_choice_is_taken_by_its_label_or_by_what_it_sends(#[case] text: &str, #[case] taken: &str) {
        let ran = says(&bot(), &[text]);
        assert_eq!(ran.path()[0], taken);
        let offered: Vec<_> =
            ran.transcript[0].choices.iter().map(|choice| (&*choice.label, &*choice.payload)).collect();
        assert_eq!(offered, [("Buy a book", "Buy a book"), ("Refund", "REF")]);
        assert_eq!(ran.transcript[0].choices[0].kind, ChoiceKind::QuickReply);
    }

    #[test]
    fn the_selection_is_what_the_choice_sends() {
        assert_eq!(says(&bot(), &["buy a book"]).texts().last(), Some(&"You took Buy a book"));
    }

    #[test]
    fn other_words_are_asked_again_and_then_left_by_their_output() {
        let ran = says(&bot(), &["a film", "a film"]);
        assert_eq!(ran.texts(), ["What now?", "a film", "Sorry. Pick one.", "a film"]);
        assert_eq!(ran.path(), ["Menu: maxNoMatches", "Bye"]);
    }

    #[test]
    fn a_table_may_name_a_path_and_an_intent_with_a_task_goes_there() {
        let rows = vec![hears("a novel", Meaning::intent("Buy a book")), hears("bad", Meaning::intent("Complain"))];
        assert_eq!(says(&bot().understands(rows.clone()), &["a novel"]).path()[0], "Menu: Buy a book");
        let ran = says(&bot().understands(rows), &["bad"]);
        assert_eq!(ran.path(), ["Menu", "Listen", "Out"]);
        assert!(matches!(ran.ending, Ending::Exited { .. }));
    }

    #[test]
    fn the_knowledge_base_answers_and_the_question_comes_again() {
        let knows = Meaning { knowledge: Some("At nine.".into()), ..Meaning::default() };
        let ran = says(&bot().understands(vec![hears("open?", knows)]), &["open?", "REF"]);
        assert_eq!(ran.texts(), ["What now?", "open?", "At nine. Anything else? What now?", "REF"]);
        assert_eq!(ran.path(), ["Menu: REF", "Bye"]);
    }

    #[rstest::rstest]
    #[case(
        "carousel",
        "cards: { lit: [ { lit: { title: { lit: Books }, actions: { lit: [ { lit: { label: { lit: Buy a book }, value: { lit: Buy a book } } } ] } } } ] }",
        ChoiceKind::Card
    )]
    #[case(
        "listPicker",
        "sections: { lit: [ { lit: { title: { lit: '' }, items: { lit: [ { lit: { title: { lit: Buy a book }, value: { lit: Buy a book } } } ] } } } ] }",
        ChoiceKind::ListItem
    )]
    fn cards_and_lists_offer_choices_too(#[case] form: &str, #[case] parts: &str, #[case] kind: ChoiceKind) {
        let chooser = format!(
            "- digitalMenu: {{ name: Menu, question: {{ exp: '\"?\"' }}, chooser: {{ lit: {{ presentation: {{ lit: {form} }}, {form}: {{ lit: {{ {parts} }} }} }} }}, outputs: {{ paths: [ {{ path: {{ name: Buy a book }} }} ] }} }}"
        );
        let ran = says(&Flow::digital_bot().actions(&chooser), &["buy a book"]);
        assert_eq!(ran.path(), ["Menu: Buy a book"]);
        assert_eq!(ran.transcript[0].choices[0].kind, kind);
    }

    #[rstest::rstest]
    #[case(
        "MakeChooser(MakeQuickReplies(MakeList(MakePostbackChoice(\"Buy a book\"), MakePostbackChoice(\"Refund\", \"REF\"))))",
        ChoiceKind::QuickReply
    )]
    #[case(
        "MakeChooser(MakeCarousel(MakeList(MakeCard(\"Books\", MakeList(MakePostbackChoice(\"Buy a book\"))), MakeCard(NOT_SET, MakeList(MakePostbackChoice(\"Refund\", \"REF\"))))))",
        ChoiceKind::Card
    )]
    #[case(
        "MakeChooser(MakeListPicker(AddItem(MakeList(MakePostbackChoice(NOT_SET, \"Buy a book\")), MakePostbackChoice(\"Refund\", \"REF\"))))",
        ChoiceKind::ListItem
    )]
    fn an_expression_may_make_the_choices(#[case] made: &str, #[case] kind: ChoiceKind) {
        let menu = format!(
            "- digitalMenu: {{ name: Menu, question: {{ exp: '\"What now?\"' }}, chooser: {{ exp: '{made}' }}, outputs: {{ paths: [ {{ path: {{ name: REF }} }} ] }} }}"
        );
        let ran = says(&Flow::digital_bot().actions(&menu), &["refund"]);
        let offered = &ran.transcript[0].choices;
        let labels: Vec<_> = offered.iter().map(|choice| (choice.kind, &*choice.label, &*choice.payload)).collect();
        assert_eq!(labels, [(kind, "Buy a book", "Buy a book"), (kind, "Refund", "REF")]);
        assert_eq!(ran.path()[0], "Menu: REF");
    }
}
