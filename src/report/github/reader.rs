//! From events to annotations and summary: cases are kept until the run is over, what is green without its evidence.

use std::io::{self, Write};

use super::annotations::{self, Repository};
use super::summary::markdown;
use crate::event::{CaseReport, Event, Summary};
use crate::report::Report;
use crate::report::rerun;

/// Writes annotations to `out`, and the summary of the job where there is a place for it.
pub struct GithubReport<W> {
    out: W,
    /// Takes the summary.
    summary: Option<Box<dyn Write + Send>>,
    repository: Repository,
    options: String,
    cases: Vec<CaseReport>,
}

impl<W: Write + Send> GithubReport<W> {
    /// A report that writes workflow commands to `out`, and Markdown to `summary`.
    pub fn new(out: W, summary: Option<Box<dyn Write + Send>>, repository: Repository) -> Self {
        Self { out, summary, repository, options: String::new(), cases: Vec::new() }
    }

    fn ended(&mut self, report: &CaseReport) {
        let mut kept = report.clone();
        kept.flow = None;
        if kept.verdict.is_green() {
            kept.evidence = None;
        }
        // Of an earlier attempt only its reason is told.
        for earlier in &mut kept.earlier {
            (earlier.evidence, earlier.flow) = (None, None);
        }
        self.cases.push(kept);
    }

    fn write(&mut self, summary: &Summary) -> io::Result<()> {
        // Cases end in any order.
        self.cases.sort_by_key(|case| case.name.index);
        annotations::write(&mut self.out, &self.cases, &self.repository)?;
        self.out.flush()?;
        if let Some(out) = &mut self.summary {
            out.write_all(markdown(summary, &self.cases, &self.options).as_bytes())?;
            out.flush()?;
        }
        Ok(())
    }
}

impl<W: Write + Send> Report for GithubReport<W> {
    fn event(&mut self, event: &Event) -> io::Result<()> {
        match event {
            Event::RunStarted(started) => self.options = rerun::options(started),
            Event::CaseEnded(report) => self.ended(report),
            Event::RunEnded(summary) => self.write(summary)?,
            Event::CaseStarted(_) | Event::CaseSlow(..) | Event::WaitingForPaths(_) => {}
        }
        Ok(())
    }
}
