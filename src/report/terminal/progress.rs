//! Progress at the foot of a terminal: one line that is redrawn, and gone before anything else is written. Must not know the clock or the terminal.

use std::io::{self, Write};
use std::time::Duration;

use indexmap::IndexMap;

use crate::event::Event;
use crate::scenario::show_duration;

/// Back to the beginning of the line, and nothing behind it.
const CLEAR: &str = "\r\u{1b}[2K";

/// The line is not drawn more often: a run of thousands of cases would spend its time on it.
const PACE: Duration = Duration::from_millis(100);

/// The terminal that progress is drawn on.
pub struct Screen {
    /// Its width in columns.
    pub width: Box<dyn Fn() -> usize + Send>,
    /// Time, from any beginning.
    pub clock: Box<dyn Fn() -> Duration + Send>,
}

/// How far a run is.
pub(super) struct Progress {
    screen: Screen,
    began: Duration,
    planned: usize,
    done: usize,
    not_green: usize,
    /// What runs, with when it began; the first has run longest.
    running: IndexMap<usize, (String, Duration)>,
    drawn: Option<Duration>,
    shown: bool,
}

impl Progress {
    pub fn new(screen: Screen) -> Self {
        let began = (screen.clock)();
        Self { screen, began, planned: 0, done: 0, not_green: 0, running: IndexMap::new(), drawn: None, shown: false }
    }

    /// Takes the line away, so that something else can be written.
    pub fn clear(&mut self, out: &mut impl Write) -> io::Result<()> {
        if std::mem::take(&mut self.shown) { out.write_all(CLEAR.as_bytes()) } else { Ok(()) }
    }

    pub fn take(&mut self, event: &Event) {
        let now = (self.screen.clock)();
        match event {
            Event::RunStarted(started) => (self.began, self.planned) = (now, started.planned),
            Event::CaseStarted(name) => {
                self.running.insert(name.index, (name.full(), now));
            }
            Event::CaseEnded(report) => {
                self.running.shift_remove(&report.name.index);
                self.done += 1;
                self.not_green += usize::from(!report.verdict.is_green());
            }
            Event::CaseSlow(..) | Event::WaitingForPaths(_) | Event::RunEnded(_) => {}
        }
    }

    /// Draws the line anew, if that is due.
    pub fn draw(&mut self, out: &mut impl Write) -> io::Result<()> {
        let now = (self.screen.clock)();
        if self.drawn.is_some_and(|drawn| now.saturating_sub(drawn) < PACE) || self.planned == 0 {
            return Ok(());
        }
        (self.drawn, self.shown) = (Some(now), true);
        write!(out, "{CLEAR}{}", self.line(now))?;
        out.flush()
    }

    fn line(&self, now: Duration) -> String {
        let mut line = format!("{}/{} done", self.done, self.planned);
        if self.not_green > 0 {
            line.push_str(&format!(", {} not green", self.not_green));
        }
        if let Some(left) = self.left(now) {
            line.push_str(&format!(", about {} left", seconds(left)));
        }
        if let Some((name, since)) = self.running.first().map(|(_, one)| one) {
            line.push_str(&format!("; longest: {name} ({})", seconds(now.saturating_sub(*since))));
        }
        // One column is left free: a full line wraps in some terminals, and could not be taken away.
        fit(&line, (self.screen.width)().saturating_sub(1))
    }

    /// How long the rest takes at the pace so far.
    fn left(&self, now: Duration) -> Option<Duration> {
        let left = self.planned.saturating_sub(self.done);
        let pace = now.saturating_sub(self.began).checked_div(u32::try_from(self.done).ok()?)?;
        pace.checked_mul(u32::try_from(left).ok()?)
    }
}

/// Whole seconds.
fn seconds(time: Duration) -> String {
    show_duration(Duration::from_secs(time.as_secs()))
}

/// As much of a text as fits: no control characters, and two columns for what may be wide.
fn fit(text: &str, columns: usize) -> String {
    let mut used = 0;
    let fits = |c: &char| {
        used += if c.is_ascii() { 1 } else { 2 };
        used <= columns
    };
    text.chars().filter(|c| !c.is_control()).take_while(fits).collect()
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;
    use std::sync::atomic::{AtomicU64, Ordering};

    use super::*;
    use crate::diagnostic::{LineColumn, Place};
    use crate::event::{CaseName, CaseReport, RunStarted, Verdict};
    use crate::report::{Report, TerminalReport, Verbosity};
    use crate::scenario::model::TargetName;

    fn name(index: usize) -> CaseName {
        let place = Place::remembered("a.yaml", LineColumn { line: 1, column: 1 });
        let case = Some(format!("case {index}").into());
        CaseName { index, file: "a.yaml".into(), scenario: "S".into(), case, place }
    }

    fn events() -> Vec<Event> {
        let started = RunStarted { jobs: 2, ..RunStarted::of(4, 1, TargetName::Mock) };
        let ended = |index, verdict| Event::CaseEnded(Box::new(CaseReport::bare(name(index), verdict, None)));
        vec![
            Event::RunStarted(started),
            Event::CaseStarted(name(0)),
            Event::CaseStarted(name(1)),
            ended(0, Verdict::Passed),
            ended(1, Verdict::Failed),
        ]
    }

    #[test]
    fn the_line_says_how_far_it_is_and_how_long_it_will_take() {
        let clock = Arc::new(AtomicU64::new(0));
        let seen = Arc::clone(&clock);
        let now = move || Duration::from_secs(seen.load(Ordering::Relaxed));
        let mut progress = Progress::new(Screen { width: Box::new(|| 80), clock: Box::new(now) });
        let mut lines = Vec::new();
        for event in events() {
            progress.take(&event);
            clock.fetch_add(2, Ordering::Relaxed);
            lines.push(progress.line(Duration::from_secs(clock.load(Ordering::Relaxed))));
        }
        assert_eq!(lines[2], "0/4 done; longest: S: case 0 (4s)");
        assert_eq!(lines[3], "1/4 done, about 24s left; longest: S: case 1 (4s)");
        assert_eq!(lines[4], "2/4 done, 1 not green, about 10s left");
        assert_eq!(fit("é\u{1b}[2Kab", 6), "é[2Ka");
    }

    #[test]
    fn nothing_of_it_stays_between_the_lines_of_a_report() {
        let screen = Screen { width: Box::new(|| 40), clock: Box::new(|| Duration::from_secs(1)) };
        let write = |screen: Option<Screen>| {
            let mut out = Vec::new();
            let mut report = TerminalReport::new(&mut out, Verbosity::Normal);
            if let Some(screen) = screen {
                report = report.with_progress(screen);
            }
            events().iter().for_each(|event| report.event(event).unwrap());
            report.event(&Event::RunEnded(crate::event::Summary::planning(4))).unwrap();
            String::from_utf8(out).unwrap()
        };
        let drawn = write(Some(screen));
        assert!(drawn.contains("0/4 done"), "{drawn}");
        // What a terminal shows in the end: of each line what stands behind the last clearing.
        let shown: String = drawn.split_inclusive('\n').map(|line| line.rsplit(CLEAR).next().unwrap_or(line)).collect();
        assert_eq!(shown, write(None));
    }
}
