//! What the runner says while it works, in one ordered, versioned stream, and the verdicts in it. Reports read this and nothing else.

mod case_report;
mod cause;
mod live;
mod proof;
mod stream;
mod summary;
mod verdict;

pub use case_report::{CaseName, CaseReport, SnapshotOutcome, SnapshotState};
pub use cause::{Classification, FailureClass};
pub use live::LiveSum;
pub use proof::{Compared, Proof};
pub use stream::{EVENT_VERSION, Event, RunStarted};
pub use summary::{Exit, Summary};
pub use verdict::Verdict;
