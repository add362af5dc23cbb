//! The reader: each case becomes markup when its verdict falls, so that no evidence is kept; the page is written when the run ends.

use std::collections::HashMap;
use std::io;
use std::time::Duration;

use super::case;
use super::flows::Flows;
use super::known::{Known, Run};
use super::page;
use crate::coverage::Collector;
use crate::event::{CaseReport, Event};
use crate::report::{Report, rerun};

/// Writes one HTML page.
pub struct HtmlReport<W> {
    out: W,
    run: Run,
    /// Cases that were called slow, by their positions in the plan, with the last time that was told.
    slow: HashMap<usize, Duration>,
    flows: Flows,
    /// What the flows' ways are counted by, as `run --coverage` does it.
    coverage: Collector,
    cases: Vec<Known>,
}

impl<W: FnMut(&str) -> io::Result<()> + Send> HtmlReport<W> {
    /// A report that gives the whole page to `out`, once, when the run has ended.
    pub fn new(out: W) -> Self {
        Self {
            out,
            run: Run::default(),
            slow: HashMap::new(),
            flows: Flows::default(),
            coverage: Collector::new(false),
            cases: Vec::new(),
        }
    }

    fn ended(&mut self, report: &CaseReport) {
        let number = self.cases.len();
        let flow = self.flows.meet(report);
        let body = case::markup(number, report, flow, &self.run.options).into_string();
        let slow = self.slow.contains_key(&report.name.index);
        self.cases.push(Known::of(number, report, slow, body));
    }
}

impl<W: FnMut(&str) -> io::Result<()> + Send> Report for HtmlReport<W> {
    fn event(&mut self, event: &Event) -> io::Result<()> {
        self.coverage.event(event);
        match event {
            Event::RunStarted(started) => {
                self.run = Run { options: rerun::options(started), started: Some(started.clone()), ..Run::default() };
            }
            Event::CaseStarted(_) | Event::WaitingForPaths(_) => {}
            Event::CaseSlow(name, after) => {
                self.slow.insert(name.index, *after);
            }
            Event::CaseEnded(report) => self.ended(report),
            Event::RunEnded(summary) => {
                self.run.summary = summary.clone();
                let flows = (!self.flows.is_empty()).then(|| self.flows.markup(&self.coverage.coverage()));
                return (self.out)(&page::page(&self.run, &mut self.cases, flows));
            }
        }
        Ok(())
    }
}
