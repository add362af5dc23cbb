//! The reports of a run, each with a name that messages use: what is shown, and what `--report KIND=FILE` asks for. Must not know what a run is.

use std::fs::{self, File, OpenOptions};
use std::io::{self, BufWriter, Write};
use std::str::FromStr;

use camino::{Utf8Path, Utf8PathBuf};

use super::edge::Edge;
use super::write_whole::{can_be_written, write_whole};
use crate::event::Event;
use crate::project::normal;
use crate::report::{
    GithubReport, HtmlReport, JsonReport, JunitReport, Report, Repository, TerminalReport, Verbosity, WriteWhole,
};

/// `--report KIND=FILE`, or `--report KIND` for a kind that needs no file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct ReportArg {
    /// What is written.
    pub kind: ReportKind,
    /// Where; empty for a kind that needs no file and got none.
    pub file: Utf8PathBuf,
}

/// What `--report` can write.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum ReportKind {
    /// The events, a line each.
    Json,
    /// JUnit XML.
    Junit,
    /// Annotations on standard output, and the summary of a job of GitHub Actions.
    Github,
    /// One page.
    Html,
}

impl ReportKind {
    /// The words of the option. A kind is a line here, and one in [`Reports::open`].
    const WORDS: &[(&str, ReportKind)] =
        &[("json", Self::Json), ("junit", Self::Junit), ("github", Self::Github), ("html", Self::Html)];

    /// Whether it shows the flows that cases go through.
    fn needs_flows(self) -> bool {
        match self {
            // JUnit XML names them.
            Self::Json | Self::Junit | Self::Html => true,
            Self::Github => false,
        }
    }

    /// Whether it is written without a file as well.
    fn file_is_optional(self) -> bool {
        self == Self::Github
    }
}

impl FromStr for ReportArg {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let kinds = || ReportKind::WORDS.iter().map(|(word, _)| format!("`{word}`")).collect::<Vec<_>>().join(", ");
        let (word, file) = text.split_once('=').map_or((text, None), |(word, file)| (word, Some(file)));
        let known = ReportKind::WORDS.iter().find(|(known, _)| *known == word);
        let (kind, file) = match (known, file) {
            (None, Some(_)) => return Err(format!("`{word}` is no kind of report; there is {}", kinds())),
            (Some((_, kind)), None) if kind.file_is_optional() => return Ok(Self { kind: *kind, file: "".into() }),
            (_, None) => return Err(format!("expected `KIND=FILE`, where the kind is one of {}", kinds())),
            (Some((_, kind)), Some(file)) => (kind, file),
        };
        if file.is_empty() {
            return Err(format!("a file name is missing after `{word}=`"));
        }
        Ok(Self { kind: *kind, file: file.into() })
    }
}

impl ReportArg {
    fn open(&self, edge: &Edge) -> io::Result<Box<dyn Report>> {
        Ok(match self.kind {
            ReportKind::Json => Box::new(JsonReport::new(BufWriter::new(File::create(&self.file)?))),
            ReportKind::Junit => Box::new(JunitReport::new(whole(&self.file)?)),
            ReportKind::Html => Box::new(HtmlReport::new(whole(&self.file)?)),
            ReportKind::Github => {
                let given = Some(self.file.clone()).filter(|file| !file.as_str().is_empty());
                let summary = given.or_else(|| Edge::variable("GITHUB_STEP_SUMMARY").map(Into::into));
                let summary =
                    summary.map(|file| OpenOptions::new().append(true).create(true).open(file)).transpose()?;
                let summary = summary.map(|file| -> Box<dyn Write + Send> { Box::new(file) });
                Box::new(GithubReport::new(edge.out(), summary, Repository { prefix: prefix(&edge.root) }))
            }
        })
    }
}

/// A file that is written when the run is over. What a run before left there goes at once: nobody should take it for this one's.
fn whole(file: &Utf8Path) -> io::Result<WriteWhole> {
    match fs::remove_file(file) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => return Err(error),
        _ => {}
    }
    // Told now where it cannot be written, not when an hour of tests is over.
    can_be_written(file)?;
    let file = file.to_owned();
    Ok(Box::new(move |text| write_whole(&file, text)))
}

