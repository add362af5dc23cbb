//! The arguments of `flow diff`. Help texts are what `--help` prints.

use camino::Utf8PathBuf;
use clap::Args;

/// What a side begins with that is no file.
pub(super) const ORG: &str = "org:";

/// Arguments of `flow diff`.
#[derive(Debug, Args)]
pub(in crate::cli) struct FlowDiffArgs {
    /// The flow as it was: a file, or org:NAME for what the sandbox org has published
    pub before: String,
    /// The flow as it is: a file, or org:NAME
    pub after: String,
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
