//! What the runner says while it works, in one ordered, versioned stream, and the verdicts in it. Reports read this and nothing else.

mod case_report;
mod live;
mod stream;
mod summary;
mod verdict;

pub use case_report::{CaseName, CaseReport, SnapshotOutcome, SnapshotState};
pub use live::LiveSum;
pub use stream::{EVENT_VERSION, Event, RunStarted};
pub use summary::{Exit, Summary};
pub use verdict::Verdict;
