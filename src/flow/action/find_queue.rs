//! `findQueue` and `findQueueById`: look for a queue of the org and leave by `found` or `notFound`.

use super::Action;
use crate::flow::archy::ActionReader;
use crate::flow::engine::{Fault, Next, Turn};
use crate::flow::expression::{ResourceKind, Type, Value};
use crate::flow::program::{Argument, Target};

const FOUND: usize = 0;
const NOT_FOUND: usize = 1;

#[derive(Debug)]
struct FindQueue {
    key: Argument,
    by_id: bool,
    result: Option<Target>,
}

pub(super) fn read(reader: &mut ActionReader<'_, '_, '_>) -> Box<dyn Action> {
    find(reader, "findName", false)
}

pub(super) fn read_by_id(reader: &mut ActionReader<'_, '_, '_>) -> Box<dyn Action> {
    find(reader, "findId", true)
}

fn find(reader: &mut ActionReader<'_, '_, '_>, key: &str, by_id: bool) -> Box<dyn Action> {
    let action = FindQueue { key: reader.required(key, Type::String), by_id, result: reader.target("findResult") };
    reader.outputs(&["found", "notFound"]);
    Box::new(action)
}

impl Action for FindQueue {
    fn execute(&self, turn: &mut Turn<'_>) -> Result<Next, Fault> {
        let name = if self.by_id { "findId" } else { "findName" };
        let key = turn.text(&self.key)?;
        turn.note(name, || key.as_deref().unwrap_or("NOT_SET").to_owned());
        // As the other look-ups do.
        let Some(key) = key else { return Ok(Next::Leave(NOT_FOUND)) };
        let world = turn.world();
        let found = if self.by_id {
            world.find_by_id(ResourceKind::Queue, key.trim())
        } else {
            world.find_by_name(ResourceKind::Queue, &key)
        };
        let Some(found) = found else { return Ok(Next::Leave(NOT_FOUND)) };
        // The vendor's page says that the result is written by way of `found` only.
        if let Some(target) = &self.result {
            turn.assign(target, Value::Resource(found))?;
        }
        Ok(Next::Leave(FOUND))
    }

    fn input_names(&self) -> Vec<String> {
        vec![if self.by_id { "findId" } else { "findName" }.to_owned()]
    }
}

#[cfg(test)]
mod tests {
    use crate::flow::action::testing::Flow;
    use crate::trace::Ending;

    #[test]
    fn not_set_is_not_found_and_leaves_the_result_alone() {
        let actions = "
- findQueue: { name: First, findName: { lit: Support }, findResult: { var: State.queue } }
- findQueue: { name: Second, findName: { exp: ToString(NOT_SET) }, findResult: { var: State.queue } }
- transferToAcd: { name: T, targetQueue: { exp: State.queue } }";
        let flow = Flow::new().state_variable("queue", "State.queue").actions(actions).queue("q-1", "Support");
        assert_eq!(flow.run().path(), ["First: found", "Second: notFound", "T"]);
    }

    #[rstest::rstest]
    #[case("findQueue", "findName", "Support", true)]
    #[case("findQueue", "findName", "support", false)]
    #[case("findQueueById", "findId", "q-1", true)]
    #[case("findQueueById", "findId", " Q-1 ", true)]
    #[case("findQueueById", "findId", "Support", false)]
    fn queues_are_found_by_name_and_by_id(
        #[case] kind: &str,
        #[case] key: &str,
        #[case] says: &str,
        #[case] found: bool,
    ) {
        let actions = format!(
            "
- {kind}:
    name: Find
    {key}: {{ exp: Message.Message.body }}
    findResult: {{ var: State.queue }}
    outputs: {{ found: {{ actions: [ {{ transferToAcd: {{ name: T, targetQueue: {{ exp: State.queue }} }} }} ] }} }}
- disconnect: {{ name: Bye }}"
        );
        let outcome = Flow::new()
            .state_variable("queue", "State.queue")
            .actions(&actions)
            .queue("q-1", "Support")
            .says(says)
            .run();
        match &outcome.ending {
            Ending::Transferred(transfer) => assert!(found && transfer.queue_id.as_deref() == Some("q-1")),
            _ => assert!(!found && outcome.path() == ["Find: notFound", "Bye"]),
        }
    }
}
