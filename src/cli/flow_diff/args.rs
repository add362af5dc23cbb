//! The arguments of `flow diff`. Help texts are what `--help` prints.

use camino::Utf8PathBuf;
use clap::Args;

/// Arguments of `flow diff`.
#[derive(Debug, Args)]
pub(in crate::cli) struct FlowDiffArgs {
    /// The flow file as it was
    pub before: Utf8PathBuf,
    /// The flow file as it is
    pub after: Utf8PathBuf,
    /// Values for the placeholders of both files, a map; those of flowproof.yaml where one of them is named there
    #[arg(long, value_name = "FILE")]
    pub substitutions: Option<Utf8PathBuf>,
    /// Print one JSON document
    #[arg(long)]
    pub json: bool,
    /// Only compare; run no cases
    #[arg(long)]
    pub no_cases: bool,
}
