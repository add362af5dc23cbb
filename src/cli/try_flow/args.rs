//! The arguments of `try`.

use camino::Utf8PathBuf;
use clap::Args;

use crate::cli::args::pair;

/// Arguments of `try`.
#[derive(Debug, Args)]
pub(in crate::cli) struct TryArgs {
    /// The flow: its name in flowproof.yaml, or its file
    pub flow: String,
    /// A participant attribute; may be repeated
    #[arg(long, value_name = "NAME=VALUE", value_parser = pair, allow_hyphen_values = true)]
    pub attr: Vec<(String, String)>,
    /// What the customer says before you type, in order; may be repeated
    #[arg(long, value_name = "TEXT", allow_hyphen_values = true)]
    pub say: Vec<String>,
    /// Stubs for data actions and bots, as under `stubs:` of a scenario; or a map with `stubs:` and `world:`
    #[arg(long, value_name = "FILE")]
    pub stubs: Option<Utf8PathBuf>,
    /// The conversation's clock, such as `2026-11-23T10:00 America/Chicago`
    #[arg(long, value_name = "INSTANT")]
    pub now: Option<String>,
}
