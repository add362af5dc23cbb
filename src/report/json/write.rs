//! Events to lines, each written as it comes: a run that is killed leaves what was judged.

use std::collections::HashSet;
use std::io::{self, Write};
use std::sync::Arc;

use super::line::{FlowSeenJson, LineJson};
use crate::event::{CaseReport, Event};
use crate::report::Report;

/// Writes one JSON object a line.
pub struct JsonReport<W> {
    out: W,
    /// The flows that were told already.
    told: HashSet<Arc<str>>,
}

impl<W: Write + Send> JsonReport<W> {
    /// A report that writes to `out`.
    pub fn new(out: W) -> Self {
        Self { out, told: HashSet::new() }
    }

    fn line(&mut self, line: &LineJson) -> io::Result<()> {
        serde_json::to_writer(&mut self.out, line)?;
        self.out.write_all(b"\n")
    }

    /// The flows that a case goes through, where they are new.
    fn flows(&mut self, report: &CaseReport) -> io::Result<()> {
        for one in report.earlier.iter().chain([report]) {
            if let Some(flow) = one.flow.as_ref().filter(|flow| !self.told.contains(&flow.key)) {
                self.line(&LineJson::FlowSeen(Box::new(FlowSeenJson::of(flow))))?;
                self.told.insert(Arc::clone(&flow.key));
            }
        }
        Ok(())
    }
}

impl<W: Write + Send> Report for JsonReport<W> {
    fn event(&mut self, event: &Event) -> io::Result<()> {
        if let Event::CaseEnded(report) = event {
            self.flows(report)?;
        }
        self.line(&LineJson::of(event))?;
        // A verdict reaches the file as it falls: a run that is killed leaves what was judged.
        if matches!(event, Event::CaseStarted(_)) { Ok(()) } else { self.out.flush() }
    }
}
