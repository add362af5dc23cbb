//! Runs scenarios: plan, drive, observe, judge. Each planned case gets exactly one verdict, whatever happens to it; everything is said in
//! one ordered stream of events.
//!
//! Knows no report. The command line hands in files, environment, clock of the wall and the place to send events.

mod case;
mod context;
mod drive;
mod filter;
mod flow_file;
mod flows_seen;
pub mod held;
mod in_flight;
mod interrupt;
mod list;
mod options;
mod paths;
mod plan;
mod preview;
mod queue;
mod rehearse;
mod run;
mod single;
mod snapshots;
mod stopwatch;
mod target;
mod teller;

pub use context::Context;
pub use drive::Settle;
pub use filter::{CaseKey, Filter};
pub use flow_file::{flow_digest, flow_file};
pub use flows_seen::FlowsSeen;
pub use interrupt::Interrupt;
pub use list::Listed;
pub use options::{DEFAULT_JOBS, RunOptions, SnapshotMode};
pub use plan::Plan;
pub use preview::{PlannedCase, PlannedFlow, Preview};
pub use run::run;
pub use single::SingleCase;
pub use snapshots::SnapshotText;
pub use target::{HostTarget, LiveTarget, MockTarget, Target};
