//! What an action is to the engine and to the program. Must not know any one kind.

use std::fmt::Debug;

use crate::diagnostic::Place;
use crate::flow::inventory::Inventory;
use crate::flow::program::Program;

/// An action of one kind, with its parameters.
pub(crate) trait Action: Debug + Send + Sync {
    /// Names of the inputs that its trace entry shows.
    fn input_names(&self) -> Vec<String> {
        Vec::new()
    }

    /// Adds what it mentions by name.
    fn mention(&self, _place: &Place, _program: &Program, _inventory: &mut Inventory) {}
}
