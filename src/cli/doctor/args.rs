//! The arguments of `doctor`. Help texts are what `--help` prints.

use clap::Args;

/// Arguments of `doctor`.
#[derive(Debug, Args)]
pub(in crate::cli) struct DoctorArgs {
    /// Only this flow of flowproof.yaml
    #[arg(long, value_name = "NAME")]
    pub flow: Option<String>,
    /// Print one JSON document
    #[arg(long)]
    pub json: bool,
}
