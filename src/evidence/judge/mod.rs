//! Evidence against expectations: one file a part of `expect`. Each finding says what was expected, what went instead, and where the
//! expectation is written. Pure.

mod attributes;
mod calls;
mod capture;
mod ending;
mod failure;
mod finding;
mod path;
mod pattern;
mod transcript;

pub use attributes::{judge_arrival, judge_checkpoint};
pub use capture::{captured, settled};
pub use ending::describe_ending;
pub use failure::judge_failure;
pub use finding::{Finding, FindingKind};
pub use path::step;
pub use transcript::judge_so_far;

use super::Evidence;
use crate::scenario::model::Case;

/// All that does not hold, in the order of a scenario's parts. An empty list means that everything that the case expects was seen.
pub fn judge(case: &Case, evidence: &Evidence) -> Vec<Finding> {
    let case = &*settled(case, evidence);
    let mut findings = Vec::new();
    path::judge(case, evidence, &mut findings);
    transcript::judge(case, evidence, &mut findings);
    attributes::judge_midway(case, evidence, &mut findings);
    attributes::judge(case, evidence, &mut findings);
    calls::judge(case, evidence, &mut findings);
    ending::judge(case, evidence, &mut findings);
    findings
}
