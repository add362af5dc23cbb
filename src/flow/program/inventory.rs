//! What a program mentions, gathered from its actions. Must not know who asks.

use super::{ErrorHandling, Program};
use crate::flow::inventory::{Inventory, ListedAction};

impl Program {
    /// Everything that the program mentions by name.
    pub fn inventory(&self) -> Inventory {
        let mut inventory = Inventory::default();
        for node in &self.nodes {
            inventory.actions.push(ListedAction {
                id: node.id.clone(),
                kind: node.kind.clone(),
                outputs: node.outputs.iter().map(|output| output.name.clone()).collect(),
                inputs: node.action.input_names().into_iter().map(Into::into).collect(),
                place: node.place.clone(),
            });
            node.action.mention(&node.place, self, &mut inventory);
        }
        for flow in &self.flows {
            if let ErrorHandling::Queue(queue) = &flow.error_handling {
                inventory.queues.extend(queue.literal_text().map(|name| (name, flow.place.clone())));
            }
        }
        inventory
    }
}
