//! What two runs of one case saw, side by side: what agreed, what differed, and what kind of action it was. Pure; must not run anything.
//!
//! [`compare()`] puts two evidences beside each other, [`Table`] sums many of them, [`ledger`] keeps what was proven against a live org, and
//! [`classify()`] says of a live failure where it came from.

mod classify;
mod compare;
mod difference;
mod flow_file;
pub mod ledger;
mod show;
mod table;

pub use classify::{Attempts, Published, classify};
pub use compare::{About, compare};
pub use difference::{Aspect, Count, Difference, Differences, NotCompared, Part, Row, Side, Subject};
pub use flow_file::{FileAction, FlowFile};
pub use show::{json, markdown, text};
pub use table::{CaseParity, Compared, KindCount, PartCount, Table};
