//! The events, in the order in which they are sent: one `RunStarted`, a start and an end for each case that runs (an end alone for one
//! that is skipped or never starts), word of what many cases wait for together, one `RunEnded`.

use super::{CaseName, CaseReport, Summary};
use crate::scenario::model::{Driver, TargetName};

/// Version of the stream; it is raised when an event or a field is added or changes its meaning.
pub const EVENT_VERSION: u32 = 2;

/// One thing that the runner says.
#[derive(Debug, Clone)]
pub enum Event {
    /// The plan is made and the target is ready.
    RunStarted(RunStarted),
    /// A case begins.
    CaseStarted(CaseName),
    /// A case got its verdict.
    CaseEnded(Box<CaseReport>),
    /// So many cases have held their conversations and wait for their paths, which are fetched together now.
    WaitingForPaths(usize),
    /// The run is over; every planned case has its verdict.
    RunEnded(Summary),
}

/// What the run will do.
#[derive(Debug, Clone)]
pub struct RunStarted {
    /// How many cases are planned.
    pub planned: usize,
    /// In how many files.
    pub files: usize,
    /// Where.
    pub target: TargetName,
    /// How; none where each case takes the richest driver that it can.
    pub driver: Option<Driver>,
    /// How many cases run side by side.
    pub jobs: usize,
    /// The profile of `flowproof.yaml` that is used, where one is.
    pub profile: Option<String>,
}
