//! From arguments and flowproof.yaml to what a run is told to do. The clock and the environment are read here.

use std::sync::Arc;

use jiff::Timestamp;

use super::args::{FlakyArg, RunArgs};
use super::live;
use crate::cli::args::DriverArg;
use crate::cli::edge::Edge;
use crate::cli::reports::Reports;
use crate::project::{LIVE_JOBS, SLOW, SLOW_LIVE, Settings};
use crate::runner::{DEFAULT_JOBS, RunOptions, SnapshotMode};
use crate::scenario::model::Driver;

/// The driver that is asked for.
pub(super) fn driver(args: &RunArgs) -> Option<Driver> {
    args.driver.map(|driver| match driver {
        DriverArg::Simulate => Driver::Simulate,
        DriverArg::Converse => Driver::Converse,
    })
}

/// What the command line says, else flowproof.yaml, else what suits the target; `converses` tells whether that is a live org.
pub(super) fn options(args: &RunArgs, settings: &Settings, converses: bool) -> RunOptions {
    let defaults = &settings.defaults;
    let timeout = args.timeout.or(defaults.run_timeout);
    let (jobs, run_timeout, slow) = if converses {
        (settings.live.jobs.unwrap_or(LIVE_JOBS), Some(timeout.unwrap_or(live::RUN_TIME)), SLOW_LIVE)
    } else {
        (defaults.jobs.unwrap_or(DEFAULT_JOBS), timeout, SLOW)
    };
    RunOptions {
        driver: driver(args),
        jobs: args.jobs.map_or(jobs, usize::from),
        run_timeout,
        snapshots: snapshot_mode(args.update),
        retries: args.retries.unwrap_or(defaults.retries),
        flaky_fails: args.flaky == FlakyArg::Fail,
        most_failures: args.fail_fast.and_then(|most| usize::try_from(most).ok()),
        slow: Some(args.slow.or(defaults.slow).unwrap_or(slow)),
        groups: defaults.groups.iter().map(|(group, limit)| (group.clone(), *limit)).collect(),
        began: Some(Timestamp::now()),
        flows: Reports::need_flows(&args.report).then(Arc::default),
    }
}

/// `INSTA_UPDATE` and `CI` mean what they mean to insta, so that one habit serves both.
fn snapshot_mode(update: bool) -> SnapshotMode {
    if update {
        return SnapshotMode::Overwrite;
    }
    match Edge::variable("INSTA_UPDATE").as_deref() {
        Some("no") => SnapshotMode::Compare,
        Some("always" | "force") => SnapshotMode::Overwrite,
        Some("new" | "unseen") => SnapshotMode::Pending,
        _ if Edge::variable("CI").is_some_and(|value| value != "false" && value != "0") => SnapshotMode::Compare,
        _ => SnapshotMode::Pending,
    }
}
