//! The arguments of `record`.

use camino::Utf8PathBuf;
use clap::Args;

/// Arguments of `record`.
#[derive(Debug, Args)]
pub(in crate::cli) struct RecordArgs {
    /// The conversation
    pub conversation: String,
    /// The flow, as flowproof.yaml names it; found by the org's name for it where it is not given
    #[arg(long, value_name = "NAME")]
    pub flow: Option<String>,
    /// The file to write; named for flow and time among the project's scenarios where it is not given
    #[arg(long, short, value_name = "FILE")]
    pub output: Option<Utf8PathBuf>,
    /// An attribute or field whose values are replaced, besides what looks personal; may be repeated
    #[arg(long, value_name = "NAME")]
    pub redact: Vec<String>,
    /// An attribute or field whose values are kept though they look personal; may be repeated
    #[arg(long, value_name = "NAME")]
    pub keep: Vec<String>,
    /// Write over a file that is there
    #[arg(long)]
    pub force: bool,
}
