//! The arguments of `doctor`. Help texts are what `--help` prints.

use clap::Args;

/// Arguments of `doctor`.
#[derive(Debug, Args)]
pub(in crate::cli) struct DoctorArgs {
    /// Only this flow of flowproof.yaml
    #[arg(long, value_name = "NAME")]
    pub flow: Option<String>,
    /// Hold a few conversations with the flow, to learn how this org behaves where no documentation says; writes its profile
    #[arg(long)]
    pub probe: bool,
    /// Print one JSON document
    #[arg(long)]
    pub json: bool,
}
