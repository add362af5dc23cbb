//! A scenario file that was read: its title, its cases, and each case on demand. Must not know a flow or an org.

use std::sync::Arc;

use crate::diagnostic::{Diagnostics, Place, SourceFile};
use crate::scenario::model::Case;
use crate::scenario::read::Patterns;

use super::collect::Collector;
use super::expand::{Base, expand};
use super::row::Row;

/// A scenario file. Cases are expanded one by one, on demand: a table may have thousands.
#[derive(Debug)]
pub struct ScenarioFile {
    pub(super) base: Base,
    pub(super) rows: Vec<Row>,
    pub(super) has_table: bool,
    /// Without a table: whether nothing is wrong with the one case.
    pub(super) sound: bool,
    pub(super) patterns: Patterns,
    /// What is wrong with the scenario itself.
    pub(super) base_diagnostics: Diagnostics,
    pub(super) used_blocks: Vec<Box<str>>,
}

impl ScenarioFile {
    /// The file's name and text.
    pub fn source(&self) -> &Arc<SourceFile> {
        self.base.sources.main()
    }

    /// The scenario's title.
    pub fn title(&self) -> &str {
        &self.base.case.scenario
    }

    /// The tags that all cases have unless they replace them.
    pub fn tags(&self) -> &[String] {
        &self.base.case.tags
    }

    /// How many cases there are: the rows of the table, or 1 without one.
    pub fn case_count(&self) -> usize {
        if self.has_table { self.rows.len() } else { 1 }
    }

    /// The name of a case; none without a table.
    pub fn case_name(&self, index: usize) -> Option<&str> {
        self.rows.get(index).map(|row| &*row.name)
    }

    /// The tags of a case.
    pub fn case_tags(&self, index: usize) -> &[String] {
        self.rows.get(index).and_then(|row| row.tags.as_deref()).unwrap_or(self.tags())
    }

    /// The group of a case.
    pub fn case_group(&self, index: usize) -> Option<&str> {
        let own = self.rows.get(index).and_then(|row| row.group.as_ref());
        own.unwrap_or(&self.base.case.group).as_deref()
    }

    /// Where a case stands: its row, or the scenario's title.
    pub fn case_place(&self, index: usize) -> Place {
        match self.rows.get(index) {
            Some(row) => self.base.sources.place(&row.span),
            None => self.base.case.place.clone(),
        }
    }

    /// The blocks that its conversations use, those that others use in them too.
    pub fn used_blocks(&self) -> impl Iterator<Item = &str> {
        self.used_blocks.iter().map(|name| &**name)
    }

    /// A case with its variables filled in and its overrides merged.
    ///
    /// # Errors
    /// What is wrong with it; all of it was already among the diagnostics of the reading. Empty where there is no such case, or where only
    /// the frame of the file is wrong (a misspelt `flow`).
    pub fn case(&self, index: usize) -> Result<Case, Diagnostics> {
        if index >= self.case_count() {
            return Err(Diagnostics::new());
        }
        let row = self.rows.get(index);
        let sound = row.map_or(self.sound, |row| row.sound);
        let expanded = expand(&self.base, row, &self.patterns, sound);
        if sound {
            return Ok(expanded.case);
        }
        let mut diagnostics = self.base_diagnostics.clone();
        diagnostics.append(expanded.diagnostics);
        diagnostics.sort();
        Err(diagnostics)
    }

    /// A case as far as it could be read, although something in it may be wrong: for checks that want to tell all mistakes at once.
    /// None where there is no such case or not even its flow is known.
    pub fn draft(&self, index: usize) -> Option<Case> {
        if index >= self.case_count() {
            return None;
        }
        let case = expand(&self.base, self.rows.get(index), &self.patterns, true).case;
        (!case.flow.value.is_empty()).then_some(case)
    }

    /// What is wrong with cases, by their positions, as one list: each mistake once, and where a row of the table is at fault, with its name
    /// and its place.
    pub fn told_of_cases(&self, found: impl IntoIterator<Item = (usize, Diagnostics)>) -> Diagnostics {
        let mut collector = Collector::new(&Diagnostics::new());
        for (case, diagnostics) in found {
            collector.add(case, diagnostics);
        }
        collector.finish(&self.base.sources, &self.rows)
    }
}
