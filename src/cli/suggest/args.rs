//! The arguments of `suggest`.

use camino::Utf8PathBuf;
use clap::Args;

/// Runs of the search where nothing is said: enough for flows of sixty actions, within seconds.
const RUNS: u32 = 40_000;

/// The seed where nothing is said.
const SEED: u64 = 1;

/// Arguments of `suggest`.
#[derive(Debug, Args)]
pub(in crate::cli) struct SuggestArgs {
    /// The flow, by its name in flowproof.yaml
    pub flow: String,
    /// For every way through the flow, also those that scenarios take already
    #[arg(long)]
    pub all: bool,
    /// Only for ways out of actions of this name
    #[arg(long, value_name = "ACTION")]
    pub only: Option<String>,
    /// The folder to write into; `suggested` below the project's scenarios where none is given
    #[arg(long, value_name = "DIR")]
    pub out: Option<Utf8PathBuf>,
    /// Write nothing: list the scenarios and what they are for
    #[arg(long)]
    pub dry_run: bool,
    /// How often the flow is run in search of ways, at most
    #[arg(long, value_name = "N", default_value_t = RUNS)]
    pub runs: u32,
    /// Another search; the same seed finds the same
    #[arg(long, value_name = "N", default_value_t = SEED)]
    pub seed: u64,
}
