//! The cases that were not green when they ran last: a reader of events that lives longer than a run. Must not know who runs them.

use std::collections::BTreeSet;
use std::io;
use std::sync::{Arc, Mutex, PoisonError};

use crate::event::Event;
use crate::report::Report;
use crate::runner::CaseKey;

/// The cases that failed last.
#[derive(Debug, Clone, Default)]
pub(super) struct Failing(Arc<Mutex<BTreeSet<CaseKey>>>);

impl Failing {
    /// All of them.
    pub fn all(&self) -> BTreeSet<CaseKey> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// These and no others: the run that was to tell did not begin.
    pub fn restore(&self, all: BTreeSet<CaseKey>) {
        *self.0.lock().unwrap_or_else(PoisonError::into_inner) = all;
    }

    /// Keeps those of files that are still there.
    pub fn keep(&self, is_there: impl Fn(&str) -> bool) {
        self.0.lock().unwrap_or_else(PoisonError::into_inner).retain(|key| is_there(&key.file));
    }

    /// How many are in other files than these.
    pub fn outside(&self, files: &[camino::Utf8PathBuf]) -> usize {
        self.all().iter().filter(|key| !files.iter().any(|one| *one == key.file)).count()
    }

    /// Forgets those of files that are about to run whole: a case may have gone from its file.
    pub fn forget(&self, files: &[camino::Utf8PathBuf]) {
        self.keep(|file| !files.iter().any(|one| one == file));
    }
}

impl Report for Failing {
    fn event(&mut self, event: &Event) -> io::Result<()> {
        let Event::CaseEnded(report) = event else { return Ok(()) };
        let key =
            CaseKey { file: report.name.file.to_string(), case: report.name.case.as_ref().map(ToString::to_string) };
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if report.verdict.is_green() {
            all.remove(&key);
        } else {
            all.insert(key);
        }
        Ok(())
    }
}
