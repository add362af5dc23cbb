//! The stream as lines of text.

use std::io::{self, Write};
use std::time::Duration;

use super::failure;
use super::progress::{Progress, Screen};
use super::style::{SLOW, WEAK, paint, verdict as verdict_style};
use crate::event::{CaseName, CaseReport, Event, LiveSum, RunStarted, SnapshotState, Summary, Verdict};
use crate::report::headline::headline;
use crate::report::{Report, rerun};
use crate::scenario::model::{Driver, TargetName};
use crate::scenario::show_duration;

/// How much is shown of what is green.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Verbosity {
    /// Nothing of it but the sum.
    Quiet,
    /// A line a case, as long as there are few.
    Normal,
    /// A line a case.
    Verbose,
}

/// With more cases than this, green ones are only counted: nobody reads a thousand lines of them.
const FEW: usize = 200;

/// Width of the verdict column: the longest word.
const VERDICT_WIDTH: usize = 12;

/// Writes the stream to a terminal or a log.
pub struct TerminalReport<W> {
    out: W,
    verbosity: Verbosity,
    planned: usize,
    /// What a rerun of a case needs to be the same run: ` --target live`.
    options: String,
    progress: Option<Progress>,
}

impl<W: Write + Send> TerminalReport<W> {
    /// A report that writes to `out`; escape codes are for `out` to show or strip.
    pub fn new(out: W, verbosity: Verbosity) -> Self {
        Self { out, verbosity, planned: 0, options: String::new(), progress: None }
    }

    /// The same with progress on the terminal that `out` is.
    #[must_use]
    pub fn with_progress(mut self, screen: Screen) -> Self {
        self.progress = Some(Progress::new(screen));
        self
    }

    fn started(&mut self, started: &RunStarted) -> io::Result<()> {
        self.planned = started.planned;
        self.options = rerun::options(started);
        if self.verbosity == Verbosity::Quiet || started.planned == 0 {
            return Ok(());
        }
        let target = match started.target {
            TargetName::Mock => "the embedded fake org",
            TargetName::Live => "the live target",
        };
        let driver = match started.driver {
            Some(Driver::Simulate) => ", driver simulate",
            Some(Driver::Converse) => ", driver converse",
            None => "",
        };
        let cases = plural(started.planned, "case");
        let files = plural(started.files, "file");
        let profile = started.profile.as_deref().map(|name| format!(", profile {name}")).unwrap_or_default();
        let shard = started.shard.map(|shard| format!(", shard {shard}")).unwrap_or_default();
        writeln!(self.out, "running {cases} from {files} against {target}{driver}{profile}{shard}")?;
        match started.seed {
            Some(seed) => writeln!(self.out, "in mixed order; `--shuffle={seed}` gives the same again"),
            None => Ok(()),
        }
    }

    fn ended(&mut self, report: &CaseReport) -> io::Result<()> {
        let shown = match self.verbosity {
            Verbosity::Quiet => !report.verdict.is_green(),
            Verbosity::Normal => self.planned <= FEW || !report.verdict.is_green(),
            Verbosity::Verbose => true,
        };
        if shown {
            self.line(report)?;
        }
        if !report.verdict.is_green() {
            failure::write(&mut self.out, report, &self.options)?;
        } else if shown {
            for warning in &report.warnings {
                writeln!(self.out, "  warning   {warning}")?;
            }
        }
        let written = report.snapshots.iter().filter(|snapshot| snapshot.state == SnapshotState::Written);
        for snapshot in written {
            writeln!(self.out, "  written   {}", snapshot.file)?;
        }
        Ok(())
    }

    fn slow(&mut self, name: &CaseName, after: Duration) -> io::Result<()> {
        let (word, place) = (paint(SLOW, "slow"), paint(WEAK, &name.place.to_string()));
        let padding = " ".repeat(VERDICT_WIDTH - 4);
        writeln!(self.out, "{word}{padding} {}  {place}  runs for {} already", name.full(), show_duration(after))?;
        self.out.flush()
    }

