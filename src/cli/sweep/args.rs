//! The arguments of `sweep`.

use std::time::Duration;

use clap::Args;

use crate::cli::args::duration;

/// Arguments of `sweep`.
#[derive(Debug, Args)]
pub(in crate::cli) struct SweepArgs {
    /// Remove what is found; otherwise it is only listed
    #[arg(long)]
    pub delete: bool,
    /// Only what runs left that began so long ago, such as `2h`
    #[arg(long, value_name = "TIME", value_parser = duration)]
    pub older_than: Option<Duration>,
}
