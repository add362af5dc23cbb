//! The options about coverage. Help texts are what `--help` prints.

use std::str::FromStr;

use camino::Utf8PathBuf;
use clap::Args;

use crate::coverage::Percent;
use crate::project::values::hundredths;

/// Options of `run`.
#[derive(Debug, Args)]
pub(in crate::cli) struct CoverageArgs {
    /// Show which actions and outputs of the flows were taken: `table`, which is what it means alone, `full`, `json=FILE`, `lcov=FILE`,
    /// `text=FILE`; may be repeated
    #[arg(long, value_name = "WHAT", num_args = 0..=1, default_missing_value = "table")]
    pub coverage: Vec<CoverageArg>,
    /// Fail where less of the ways through the flows was taken, in percent; `FLOW=PERCENT` for one flow; may be repeated
    #[arg(long, value_name = "PERCENT")]
    pub fail_under: Vec<FailUnder>,
}

impl CoverageArgs {
    /// Whether anything here asks for coverage.
    pub fn given(&self) -> bool {
        !self.coverage.is_empty() || !self.fail_under.is_empty()
    }
}

/// Arguments of `coverage`.
#[derive(Debug, Args)]
pub(in crate::cli) struct CoverageOfFilesArgs {
    /// Files that `run --coverage json=FILE` wrote; several are merged
    #[arg(required = true)]
    pub files: Vec<Utf8PathBuf>,
    /// Show or write something else than the table: `full`, `json=FILE`, `lcov=FILE`, `text=FILE`; may be repeated
    #[arg(long, value_name = "WHAT", num_args = 0..=1, default_missing_value = "table")]
    pub coverage: Vec<CoverageArg>,
    /// Fail where less of the ways through the flows was taken, in percent; `FLOW=PERCENT` for one flow; may be repeated
    #[arg(long, value_name = "PERCENT")]
    pub fail_under: Vec<FailUnder>,
    /// Say which cases take the ways whose action, output or place contains this
    #[arg(long, value_name = "TEXT", conflicts_with = "alone")]
    pub who: Option<String>,
    /// Say what each case whose name or file contains this takes that no other does
    #[arg(long, value_name = "TEXT", num_args = 0..=1, default_missing_value = "")]
    pub alone: Option<String>,
}

/// `--coverage WHAT`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::cli) enum CoverageArg {
    /// The table and the first of what was missed.
    Table,
    /// The table and all that was missed.
    Full,
    /// A file.
    File(CoverageKind, Utf8PathBuf),
}

/// What a file of coverage holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::cli) enum CoverageKind {
    /// All that is known, to be merged.
    Json,
    /// LCOV, for editors.
    Lcov,
    /// What `full` shows.
    Text,
}

impl CoverageKind {
    const WORDS: &[(&str, CoverageKind)] = &[("json", Self::Json), ("lcov", Self::Lcov), ("text", Self::Text)];
}

impl FromStr for CoverageArg {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        match text {
            "table" => return Ok(Self::Table),
            "full" => return Ok(Self::Full),
            _ => {}
        }
        let known = "expected `table`, `full`, `json=FILE`, `lcov=FILE` or `text=FILE`";
        let Some((word, file)) = text.split_once('=') else {
            return Err(format!("{known}; before a path, write `--coverage=table`"));
        };
        let Some((_, kind)) = CoverageKind::WORDS.iter().find(|(kind, _)| *kind == word) else {
            return Err(known.to_owned());
        };
        if file.is_empty() {
            return Err(format!("a file name is missing after `{word}=`"));
        }
        Ok(Self::File(*kind, file.into()))
    }
}

/// `--fail-under PERCENT` and `--fail-under FLOW=PERCENT`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::cli) struct FailUnder {
    /// The flow, by its name in flowproof.yaml or its file; none for all together.
    pub flow: Option<String>,
    /// How much at least.
    pub percent: Percent,
}

impl FromStr for FailUnder {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let (flow, percent) = match text.rsplit_once('=') {
            Some((flow, percent)) => (Some(flow.to_owned()), percent),
            None => (None, text),
        };
        let percent = hundredths(percent).and_then(Percent::from_hundredths).ok_or_else(|| {
            format!("`{percent}` is no percentage from 0 to 100, with two digits behind the point at most")
        })?;
        Ok(Self { flow, percent })
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case("table", CoverageArg::Table)]
    #[case("full", CoverageArg::Full)]
    #[case("json=a.json", CoverageArg::File(CoverageKind::Json, "a.json".into()))]
    #[case("lcov=a=b", CoverageArg::File(CoverageKind::Lcov, "a=b".into()))]
    fn what_is_wanted_is_read(#[case] text: &str, #[case] expected: CoverageArg) {
        assert_eq!(text.parse(), Ok(expected));
    }

    #[rstest]
    #[case("scenarios/a.yaml", "before a path, write `--coverage=table`")]
    #[case("html=x", "expected `table`, `full`, `json=FILE`, `lcov=FILE` or `text=FILE`")]
    #[case("json=", "a file name is missing after `json=`")]
    fn what_is_wrong_is_said(#[case] text: &str, #[case] why: &str) {
        assert!(text.parse::<CoverageArg>().unwrap_err().ends_with(why));
    }

    #[test]
    fn a_percentage_may_be_of_one_flow() {
        let percent = Percent::from_hundredths(8050).unwrap();
        assert_eq!("80.5".parse(), Ok(FailUnder { flow: None, percent }));
        assert_eq!("flows/a=b.yaml=80.5".parse(), Ok(FailUnder { flow: Some("flows/a=b.yaml".to_owned()), percent }));
        assert!("support=most".parse::<FailUnder>().unwrap_err().starts_with("`most` is no percentage"));
    }
}