/// Where the project's folder lies in the checked-out repository, as GitHub Actions tells it.
fn prefix(root: &Utf8Path) -> String {
    let workspace = Edge::variable("GITHUB_WORKSPACE").map(Utf8PathBuf::from);
    let here = std::env::current_dir().ok().and_then(|here| Utf8PathBuf::from_path_buf(here).ok());
    let below = |workspace: Utf8PathBuf, here: Utf8PathBuf| Some(here.strip_prefix(workspace).ok()?.join(root));
    let below = workspace.zip(here).and_then(|(workspace, here)| below(workspace, here));
    below.map(|below| normal(&below).components().map(|part| format!("{part}/")).collect()).unwrap_or_default()
}

/// All that read the stream of one run.
pub(super) struct Reports {
    readers: Vec<(String, Box<dyn Report>)>,
    /// Files that `--report` asks for.
    files: Vec<Utf8PathBuf>,
}

impl Reports {
    /// What is shown, with progress where there is a terminal for it, and what is asked for.
    ///
    /// # Errors
    /// A file cannot be written, in words.
    pub fn open(edge: &Edge, verbosity: Verbosity, progress: bool, wanted: &[ReportArg]) -> Result<Self, String> {
        let files = wanted.iter().map(|one| one.file.clone()).filter(|file| !file.as_str().is_empty()).collect();
        let mut reports = Self { readers: Vec::new(), files };
        let terminal = TerminalReport::new(edge.out(), verbosity);
        let screen = if progress && verbosity != Verbosity::Quiet { edge.screen() } else { None };
        let terminal = match screen {
            Some(screen) => terminal.with_progress(screen),
            None => terminal,
        };
        reports.add("standard output", Box::new(terminal));
        for one in wanted {
            let opened = one.open(edge);
            let report = opened.map_err(|error| format!("`{}` cannot be written: {error}", one.file))?;
            reports.add(if one.file.as_str().is_empty() { "GitHub" } else { one.file.as_str() }, report);
        }
        Ok(reports)
    }

    /// Whether any of them shows the flows that cases go through.
    pub fn need_flows(wanted: &[ReportArg]) -> bool {
        wanted.iter().any(|one| one.kind.needs_flows())
    }

    /// One more reader.
    pub fn add(&mut self, name: &str, report: Box<dyn Report>) {
        self.readers.push((name.to_owned(), report));
    }

    /// The files that were asked for and that hold all that was told.
    pub fn written(&self) -> Vec<Utf8PathBuf> {
        let is_whole = |file: &&Utf8PathBuf| self.readers.iter().any(|(name, _)| name == file.as_str());
        self.files.iter().filter(is_whole).cloned().collect()
    }

    /// Some time has passed without an event. A report that fails now fails at the next event again.
    pub fn tick(&mut self) {
        for (_, report) in &mut self.readers {
            let _ = report.tick();
        }
    }

    /// Gives the event to every report; one that fails is dropped and named.
    pub fn write(&mut self, event: &Event) -> Option<String> {
        let mut failed = None;
        self.readers.retain_mut(|(name, report)| match report.event(event) {
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
        assert_eq!("github".parse(), Ok(ReportArg { kind: ReportKind::Github, file: "".into() }));
        assert_eq!("github=a.md".parse(), Ok(ReportArg { kind: ReportKind::Github, file: "a.md".into() }));
    }

    #[rstest]
    #[case("xml=x", "`xml` is no kind of report; there is `json`, `junit`, `github`, `html`")]
    #[case("json=", "a file name is missing after `json=`")]
    #[case("json", "expected `KIND=FILE`, where the kind is one of `json`, `junit`, `github`, `html`")]
    fn what_is_wrong_with_one_is_said(#[case] text: &str, #[case] why: &str) {
        let wrong = text.parse::<ReportArg>().unwrap_err();
        assert!(wrong.starts_with(why), "{wrong}");
    }
}
