//! What the runner says while it works, in one ordered, versioned stream, and the verdicts in it. Reports read this and nothing else.

mod case_report;
mod cause;
mod flow_seen;
mod live;
mod proof;
mod stream;
mod summary;
mod verdict;

pub use case_report::{CaseName, CaseReport, SnapshotOutcome, SnapshotState};
pub use cause::{Classification, FailureClass};
pub use flow_seen::{FlowSeen, FlowWay};
pub use live::LiveSum;
pub use proof::{Compared, Proof};
pub use stream::{EVENT_VERSION, Event, RunStarted, Shard};
pub use summary::{Exit, Summary};
pub use verdict::Verdict;
