//! What a run is told to do.

use std::time::Duration;

use crate::scenario::model::Driver;

/// How a run goes about its cases.
#[derive(Debug, Clone)]
pub struct RunOptions {
    /// The one driver to use; each case takes the richest that it can where it is none.
    pub driver: Option<Driver>,
    /// How many cases run side by side.
    pub jobs: usize,
    /// Time-out of the whole run.
    pub run_timeout: Option<Duration>,
    /// What to do with snapshots.
    pub snapshots: SnapshotMode,
}

/// What to do with a snapshot that is missing or differs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SnapshotMode {
    /// Write a `.snap.new` beside it, to be reviewed; the case fails.
    Pending,
    /// Write it over; the case passes.
    Overwrite,
    /// Write nothing; the case fails. In CI, and with `INSTA_UPDATE=no`.
    Compare,
    /// Look at none: the caller asserts them itself.
    Leave,
}

/// Cases in flight where nothing says otherwise. One request at a time is bound by wake-ups, not by work; more than this gains nothing
/// on a small machine.
pub const DEFAULT_JOBS: usize = 32;
