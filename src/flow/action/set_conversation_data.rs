//! `setConversationData`: writes attributes of a conversation by its id and leaves by `success` or `failure`.

use std::sync::Arc;

use super::Action;
use super::get_conversation_data::{ConversationKey, exists};
use super::get_participant_data::attribute_name;
use super::parameters::FailureOutputs;
use super::set_participant_data::{mention_written, read_attributes};
use crate::diagnostic::Place;
use crate::flow::archy::ActionReader;
use crate::flow::engine::rules::ACTION_ERROR_TYPE;
use crate::flow::engine::{Event, Fault, Next, Step, Turn};
use crate::flow::inventory::Inventory;
use crate::flow::program::{Argument, Program};

const SUCCESS: usize = 0;
const FAILURE: usize = 1;

#[derive(Debug)]
struct SetConversationData {
    conversation: ConversationKey,
    attributes: Vec<(Argument, Argument)>,
    failure: FailureOutputs,
}

pub(super) fn read(reader: &mut ActionReader<'_, '_, '_>) -> Box<dyn Action> {
    let conversation = ConversationKey::read(reader);
    let attributes = read_attributes(reader);
    let action = SetConversationData { conversation, attributes, failure: FailureOutputs::read(reader) };
    reader.outputs(&["success", "failure"]);
    Box::new(action)
}

impl Action for SetConversationData {
    fn execute(&self, turn: &mut Turn<'_>) -> Result<Next, Fault> {
        let id = self.conversation.evaluate(turn)?;
        if self.failure.scripted(turn)? {
            return Ok(Next::Leave(FAILURE));
        }
        let mut values = Vec::with_capacity(self.attributes.len());
        for (name, value) in &self.attributes {
            let name = attribute_name(turn, name)?;
            let value =
                turn.text(value).map_err(|fault| Fault::new(format!("attribute `{name}`: {}", fault.message)))?;
            values.push((name, value));
        }
        match id {
            Some(id) if turn.is_own_conversation(&id) => {
                let write = |(name, value)| {
                    let value = turn.set_attribute(&name, value);
                    (name, value)
                };
                let written: Vec<(Arc<str>, Arc<str>)> = values.into_iter().map(write).collect();
                let none = written.is_empty();
                Ok(if none { Next::Leave(SUCCESS) } else { Next::Ask(Step::SetParticipant(written.into())) })
            }
            Some(id) if exists(turn, &id) => {
                for (name, value) in values {
                    let value = value.unwrap_or_else(Turn::attribute_not_set);
                    let shown =
                        [("conversationId", Some(id.to_string())), ("attribute", Some(format!("{name} = {value}")))];
                    turn.did(shown);
                    turn.elsewhere().entry(id.clone()).or_default().insert(name, value);
                }
                Ok(Next::Leave(SUCCESS))
            }
            _ => {
                self.failure.assign(turn, ACTION_ERROR_TYPE, "there is no such conversation")?;
                Ok(Next::Leave(FAILURE))
            }
        }
    }

    fn resume(&self, _: &mut Turn<'_>, _: Event) -> Result<Next, Fault> {
        Ok(Next::Leave(SUCCESS))
    }

    fn input_names(&self) -> Vec<String> {
        ConversationKey::input_names()
    }

    fn mention(&self, place: &Place, _: &Program, inventory: &mut Inventory) {
        mention_written(&self.attributes, place, inventory);
    }
}

#[cfg(test)]
mod tests {
    use crate::flow::action::testing::Flow;

    fn flow(id: &str) -> Flow {
        let actions = format!(
            "
- setConversationData:
    name: Write
    conversationId: {{ exp: '{id}' }}
    attributes:
      - attribute: {{ name: {{ lit: tier }}, value: {{ exp: '\"Go\" + \"ld\"' }} }}
      - attribute: {{ name: {{ lit: nothing }}, value: {{ noValue: true }} }}
    failureOutputs: {{ errorMessage: {{ var: State.why }} }}
    outputs: {{ failure: {{ actions: [ {{ sendResponse: {{ name: Tell, messageBody: {{ exp: State.why }} }} }} ] }} }}
- getConversationData: {{ name: Read, conversationId: {{ exp: '{id}' }}, attributes: [ {{ attribute: {{ name: {{ lit: tier }}, variable: State.why }} }} ] }}
- sendResponse: {{ name: Then, messageBody: {{ exp: State.why }} }}"
        );
        let flow = Flow::new().state_variable("string", "State.why").actions(&actions);
        flow.world(|world| drop(world.conversations.insert("c-2".into(), indexmap::IndexMap::new())))
    }

    #[test]
    fn the_own_conversation_is_the_customer_s_store() {
        let outcome = flow("Message.ConversationId").run();
        assert_eq!(outcome.path(), ["Write: success", "Read: found", "Then"]);
        let set: Vec<_> = outcome.set.iter().map(|(name, value)| (&**name, &**value)).collect();
        assert_eq!(set, [("tier", "Gold"), ("nothing", "")]);
        assert_eq!(outcome.texts(), ["Gold"]);
    }

    #[test]
    fn another_conversation_keeps_what_was_written_and_the_own_one_does_not_get_it() {
        let outcome = flow("\"c-2\"").run();
        assert_eq!((outcome.texts(), outcome.set.len()), (vec!["Gold"], 0));
        let details = &outcome.deeds.others[0].details;
        assert_eq!(details[1], ("attribute".into(), "tier = Gold".to_owned()));
    }

    #[rstest::rstest]
    #[case("\"c-9\"")]
    #[case("ToString(NOT_SET)")]
    fn one_that_is_not_there_is_a_failure(#[case] id: &str) {
        let outcome = flow(id).run();
        assert_eq!(outcome.path()[..2], ["Write: failure", "Tell"]);
        assert_eq!(outcome.texts()[0], "there is no such conversation");
    }

    #[test]
    fn a_scripted_failure_writes_nothing() {
        let outcome = flow("Message.ConversationId").failing("Write", "too many attributes").run();
        assert_eq!((outcome.texts()[0], outcome.set.len()), ("too many attributes", 0));
    }
}
