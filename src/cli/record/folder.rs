//! `run --record DIR`: each case that was run, with what it observed, as a scenario of its own. A reader of events.

use std::io;
use std::sync::Arc;

use camino::{Utf8Path, Utf8PathBuf};

use super::disk;
use crate::event::{CaseReport, Event};
use crate::evidence::snapshot::file_name;
use crate::project::{Files, Project};
use crate::record::{Recorded, Rules, scenario};
use crate::report::Report;
use crate::scenario::model::{Case, StubsSpec, WorldSpec};

/// Writes recordings into a folder.
pub(in crate::cli) struct Folder {
    folder: Utf8PathBuf,
    project: Arc<Project>,
    files: Arc<dyn Files>,
}

impl Folder {
    /// A folder that need not be there.
    pub fn new(folder: &Utf8Path, project: &Arc<Project>, files: &Arc<dyn Files>) -> Self {
        Self { folder: folder.to_owned(), project: Arc::clone(project), files: Arc::clone(files) }
    }

    /// Writes what a case observed; nothing where nothing was said.
    fn write(&self, report: &CaseReport) -> io::Result<()> {
        let Some(evidence) = &report.evidence else { return Ok(()) };
        if evidence.transcript.value().is_none_or(Vec::is_empty) {
            return Ok(());
        }
        let path = self.project.root().join(report.name.place.source.name());
        let unread = || io::Error::other(format!("`{path}` has changed since it was run"));
        let case = self.case(&path, report).ok_or_else(unread)?;
        let bare = Case { world: WorldSpec::default(), stubs: StubsSpec::default(), ..case.clone() };
        let resolved = self.project.resolve(&*self.files, &path, &bare).map_err(|_| unread())?;
        let rules = Rules { patterns: case.redact.clone(), ..Rules::default() };
        let mut recorded =
            Recorded::of_case(&case, evidence, &resolved.flow, &resolved.program, &resolved.world, &rules);
        let settings = &self.project.settings().live;
        let prefix = settings.habits.attribute_keys().prefix();
        let names = evidence.attributes.value().into_iter().flat_map(|all| all.keys());
        let own = |name: &&String| crate::live::Mark::owns(&settings.marker, name.strip_prefix(prefix).unwrap_or(name));
        recorded.own = names.filter(own).cloned().collect();
        let recording = scenario(&recorded);
        let stem = path.file_stem().unwrap_or("scenario");
        // The name of a snapshot's file without the part that it is of: safe on every disk, and another for each case.
        let name = file_name(stem, case.name.as_deref(), "");
        disk::write(&self.folder.join(format!("{}.yaml", name.trim_end_matches('@'))), &recording)
    }

    fn case(&self, path: &Utf8Path, report: &CaseReport) -> Option<Case> {
        let (scenario, _) = self.project.read_scenario(&*self.files, path);
        let scenario = scenario?;
        let row = (0..scenario.case_count()).find(|row| scenario.case_name(*row) == report.name.case.as_deref())?;
        scenario.case(row).ok()
    }
}

impl Report for Folder {
    fn event(&mut self, event: &Event) -> io::Result<()> {
        match event {
            Event::CaseEnded(report) => self.write(report),
            _ => Ok(()),
        }
    }
}
