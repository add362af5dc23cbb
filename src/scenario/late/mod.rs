//! Values that are only known while a case runs: a `receive` captures them from a reply, later steps and expectations use them. Reading a case
//! leaves marks where they belong; whoever runs or judges it fills them in. Must not know who that is.

mod check;
mod fill;
mod mark;

pub(super) use check::check;
pub use fill::{Captured, fill_expectations, fill_step};
pub use mark::is_late;
pub(super) use mark::{compilable, mark};
