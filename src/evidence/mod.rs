//! What one run of a case observed, and what the case's expectations say of it. Each source of evidence has its own observer; judging
//! is pure and knows neither drivers nor targets.

mod judge;
mod model;
pub mod observe;
pub mod snapshot;

pub use judge::{Finding, FindingKind, judge, judge_arrival, judge_checkpoint, judge_failure, judge_so_far};
pub use judge::{captured, describe_ending, settled, step};
pub use model::{CallSeen, Checkpoint, Evidence, Observed, Origin, Part, StepFailure};
