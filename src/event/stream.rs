//! The events, in the order in which they are sent: one `RunStarted`, a start and an end for each case that runs (an end alone for one
//! that is skipped or never starts), word of what is slow and of what many cases wait for together, one `RunEnded`.

use std::time::Duration;

use jiff::Timestamp;

use super::{CaseName, CaseReport, Summary};
use crate::scenario::model::{Driver, TargetName};

/// Version of the stream; it is raised when an event or a field is added or changes its meaning.
pub const EVENT_VERSION: u32 = 3;

/// One thing that the runner says.
#[derive(Debug, Clone)]
pub enum Event {
    /// The plan is made and the target is ready.
    RunStarted(RunStarted),
    /// A case begins.
    CaseStarted(CaseName),
    /// A case runs for so long already; said again each time that it has taken as long once more.
    CaseSlow(CaseName, Duration),
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
    /// When, where the runner was told the time.
    pub began: Option<Timestamp>,
    /// The seed of a random order; none for the order of the files.
    pub seed: Option<u64>,
    /// Which part of the cases, where they are shared among runs.
    pub shard: Option<Shard>,
    /// How often a case that fails is tried again.
    pub retries: u32,
    /// The profile of `flowproof.yaml` that is used, where one is.
    pub profile: Option<String>,
    /// The folder of `flowproof.yaml` as it was given; none for the folder that the run was started in.
    pub project: Option<String>,
}

impl RunStarted {
    /// A run of so many cases on a target, one at a time, and nothing special about it.
    pub fn of(planned: usize, files: usize, target: TargetName) -> Self {
        Self {
            planned,
            files,
            target,
            driver: None,
            jobs: 1,
            began: None,
            seed: None,
            shard: None,
            retries: 0,
            profile: None,
            project: None,
        }
    }
}

/// A part of the cases: each case belongs to exactly one of `of` parts, whatever other cases there are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Shard {
    /// Which part, from 1.
    pub number: u32,
    /// Of how many.
    pub of: u32,
}

/// Prints `2/4`.
impl std::fmt::Display for Shard {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(out, "{}/{}", self.number, self.of)
    }
}
