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
        let key = turn.text(&self.key)?.ok_or_else(|| Fault::new(format!("`{name}` must not be NOT_SET")))?;
        turn.note(name, || key.to_string());
        let world = turn.world();
        let found = if self.by_id {
            world.find_by_id(ResourceKind::Queue, &key)
        } else {
            world.find_by_name(ResourceKind::Queue, &key)
        };
        let output = if found.is_some() { FOUND } else { NOT_FOUND };
        if let Some(target) = &self.result {
            turn.assign(target, found.map_or(Value::not_set(Type::Resource(ResourceKind::Queue)), Value::Resource))?;
        }
        Ok(Next::Leave(output))
    }

    fn input_names(&self) -> Vec<String> {
        vec![if self.by_id { "findId" } else { "findName" }.to_owned()]
    }
}

#[cfg(test)]
mod tests {
    use crate::flow::action::testing::Flow;
    use crate::trace::Ending;

    #[rstest::rstest]
    #[case("findQueue", "findName", "Support", true)]
    #[case("findQueue", "findName", "support", false)]
    #[case("findQueueById", "findId", "q-1", true)]
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
