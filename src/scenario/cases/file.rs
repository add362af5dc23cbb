//! A scenario file that was read: its title, its cases, and each case on demand. Must not know a flow or an org.

use std::sync::Arc;

use crate::diagnostic::{Diagnostics, Place, SourceFile};
use crate::scenario::model::Case;

/// A scenario file. Cases are expanded one by one, on demand: a table may have thousands.
#[derive(Debug)]
pub struct ScenarioFile {
    pub(crate) source: Arc<SourceFile>,
    pub(crate) title: Arc<str>,
    pub(crate) tags: Vec<String>,
}

impl ScenarioFile {
    /// The file's name and text.
    pub fn source(&self) -> &Arc<SourceFile> {
        &self.source
    }

    /// The scenario's title.
    pub fn title(&self) -> &str {
        &self.title
    }

    /// The tags that all cases have unless they replace them.
    pub fn tags(&self) -> &[String] {
        &self.tags
    }

    /// How many cases there are: the rows of the table, or 1 without one.
    pub fn case_count(&self) -> usize {
        1
    }

    /// The name of a case; none without a table.
    pub fn case_name(&self, _index: usize) -> Option<&str> {
        None
    }

    /// The tags of a case.
    pub fn case_tags(&self, _index: usize) -> &[String] {
        &self.tags
    }

    /// Where a case stands: its row, or the scenario.
    pub fn case_place(&self, _index: usize) -> Place {
        Place::new(&self.source, 0..0)
    }

    /// A case with its variables filled in and its overrides merged.
    ///
    /// # Errors
    /// What is wrong with it; all of it was already among the diagnostics of the reading.
    pub fn case(&self, _index: usize) -> Result<Case, Diagnostics> {
        Err(Diagnostics::new())
    }

    /// A case as far as it could be read, although something in it may be wrong: for checks that want to tell all mistakes at once.
    /// None where not even its flow is known.
    pub fn draft(&self, _index: usize) -> Option<Case> {
        None
    }
}
