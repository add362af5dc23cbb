//! The arguments of `run`. Help texts are what `--help` prints.

use camino::Utf8PathBuf;
use clap::{Args, ValueEnum};

use crate::cli::args::{DriverArg, TargetArg, duration};
use crate::cli::coverage::CoverageArgs;
use crate::cli::reports::ReportArg;
use crate::event::Shard;
use crate::project::MOST_RETRIES;

/// Arguments of `run`.
#[derive(Debug, Args)]
pub(in crate::cli) struct RunArgs {
    /// Scenario files or folders; the project's scenarios where none is given
    pub paths: Vec<Utf8PathBuf>,
    /// Where to run; only this option ever reaches a live org
    #[arg(long, value_enum, default_value_t = TargetArg::Mock)]
    pub target: TargetArg,
    /// The one driver to use; each case takes the richest that it can otherwise
    #[arg(long, value_enum)]
    pub driver: Option<DriverArg>,
    /// Only cases with one of these tags; `!tag` leaves out
    #[arg(long, value_name = "TAG", value_delimiter = ',')]
    pub tag: Vec<String>,
    /// Only cases whose file or name contains this; may be repeated
    #[arg(long, value_name = "TEXT")]
    pub filter: Vec<String>,
    /// Only cases that were not green the last time they ran on this target, or in this JSON report
    #[arg(long, value_name = "REPORT", num_args = 0..=1, require_equals = true)]
    pub last_failed: Option<Option<Utf8PathBuf>>,
    /// Only this part of the cases, such as 2/4: the parts together run each case once, and a new file moves none
    #[arg(long, value_name = "K/N", value_parser = shard)]
    pub shard: Option<Shard>,
    /// List the cases that would run, as text or as JSON lines, and run none
    #[arg(long, value_enum, value_name = "FORMAT", num_args = 0..=1, require_equals = true, default_missing_value = "text", conflicts_with_all = ["dry_run", "record"])]
    pub list: Option<ListFormat>,
    /// Run what a saved file touches, until Ctrl-C or `q`: Enter runs all, `f` what failed
    #[arg(long, conflicts_with_all = ["dry_run", "record", "list", "shard", "coverage", "fail_under"])]
    pub watch: bool,
    /// Stop after so many cases that are not green; after the first without a number
    #[arg(long, value_name = "N", num_args = 0..=1, require_equals = true, default_missing_value = "1", value_parser = clap::value_parser!(u32).range(1..))]
    pub fail_fast: Option<u32>,
    /// Try a case that is not green again, so often; one that is green then is `flaky`
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u32).range(0..=i64::from(MOST_RETRIES)))]
    pub retries: Option<u32>,
    /// Whether a flaky case makes the run red
    #[arg(long, value_enum, value_name = "HOW", default_value_t = FlakyArg::Pass)]
    pub flaky: FlakyArg,
    /// Mix the order of the cases, by a seed that is printed, or by this one
    #[arg(long, value_name = "SEED", num_args = 0..=1, require_equals = true)]
    pub shuffle: Option<Option<u64>>,
    /// Tell a case that runs longer than this while it runs
    #[arg(long, value_name = "TIME", value_parser = duration)]
    pub slow: Option<std::time::Duration>,
    /// How many cases run side by side
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024))]
    pub jobs: Option<u16>,
    /// Write a report as well: `json=FILE`, `junit=FILE`, `html=FILE`, `github` or `github=FILE`; may be repeated
    #[arg(long, value_name = "KIND=FILE")]
    pub report: Vec<ReportArg>,
    /// What is asked about coverage
    #[command(flatten)]
    pub coverage: CoverageArgs,
    /// Write each case that was run into this folder, with what it observed, as a scenario that does the same offline
    #[arg(long, value_name = "DIR")]
    pub record: Option<Utf8PathBuf>,
    /// Write new and changed snapshots over the stored ones
    #[arg(long)]
    pub update: bool,
    /// List every conversation, message, request and data action that a run in a live org would make, and send nothing
    #[arg(long)]
    pub dry_run: bool,
    /// Make deployments in the live org for flows that have none there, and remove them
    #[arg(long)]
    pub provision: bool,
    /// Switch on in the live org what tests read (endings shown, log levels of the flows), and put back what was there
    #[arg(long)]
    pub prepare_org: bool,
    /// Time-out of the whole run, such as `10m`
    #[arg(long, value_name = "TIME", value_parser = duration)]
    pub timeout: Option<std::time::Duration>,
    /// Draw no progress on the terminal
    #[arg(long)]
    pub no_progress: bool,
    /// Show only what is not green, and the sum
    #[arg(long, short, conflicts_with = "verbose")]
    pub quiet: bool,
    /// Show every case
    #[arg(long, short)]
    pub verbose: bool,
}

/// `--list`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(in crate::cli) enum ListFormat {
    /// A line a case, for people
    Text,
    /// A JSON object a line
    Json,
}

/// `--flaky`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(in crate::cli) enum FlakyArg {
    /// It is shown, and the run is green
    Pass,
    /// It makes the run red
    Fail,
}

fn shard(text: &str) -> Result<Shard, String> {
    let parts = text.split_once('/').and_then(|(number, of)| Some((number.parse().ok()?, of.parse().ok()?)));
    match parts {
        Some((number, of)) if (1..=of).contains(&number) => Ok(Shard { number, of }),
        Some((number, of)) => Err(format!("there is no part {number} of {of}; parts are counted from 1")),
        None => Err("expected K/N, such as 2/4".to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case("1/1", Ok((1, 1)))]
    #[case("4/4", Ok((4, 4)))]
    #[case("0/4", Err("there is no part 0 of 4; parts are counted from 1"))]
    #[case("5/4", Err("there is no part 5 of 4; parts are counted from 1"))]
    #[case("2", Err("expected K/N, such as 2/4"))]
    #[case("a/b", Err("expected K/N, such as 2/4"))]
    fn a_shard_is_a_part_of_a_whole(#[case] text: &str, #[case] expected: Result<(u32, u32), &str>) {
        let found = shard(text).map(|shard| (shard.number, shard.of));
        assert_eq!(found, expected.map_err(str::to_owned));
    }
}