    fn line(&mut self, report: &CaseReport) -> io::Result<()> {
        let word = match report.verdict {
            Verdict::Passed | Verdict::Skipped => report.verdict.word().to_owned(),
            other => other.word().to_uppercase(),
        };
        let padding = " ".repeat(VERDICT_WIDTH.saturating_sub(word.len()));
        let word = paint(verdict_style(report.verdict), &word);
        let place = paint(WEAK, &report.name.place.to_string());
        let reason = match (&report.reason, report.verdict) {
            (Some(reason), Verdict::Skipped) => format!("  {reason}"),
            (_, Verdict::Flaky) => format!("  at attempt {}; before: {}", report.earlier.len() + 1, attempts(report)),
            _ => String::new(),
        };
        writeln!(self.out, "{word}{padding} {}  {place}{reason}", report.name.full())
    }

    fn sum(&mut self, summary: &Summary) -> io::Result<()> {
        let parts: Vec<String> = Verdict::ALL
            .iter()
            .filter(|verdict| summary.of(**verdict) > 0 || **verdict == Verdict::Passed)
            .map(|verdict| {
                let count = summary.of(*verdict);
                let text = format!("{count} {}", verdict.word());
                if count == 0 { text } else { paint(verdict_style(*verdict), &text) }
            })
            .collect();
        let time = summary.duration.as_secs_f64();
        writeln!(self.out, "{} of {} in {time:.2} s", parts.join(", "), plural(summary.planned, "case"))?;
        if summary.timed_out {
            writeln!(self.out, "the run's time-out was reached before every case was judged")?;
        }
        summary.live.as_ref().map_or(Ok(()), |live| self.live(live, summary))?;
        summary.proof.as_ref().map_or(Ok(()), |proof| writeln!(self.out, "{}", proof.words()))
    }

    /// What was done in the org: whoever lends it wants to know.
    fn live(&mut self, live: &LiveSum, summary: &Summary) -> io::Result<()> {
        let (total, judged) = (live.total_calls(), summary.total() - summary.of(Verdict::Skipped));
        let each = if judged == 0 { 0.0 } else { total as f64 / judged as f64 };
        let begun = plural(live.begun, "conversation");
        writeln!(
            self.out,
            "in org {}, run {}: {begun}, {} ended; {total} API calls, {each:.1} a case",
            live.org, live.run, live.ended
        )?;
        if self.verbosity == Verbosity::Verbose {
            for (doing, count) in &live.calls {
                writeln!(self.out, "  {count:5}  {doing}")?;
            }
        }
        for left in &live.left {
            writeln!(self.out, "left in the org: {left}")?;
        }
        if !live.left.is_empty() {
            writeln!(self.out, "`flowproof sweep` shows what is left, and removes it with `--delete`")?;
        }
        Ok(())
    }
}

impl<W: Write + Send> Report for TerminalReport<W> {
    fn event(&mut self, event: &Event) -> io::Result<()> {
        if let Some(progress) = &mut self.progress {
            progress.take(event);
            progress.clear(&mut self.out)?;
        }
        self.show(event)?;
        match &mut self.progress {
            Some(progress) if !matches!(event, Event::RunEnded(_)) => progress.draw(&mut self.out),
            _ => Ok(()),
        }
    }

    fn tick(&mut self) -> io::Result<()> {
        self.progress.as_mut().map_or(Ok(()), |progress| progress.draw(&mut self.out))
    }
}

impl<W: Write + Send> TerminalReport<W> {
    fn show(&mut self, event: &Event) -> io::Result<()> {
        match event {
            Event::RunStarted(started) => self.started(started),
            Event::CaseStarted(_) => Ok(()),
            Event::CaseSlow(name, after) => self.slow(name, *after),
            Event::CaseEnded(report) => self.ended(report),
            Event::WaitingForPaths(cases) => {
                if self.verbosity != Verbosity::Quiet {
                    writeln!(self.out, "waiting for path: {cases}")?;
                    self.out.flush()?;
                }
                Ok(())
            }
            Event::RunEnded(summary) => self.sum(summary).and_then(|()| self.out.flush()),
        }
    }
}

/// Why each attempt before the last was not green.
fn attempts(report: &CaseReport) -> String {
    let attempt = |one: &CaseReport| format!("{} ({})", one.verdict.word(), headline(one));
    report.earlier.iter().map(attempt).collect::<Vec<_>>().join(", ")
}

/// `1 case`, `2 cases`.
pub(super) fn plural(count: usize, word: &str) -> String {
    if count == 1 { format!("1 {word}") } else { format!("{count} {word}s") }
}
