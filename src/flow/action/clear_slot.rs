//! `clearSlot`: slots become NOT_SET, so that they are asked for again.

use super::Action;
use crate::flow::archy::ActionReader;
use crate::flow::engine::{Fault, Next, Turn};
use crate::flow::expression::Value;
use crate::flow::program::Target;

#[derive(Debug)]
struct ClearSlot {
    slots: Vec<Target>,
}

pub(super) fn read(reader: &mut ActionReader<'_, '_, '_>) -> Box<dyn Action> {
    let names = reader.list("slots").iter().filter_map(|item| item.path(&["slot", "name"]));
    Box::new(ClearSlot { slots: names.filter_map(|name| reader.slot(name)).collect() })
}

impl Action for ClearSlot {
    fn execute(&self, turn: &mut Turn<'_>) -> Result<Next, Fault> {
        for slot in &self.slots {
            turn.assign(slot, Value::not_set(slot.value_type))?;
        }
        Ok(Next::Continue)
    }
}
