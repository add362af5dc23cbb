//! What a program mentions, gathered from its actions. Must not know who asks.

use std::sync::Arc;

use super::{ErrorHandling, Flow, FlowIndex, Program};
use crate::flow::inventory::{Inventory, ListedAction, ListedBot};

/// The scope of a bot's slots.
const SLOT: &str = "Slot.";

/// The kinds whose outputs are named after what a bot hears, with the outputs that are not.
const LISTENING: &[(&str, &[&str])] = &[
    ("askForIntent", &["maxNoInputs", "noIntent", "knowledge"]),
    ("digitalMenu", &["maxNoInputs", "maxNoMatches", "knowledge"]),
];

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
        let bots = self.flows.iter().enumerate().filter(|(_, flow)| flow.is_bot());
        inventory.hearing = bots.map(|(at, bot)| self.hearing(FlowIndex::next(at), bot)).collect();
        inventory
    }

    /// What a bot can hear.
    fn hearing(&self, index: FlowIndex, bot: &Flow) -> ListedBot {
        let slots = bot.variables.iter().filter_map(|variable| {
            let scope = variable.name.get(..SLOT.len()).filter(|scope| scope.eq_ignore_ascii_case(SLOT))?;
            Some((variable.name.get(scope.len()..)?.into(), variable.value_type))
        });
        let slots: Vec<(Arc<str>, _)> = slots.collect();
        let settings = bot.bot.as_deref();
        let known = |name: &str| slots.iter().any(|(slot, _)| slot.eq_ignore_ascii_case(name));
        let described = settings.iter().flat_map(|bot| &bot.model.slots).map(|(name, _)| name);
        let slots_without_variable = described.filter(|name| !known(name)).cloned().collect();
        let listening = self.nodes.iter().filter(|node| self.container(node.container).flow == index);
        let outputs = listening.flat_map(|node| {
            let row = LISTENING.iter().find(|(kind, _)| *kind == &*node.kind);
            let named = node.outputs.iter().map(|output| &output.name);
            named.filter(move |name| row.is_some_and(|(_, fixed)| !fixed.contains(&&***name)))
        });
        let set = settings.iter().flat_map(|bot| &bot.intents).map(|intent| &intent.name);
        let modelled = settings.iter().flat_map(|bot| &bot.model.intents).map(|intent| &intent.name);
        let mut intents: Vec<Arc<str>> = Vec::new();
        for name in outputs.chain(set).chain(modelled) {
            if !intents.contains(name) {
                intents.push(name.clone());
            }
        }
        ListedBot { name: bot.name.clone(), slots, slots_without_variable, intents }
    }
}
