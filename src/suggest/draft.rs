//! All that a scenario will give its flow, before it is written: made from what a run of the explorer was given. Must not know YAML.

use std::sync::Arc;

use indexmap::IndexMap;
use jiff::Timestamp;
use serde_json::{Map, Value as Json};

use crate::flow::Program;
use crate::flow::explore::{Find, Given};
use crate::flow::inventory::Inventory;
use crate::flow::stubs::{DataActionReply, DataActionStub, Stubs};
use crate::flow::understanding::{Heard, Hears};
use crate::flow::world::World;
use crate::record::{Found, found};
use crate::trace::Ending;

/// What an action or a hand-over that fails says, where nothing depends on its words.
const FAILS: &str = "it failed";

/// A scenario in the making.
#[derive(Debug, Clone)]
pub(super) struct Draft {
    /// The conversation's clock at its start.
    pub now: Timestamp,
    /// The attributes of the first message.
    pub attributes: IndexMap<Arc<str>, Arc<str>>,
    /// The first message; none where the customer only opens the window.
    pub opening: Option<Arc<str>>,
    /// What the customer does then.
    pub turns: Vec<Turn>,
    /// What is called answers so.
    pub stubs: Stubs,
    /// What the flow can look up besides the project's world.
    pub world: Found,
}

/// What a customer does when they are waited for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Turn {
    /// They say something; with no words they send a file.
    Says(Arc<str>),
    /// They are silent until what waits gives up.
    Silence,
}

impl Draft {
    /// What a run was given, as far as a scenario can say it.
    pub fn of(find: &Find, program: &Program, world: &World, inventory: &Inventory) -> Self {
        let mut draft = Self {
            now: find.recipe.now,
            attributes: IndexMap::new(),
            opening: None,
            turns: Vec::new(),
            stubs: Stubs::default(),
            world: found(program, world, &find.taken),
        };
        draft.world.failing.values_mut().for_each(|why| FAILS.clone_into(why));
        // Rows are taken from what the look-ups were given: variables keep them as text only.
        draft.world.tables.values_mut().for_each(IndexMap::clear);
        let mut begun = false;
        for given in &find.recipe.given {
            draft.take(given, &mut begun);
        }
        // A queue that customers are handed to is there, whatever else the org lacks.
        let rung = draft.stubs.failing_transfers.keys().chain(match &find.ending {
            Ending::Transferred(transfer) => Some(&transfer.queue),
            _ => None,
        });
        if let Some(absent) = draft.world.absent.get_mut("queues") {
            rung.for_each(|queue| {
                absent.shift_remove(queue);
            });
        }
        draft.world.absent.retain(|_, names| !names.is_empty());
        for queue in draft.stubs.failing_transfers.keys() {
            let known = world.queues.iter().any(|one| one.name == *queue);
            if !known {
                draft.world.named.entry("queues").or_default().insert(queue.clone());
            }
        }
        standing(&mut draft.world, world, inventory);
        draft
    }

    fn take(&mut self, given: &Given, begun: &mut bool) {
        match given {
            Given::Attribute { name, value } => {
                self.attributes.insert(name.clone(), value.clone());
            }
            Given::Joins => *begun = true,
            Given::Says(text) if !*begun => {
                self.opening = Some(text.clone());
                *begun = true;
            }
            Given::Says(text) => self.turns.push(Turn::Says(text.clone())),
            Given::Silence => self.turns.push(Turn::Silence),
            Given::Understood { bot, text, meaning: Some(meaning) } => {
                let rows = &mut self.stubs.understanding.entry(bot.clone()).or_default().rows;
                rows.push(Heard { hears: Some(Hears::Is(text.clone())), meaning: meaning.clone() });
            }
            Given::DataAction { category, name, reply } => {
                let actions = self.stubs.data_actions.entry(category.clone()).or_default();
                let reply = match reply {
                    DataActionReply::Success(outputs) => DataActionReply::Success(set(outputs)),
                    DataActionReply::Failure(fields) => DataActionReply::Failure(set(fields)),
                    DataActionReply::Timeout => DataActionReply::Timeout,
                };
                let stub = DataActionStub { when: Vec::new(), reply, latency: std::time::Duration::ZERO };
                actions.entry(name.clone()).or_default().push(stub);
            }
            Given::Bot { name, exit } => {
                let script = self.stubs.bots.entry(name.clone()).or_default();
                script.exit = exit.clone();
                script.exit.outputs = set(&exit.outputs);
            }
            Given::Module { name, result } => {
                let module = self.stubs.modules.entry(name.clone()).or_default();
                *module = result.clone();
                module.outputs = set(&result.outputs);
                module.output = result.output.clone().filter(|output| **output != *"default");
            }
            Given::Row { table, key, row } => {
                let rows = self.world.tables.entry(table.clone()).or_default();
                if let Some(row) = row {
                    rows.insert(key.clone(), set(row));
                }
            }
            Given::Transfer { queue, failed: true } if !queue.is_empty() => {
                self.stubs.failing_transfers.insert(queue.clone(), FAILS.to_owned());
            }
            // The rest is read from the way that the run took.
            Given::EmptyOrg
            | Given::Schedule { .. }
            | Given::Failing(_)
            | Given::Input { .. }
            | Given::Understood { meaning: None, .. }
            | Given::LookUpFailed(_)
            | Given::Transfer { .. } => {}
        }
    }

    /// How much there is to read: for the choice of the shorter of two.
    pub fn size(&self) -> usize {
        let stubs = &self.stubs;
        let answers: usize = stubs.data_actions.values().flat_map(IndexMap::values).map(Vec::len).sum();
        let rows: usize = stubs.understanding.values().map(|table| table.rows.len()).sum();
        let world = &self.world;
        let looked_up = world.named.len()
            + world.absent.len()
            + world.schedules.len()
            + world.groups.len()
            + world.emergencies.len()
            + world.tables.len()
            + world.failing.len();
        self.turns.len()
            + self.attributes.len()
            + answers
            + rows
            + stubs.bots.len()
            + stubs.modules.len()
            + stubs.failing_transfers.len()
            + looked_up
    }
}

/// What is not set need not be said: what is not there is NOT_SET too.
fn set(fields: &Map<String, Json>) -> Map<String, Json> {
    fields.iter().filter(|(_, value)| !value.is_null()).map(|(name, value)| (name.clone(), value.clone())).collect()
}

/// What a flow mentions must have an answer in the world, also where a run does not ask: schedules are open, emergencies off, tables empty.
fn standing(found: &mut Found, world: &World, inventory: &Inventory) {
    for (kind, name, _) in &inventory.resources {
        match *kind {
            "schedule" if !world.schedules.contains_key(name) => {
                found.schedules.entry(name.clone()).or_insert(true);
            }
            "scheduleGroup" if !world.schedule_groups.contains_key(name) => {
                found.groups.entry(name.clone()).or_insert("open");
            }
            "emergencyGroup" if !world.emergency_groups.contains_key(name) => {
                found.emergencies.entry(name.clone()).or_insert(false);
            }
            "table" if !world.tables.contains_key(name) => {
                found.tables.entry(name.clone()).or_default();
            }
            _ => {}
        }
    }
}
