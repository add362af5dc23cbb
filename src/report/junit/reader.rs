//! From events to the document: cases are kept as test cases, in the order of the plan, until the run is over.

use std::collections::BTreeMap;
use std::io;

use indexmap::IndexMap;
use quick_junit::{Property, Report as Document, TestCase, TestSuite};

use super::case::{Shared, case, flaky_fails, xml};
use crate::event::{CaseReport, Event, Summary};
use crate::report::{Report, WriteWhole};

/// Writes one document when the run is over, be it interrupted or not.
pub struct JunitReport {
    write: WriteWhole,
    shared: Shared,
    /// By file, then by position in the plan.
    suites: IndexMap<String, BTreeMap<usize, TestCase>>,
}

impl JunitReport {
    /// A report that hands its text to `write`.
    pub fn new(write: WriteWhole) -> Self {
        Self { write, shared: Shared::default(), suites: IndexMap::new() }
    }

    fn ended(&mut self, report: &CaseReport) {
        let file = report.name.file.to_string();
        self.suites.entry(file).or_default().insert(report.name.index, case(report, &self.shared));
    }

    fn document(&mut self, summary: &Summary) -> Document {
        let mut suites: Vec<(String, BTreeMap<usize, TestCase>)> =
            std::mem::take(&mut self.suites).into_iter().collect();
        // Cases end in any order; files stand in that of the plan.
        suites.sort_by_key(|(_, cases)| cases.first_key_value().map(|(index, _)| *index));
        let mut document = Document::new("flowproof");
        document.set_time(summary.duration);
        document.timestamp = self.shared.at(std::time::Duration::ZERO);
        for (file, cases) in suites {
            let mut suite = TestSuite::new(xml(&file));
            suite.timestamp = cases.values().filter_map(|case| case.timestamp).min();
            suite.set_time(cases.values().filter_map(|case| case.time).sum());
            suite.extra.insert("file".into(), xml(&file));
            suite.add_properties(self.properties(summary));
            for mut case in cases.into_values() {
                if summary.flaky_fails {
                    flaky_fails(&mut case);
                }
                suite.add_test_case(case);
            }
            document.add_test_suite(suite);
        }
        document
    }

    fn properties(&self, summary: &Summary) -> Vec<Property> {
        let shared = self.shared.properties.iter();
        let mut found: Vec<Property> = shared.map(|(name, value)| Property::new(*name, xml(value))).collect();
        if let Some(live) = &summary.live {
            found.push(Property::new("org", xml(&live.org)));
            found.push(Property::new("run", xml(&live.run)));
        }
        if summary.interrupted {
            found.push(Property::new("interrupted", "true"));
        }
        found
    }
}

impl Report for JunitReport {
    fn event(&mut self, event: &Event) -> io::Result<()> {
        match event {
            Event::RunStarted(started) => self.shared = Shared::of(started),
            Event::CaseEnded(report) => self.ended(report),
            Event::RunEnded(summary) => {
                let text = self.document(summary).to_string().map_err(io::Error::other)?;
                (self.write)(&text)?;
            }
            Event::CaseStarted(_) | Event::CaseSlow(..) | Event::WaitingForPaths(_) => {}
        }
        Ok(())
    }
}
