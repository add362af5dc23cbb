//! The reports of a run, each with a name that messages use: what is shown, and what `--report KIND=FILE` asks for. Must not know what a run is.

use std::fs::File;
use std::io::{self, BufWriter};
use std::str::FromStr;

use camino::Utf8PathBuf;

use super::edge::Edge;
use super::write_whole::{can_be_written, write_whole};
use crate::event::Event;
use crate::report::{HtmlReport, JsonReport, Report, TerminalReport, Verbosity};

/// `--report KIND=FILE`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct ReportArg {
    /// What is written.
    pub kind: ReportKind,
    /// Where.
    pub file: Utf8PathBuf,
}

/// What `--report` can write.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum ReportKind {
    /// The events, a line each.
    Json,
    /// One page.
    Html,
}

impl ReportKind {
    /// The words of the option. A kind is a line here, and one in [`Reports::open`].
    const WORDS: &[(&str, ReportKind)] = &[("json", Self::Json), ("html", Self::Html)];

    /// Whether it shows the flows that cases go through.
    fn needs_flows(self) -> bool {
        match self {
            Self::Json | Self::Html => true,
        }
    }
}

impl FromStr for ReportArg {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let kinds = || ReportKind::WORDS.iter().map(|(word, _)| format!("`{word}`")).collect::<Vec<_>>().join(", ");
        let Some((word, file)) = text.split_once('=') else {
            return Err(format!("expected `KIND=FILE`, where the kind is one of {}", kinds()));
        };
        let Some((_, kind)) = ReportKind::WORDS.iter().find(|(known, _)| *known == word) else {
            return Err(format!("`{word}` is no kind of report; there is {}", kinds()));
        };
        if file.is_empty() {
            return Err(format!("a file name is missing after `{word}=`"));
        }
        Ok(Self { kind: *kind, file: file.into() })
    }
}

/// All that read the stream of one run.
pub(super) struct Reports(Vec<(String, Box<dyn Report>)>);

impl Reports {
    /// What is shown, and what is asked for.
    ///
    /// # Errors
    /// A file cannot be written, in words.
    pub fn open(edge: &Edge, verbosity: Verbosity, wanted: &[ReportArg]) -> Result<Self, String> {
        let mut reports = Self(Vec::new());
        reports.add("standard output", Box::new(TerminalReport::new(edge.out(), verbosity)));
        for one in wanted {
            let refused = |error: io::Error| format!("`{}` cannot be written: {error}", one.file);
            let report: Box<dyn Report> = match one.kind {
                ReportKind::Json => {
                    let file = File::create(&one.file).map_err(refused)?;
                    Box::new(JsonReport::new(BufWriter::new(file)))
                }
                ReportKind::Html => {
                    can_be_written(&one.file).map_err(refused)?;
                    let path = one.file.clone();
                    Box::new(HtmlReport::new(move |page: &str| write_whole(&path, page)))
                }
            };
            reports.add(one.file.as_str(), report);
        }
        Ok(reports)
    }

    /// Whether any of them shows the flows that cases go through.
    pub fn need_flows(wanted: &[ReportArg]) -> bool {
        wanted.iter().any(|one| one.kind.needs_flows())
    }

    /// One more reader.
    pub fn add(&mut self, name: &str, report: Box<dyn Report>) {
        self.0.push((name.to_owned(), report));
    }

    /// Gives the event to every report; one that fails is dropped and named.
    pub fn write(&mut self, event: &Event) -> Option<String> {
        let mut failed = None;
        self.0.retain_mut(|(name, report)| match report.event(event) {
            Ok(()) => true,
            Err(error) => {
                failed = Some(format!("the report to {name} is incomplete: {error}"));
                false
            }
        });
        failed
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[test]
    fn a_report_names_its_kind_and_file() {
        let report = ReportArg { kind: ReportKind::Json, file: "out.jsonl".into() };
        assert_eq!("json=out.jsonl".parse(), Ok(report));
    }

    #[rstest]
    #[case("xml=x", "`xml` is no kind of report; there is `json`, `html`")]
    #[case("json=", "a file name is missing after `json=`")]
    #[case("json", "expected `KIND=FILE`, where the kind is one of `json`, `html`")]
    fn what_is_wrong_with_one_is_said(#[case] text: &str, #[case] why: &str) {
        let wrong = text.parse::<ReportArg>().unwrap_err();
        assert!(wrong.starts_with(why), "{wrong}");
    }
}
