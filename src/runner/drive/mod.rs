//! Drivers: each takes a case through an org and writes down what it observed, as it goes, so that a case that is cut short still shows
//! how far it came.

mod converse;
mod simulate;

pub use converse::Settle;
pub(super) use converse::known;

use std::sync::Arc;

use super::stopwatch::Stopwatch;
use super::{Context, target::Seat};
use crate::evidence::{Evidence, Finding, captured};
use crate::flow::host::Problem;
use crate::project::Resolved;
use crate::scenario::model::{Case, Driver};

/// What a driver leaves behind.
#[derive(Debug, Default)]
pub struct Driven {
    /// What was observed.
    pub evidence: Evidence,
    /// What is doubtful.
    pub warnings: Vec<String>,
    /// What a person must mend before the result means anything.
    pub problems: Vec<Problem>,
    /// What did not hold already while it went.
    pub findings: Vec<Finding>,
    /// What it is doing, for a time-out: `waiting for step simulate`.
    pub doing: Option<String>,
}

/// Drives the case on the context's target.
pub(super) async fn drive(
    driver: Driver,
    context: &Context,
    case: &Case,
    resolved: &Resolved,
    index: usize,
    stopwatch: &Arc<Stopwatch>,
    driven: &mut Driven,
) {
    driven.doing = Some("opening the target".to_owned());
    let seat: Seat = context.target.open(case, resolved, &context.files, index, stopwatch);
    match driver {
        Driver::Simulate => simulate::drive(&seat, case, resolved, driven).await,
        // Boxed, so that a case of the other driver is not moved about at this one's size.
        Driver::Converse => Box::pin(converse::drive(&seat, case, resolved, driven)).await,
    }
    driven.evidence.captured = captured(case, &driven.evidence);
    Box::pin(seat.close(driven)).await;
}
