//! What dead runs left in an org: found by their ledgers and by their marks, and removed. What belongs to a run that may be alive is never
//! touched. Must not know where ledgers are kept, nor decide whether anything is removed.

mod decide;
mod left;
mod look;
mod remove;

pub use decide::{DeadRun, Runs};
pub use left::{Kept, Left, Leftovers, Nameless};
pub use look::look;
pub use remove::remove;
