//! `getConversationData`: reads attributes of a conversation by its id and leaves by `found` or `notFound`.

use std::sync::Arc;

use super::Action;
use super::get_participant_data::{attribute_name, read_attributes, takers};
use crate::diagnostic::Place;
use crate::flow::archy::ActionReader;
use crate::flow::engine::{Fault, Next, Turn};
use crate::flow::expression::{Type, Value};
use crate::flow::inventory::Inventory;
use crate::flow::program::{Argument, Program, Takes, Target};

const FOUND: usize = 0;
const NOT_FOUND: usize = 1;

#[derive(Debug)]
struct GetConversationData {
    conversation: ConversationKey,
    attributes: Vec<(Argument, Option<Target>)>,
}

/// Which conversation, and whose attributes in it.
#[derive(Debug)]
pub(super) struct ConversationKey {
    conversation: Argument,
    participant: Argument,
}

impl ConversationKey {
    pub(super) fn read(reader: &mut ActionReader<'_, '_, '_>) -> Self {
        Self {
            conversation: reader.required("conversationId", Type::String),
            participant: reader.argument("participantId", Type::String),
        }
    }

    /// The id of the conversation, noted; none for NOT_SET. Only customers have attributes here, so that any participant is the
    /// customer.
    pub(super) fn evaluate(&self, turn: &mut Turn<'_>) -> Result<Option<Arc<str>>, Fault> {
        let id = turn.text(&self.conversation)?;
        turn.note("conversationId", || id.as_deref().unwrap_or("NOT_SET").to_owned());
        if let Some(participant) = turn.text(&self.participant)?.filter(|text| !text.is_empty()) {
            turn.note("participantId", || participant.to_string());
        }
        Ok(id.filter(|id| !id.is_empty()))
    }

    pub(super) fn input_names() -> Vec<String> {
        ["conversationId", "participantId"].map(str::to_owned).to_vec()
    }
}

pub(super) fn read(reader: &mut ActionReader<'_, '_, '_>) -> Box<dyn Action> {
    let conversation = ConversationKey::read(reader);
    let action = GetConversationData { conversation, attributes: read_attributes(reader) };
    reader.outputs(&["found", "notFound"]);
    Box::new(action)
}

/// Whether there is a conversation of that id: the flow's own, one that the world lists, one that was written to, or any where the world
/// is open and lists none.
pub(super) fn exists(turn: &mut Turn<'_>, id: &str) -> bool {
    let world = turn.world();
    turn.is_own_conversation(id)
        || world.conversations.contains_key(id)
        || turn.elsewhere().contains_key(id)
        || (world.open && world.conversations.is_empty())
}

impl Action for GetConversationData {
    fn execute(&self, turn: &mut Turn<'_>) -> Result<Next, Fault> {
        let Some(id) = self.conversation.evaluate(turn)? else { return Ok(Next::Leave(NOT_FOUND)) };
        if !exists(turn, &id) {
            return Ok(Next::Leave(NOT_FOUND));
        }
        for (name, variable) in &self.attributes {
            let name = attribute_name(turn, name)?;
            let value = if turn.is_own_conversation(&id) { turn.attribute(&name) } else { other(turn, &id, &name) };
            if let Some(variable) = variable {
                turn.assign_from(variable, value, Some(&name))?;
            }
        }
        Ok(Next::Leave(FOUND))
    }

    fn input_names(&self) -> Vec<String> {
        ConversationKey::input_names()
    }

    fn takes(&self, output: &str) -> Takes {
        if output == "found" { takers(&self.attributes) } else { Takes::default() }
    }

    fn mention(&self, place: &Place, _: &Program, inventory: &mut Inventory) {
        let names = self.attributes.iter().filter_map(|(name, _)| name.literal_text());
        inventory.attributes_read.extend(names.map(|name| (name, place.clone())));
    }
}

/// An attribute of another conversation: what was written to it, else what the world lists.
fn other(turn: &mut Turn<'_>, id: &str, name: &str) -> Value {
    let written = turn.elsewhere().get(id).and_then(|attributes| attributes.get(name)).cloned();
    let listed = || turn.world().conversations.get(id).and_then(|attributes| attributes.get(name)).cloned();
    match written.or_else(listed) {
        Some(value) => Value::String(value),
        None => turn.missing_attribute(),
    }
}

#[cfg(test)]
mod tests {
    use crate::flow::action::testing::Flow;

    const READ: &str = "
- getConversationData:
    name: Read
    conversationId: { exp: 'If(Message.Message.body == \"own\", Message.ConversationId, If(Message.Message.body == \"unset\", ToString(NOT_SET), Message.Message.body))' }
    participantId: { noValue: true }
    attributes: [ { attribute: { name: { lit: tier }, variable: State.tier } } ]
    outputs: { found: { actions: [ { sendResponse: { name: Tell, messageBody: { exp: 'If(IsSet(State.tier), State.tier, \"none\")' } } } ] } }
- disconnect: { name: Bye }";

    fn flow() -> Flow {
        let flow = Flow::new().state_variable("string", "State.tier").actions(READ).attribute("tier", "Gold");
        flow.world(|world| {
            world.conversations.insert("c-2".into(), [("tier".into(), "Silver".into())].into_iter().collect());
            world.conversations.insert("c-3".into(), indexmap::IndexMap::new());
        })
    }

    #[rstest::rstest]
    #[case("own", &["Read: found", "Tell", "Bye"], Some("Gold"))]
    #[case("c-2", &["Read: found", "Tell", "Bye"], Some("Silver"))]
    #[case("c-3", &["Read: found", "Tell", "Bye"], Some("none"))]
    #[case("c-9", &["Read: notFound", "Bye"], None)]
    #[case("unset", &["Read: notFound", "Bye"], None)]
    fn attributes_are_those_of_the_conversation(#[case] says: &str, #[case] path: &[&str], #[case] told: Option<&str>) {
        let outcome = flow().says(says).run();
        assert_eq!(outcome.path(), path);
        assert_eq!(outcome.texts().get(1).copied(), told);
    }
}
