//! The arguments of `report`.

use camino::Utf8PathBuf;
use clap::{Args, Subcommand};

use crate::cli::reports::ReportArg;
use crate::report::Verbosity;

/// What to do with reports.
#[derive(Debug, Subcommand)]
pub(in crate::cli) enum ReportCommand {
    /// Show the JSON reports of shards, or of several runs, as one, and write it as other kinds
    Merge(MergeArgs),
}

/// Arguments of `report merge`.
#[derive(Debug, Args)]
pub(in crate::cli) struct MergeArgs {
    /// What `--report json=FILE` of each run wrote
    #[arg(required = true)]
    pub files: Vec<Utf8PathBuf>,
    /// Let later files replace what earlier ones say of the same case: they ran it again
    #[arg(long)]
    pub rerun: bool,
    /// Write the whole as a report of this kind; may be repeated
    #[arg(long, value_name = "KIND=FILE")]
    pub report: Vec<ReportArg>,
    /// Show only what is not green, and the sum
    #[arg(long, short, conflicts_with = "verbose")]
    quiet: bool,
    /// Show every case
    #[arg(long, short)]
    verbose: bool,
}

impl MergeArgs {
    /// How much is shown.
    pub fn verbosity(&self) -> Verbosity {
        match (self.quiet, self.verbose) {
            (true, _) => Verbosity::Quiet,
            (_, true) => Verbosity::Verbose,
            _ => Verbosity::Normal,
        }
    }
}
