//! A flow's inventory by name, for look-ups and suggestions. Must not know a scenario.

use std::collections::HashMap;
use std::sync::Arc;

use crate::flow::inventory::{Inventory, ListedAction};
use crate::project::flows::LoadedFlow;

/// Actions by name.
#[derive(Debug, Default)]
pub(crate) struct Names {
    by_name: HashMap<Arc<str>, Vec<usize>>,
}

impl Names {
    fn of(inventory: &Inventory) -> Self {
        let mut by_name: HashMap<Arc<str>, Vec<usize>> = HashMap::new();
        for (at, action) in inventory.actions.iter().enumerate() {
            by_name.entry(Arc::clone(&action.id.name)).or_default().push(at);
        }
        Self { by_name }
    }
}

/// The actions of a flow, by name.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Actions<'f> {
    inventory: &'f Inventory,
    names: &'f Names,
}

impl<'f> Actions<'f> {
    /// The actions of that name, in file order.
    pub(crate) fn named(self, name: &str) -> impl Iterator<Item = &'f ListedAction> + use<'f> {
        let positions = self.names.by_name.get(name).map_or(&[] as &[usize], Vec::as_slice);
        positions.iter().filter_map(move |at| self.inventory.actions.get(*at))
    }

    /// All actions.
    pub(crate) fn all(self) -> &'f [ListedAction] {
        &self.inventory.actions
    }
}

impl LoadedFlow {
    /// Its actions by name.
    pub(crate) fn names(&self) -> Actions<'_> {
        Actions { inventory: &self.inventory, names: self.names.get_or_init(|| Names::of(&self.inventory)) }
    }
}
