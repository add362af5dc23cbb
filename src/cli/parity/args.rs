//! The arguments of `parity`.

use std::fmt;
use std::str::FromStr;

use camino::Utf8PathBuf;
use clap::{Args, ValueEnum};

use crate::cli::args::{DriverArg, TargetArg, duration};

/// Arguments of `parity`.
#[derive(Debug, Args)]
pub(in crate::cli) struct ParityArgs {
    /// Scenario files or folders; the project's scenarios where none is given
    pub paths: Vec<Utf8PathBuf>,
    /// The first side: `mock` or `live`, or `mock:DIR` or `live:DIR` with another folder's flowproof.yaml and .env
    #[arg(long, value_name = "TARGET", default_value = "mock")]
    pub left: SideArg,
    /// The second side
    #[arg(long, value_name = "TARGET", default_value = "live")]
    pub right: SideArg,
    /// The one driver to use; each side takes the richest that it can otherwise
    #[arg(long, value_enum)]
    pub driver: Option<DriverArg>,
    /// Only cases with one of these tags; `!tag` leaves out
    #[arg(long, value_name = "TAG", value_delimiter = ',')]
    pub tag: Vec<String>,
    /// Only cases whose file or name contains this; may be repeated
    #[arg(long, value_name = "TEXT")]
    pub filter: Vec<String>,
    /// How many cases run side by side on each target
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u16).range(1..=1024))]
    pub jobs: Option<u16>,
    /// Time-out of the whole run, such as `10m`
    #[arg(long, value_name = "TIME", value_parser = duration)]
    pub timeout: Option<std::time::Duration>,
    /// How to print it
    #[arg(long, value_enum, default_value_t = ParityFormat::Text)]
    pub format: ParityFormat,
    /// Write nothing of what was proven against a live org beside the snapshots
    #[arg(long)]
    pub no_ledger: bool,
}

/// `parity --format`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(in crate::cli) enum ParityFormat {
    /// Tables and lists for a terminal
    Text,
    /// Tables for a page
    Markdown,
    /// One document for other tools
    Json,
}

/// One side of a comparison.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::cli) struct SideArg {
    /// Which kind of target.
    pub target: TargetArg,
    /// The folder of its flowproof.yaml and `.env`, where it is not the project's.
    pub folder: Option<Utf8PathBuf>,
}

impl ParityArgs {
    /// Both sides.
    pub fn sides(&self) -> [&SideArg; 2] {
        [&self.left, &self.right]
    }
}

impl FromStr for SideArg {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let (word, folder) = match text.split_once(':') {
            Some((_, "")) => return Err("a folder is missing behind `:`".to_owned()),
            Some((word, folder)) => (word, Some(folder.into())),
            None => (text, None),
        };
        let target = match word {
            "mock" => TargetArg::Mock,
            "live" => TargetArg::Live,
            other => return Err(format!("`{other}` is no target; there are `mock` and `live`")),
        };
        Ok(Self { target, folder })
    }
}

/// As it is written.
impl fmt::Display for SideArg {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let word = match self.target {
            TargetArg::Mock => "mock",
            TargetArg::Live => "live",
        };
        match &self.folder {
            Some(folder) => write!(out, "{word}:{folder}"),
            None => out.write_str(word),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_side_is_a_target_and_perhaps_a_folder() {
        let side: SideArg = "live:orgs/b".parse().unwrap();
        assert_eq!(side, SideArg { target: TargetArg::Live, folder: Some("orgs/b".into()) });
        assert_eq!(side.to_string(), "live:orgs/b");
        assert_eq!("mock".parse::<SideArg>().unwrap().folder, None);
        assert!("live:".parse::<SideArg>().is_err());
        assert_eq!("prod".parse::<SideArg>().unwrap_err(), "`prod` is no target; there are `mock` and `live`");
    }
}
