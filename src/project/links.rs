//! Flows that are loaded with another, which is to call them, and that nothing calls. Must not know who links them.

use crate::diagnostic::{Code, Diagnostic, Diagnostics, Place, did_you_mean, list_of};
use crate::flow::Program;
use crate::flow::inventory::Inventory;

/// A warning for each flow of a program, besides its entry, that no action calls. `places` are those of its links, in the order of the
/// program's flows behind the entry; a flow without one is told at its own.
pub(crate) fn uncalled(program: &Program, inventory: &Inventory, places: &[Place]) -> Diagnostics {
    let mut found = Diagnostics::new();
    for (at, flow) in program.flows().iter().skip(1).enumerate() {
        let mut called = inventory.bots_called().chain(inventory.modules_called());
        if called.any(|name| *name == *flow.name) {
            continue;
        }
        let mut missing: Vec<&str> = inventory.bots.iter().chain(&inventory.modules).map(|(name, _)| &**name).collect();
        missing.dedup();
        let missing = missing.into_iter();
        let near =
            did_you_mean(&flow.name, missing.clone()).map(|near| format!("did you mean `{near}`, which is called?"));
        let list = list_of("called and not linked", "", missing);
        let none = "every bot and module that is called is there already";
        let message = format!("nothing calls flow `{}`, which is loaded with `{}`", flow.name, program.name());
        found.push(
            Diagnostic::warning(Code::UNUSED_LINK, message)
                .at(places.get(at).unwrap_or(&flow.place).clone())
                .help(near.or(list).unwrap_or_else(|| none.to_owned())),
        );
    }
    found
}
