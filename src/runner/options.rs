//! What a run is told to do.

use std::collections::HashMap;
use std::sync::Arc;
use std::time::Duration;

use jiff::Timestamp;

use super::FlowsSeen;
use crate::scenario::model::Driver;

/// How a run goes about its cases.
#[derive(Debug, Clone, Default)]
pub struct RunOptions {
    /// The one driver to use; each case takes the richest that it can where it is none.
    pub driver: Option<Driver>,
    /// How many cases run side by side; at least one does.
    pub jobs: usize,
    /// Time-out of the whole run.
    pub run_timeout: Option<Duration>,
    /// What to do with snapshots.
    pub snapshots: SnapshotMode,
    /// How often a case that is not green is tried again.
    pub retries: u32,
    /// Whether a case that was green only when it was tried again makes the run red.
    pub flaky_fails: bool,
    /// After so many cases that are not green no further one begins.
    pub most_failures: Option<usize>,
    /// A case that runs longer than this is told while it runs.
    pub slow: Option<Duration>,
    /// How many cases of a group run side by side; of a group that is not named here, one.
    pub groups: HashMap<String, usize>,
    /// The time at which the run begins, for reports.
    pub began: Option<Timestamp>,
    /// Where each report finds the flow that its case goes through, for readers that draw flows or count what was taken.
    pub flows: Option<Arc<FlowsSeen>>,
}

/// What to do with a snapshot that is missing or differs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum SnapshotMode {
    /// Write a `.snap.new` beside it, to be reviewed; the case fails.
    Pending,
    /// Write it over; the case passes.
    Overwrite,
    /// Write nothing; the case fails. In CI, and with `INSTA_UPDATE=no`.
    Compare,
    /// Look at none: the caller asserts them itself.
    #[default]
    Leave,
}

/// Cases in flight where nothing says otherwise. One request at a time is bound by wake-ups, not by work; more than this gains nothing
/// on a small machine.
pub const DEFAULT_JOBS: usize = 32;
