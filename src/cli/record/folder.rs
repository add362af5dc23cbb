//! `run --record DIR`: each case that was run, with what it observed, as a scenario of its own. A reader of events; the recordings are
//! proven once the run is over.

use std::io;
use std::sync::{Arc, Mutex, PoisonError};

use camino::{Utf8Path, Utf8PathBuf};

use super::disk;
use super::proof::Prover;
use crate::cli::edge::{Edge, plural};
use crate::event::{CaseReport, Event, Verdict};
use crate::evidence::snapshot::file_name;
use crate::project::{Files, Project};
use crate::report::Report;
use crate::runner::held::record_case;
use crate::scenario::model::Case;

/// Writes recordings into a folder.
pub(in crate::cli) struct Folder {
    folder: Utf8PathBuf,
    project: Arc<Project>,
    files: Arc<dyn Files>,
    made: Arc<Mutex<Made>>,
}

/// What was written, to be proven when the run is over.
pub(in crate::cli) struct Recordings {
    folder: Utf8PathBuf,
    project: Arc<Project>,
    made: Arc<Mutex<Made>>,
}

#[derive(Default)]
struct Made {
    /// The files; with each, why it is partial, where it is.
    files: Vec<(Utf8PathBuf, Option<String>)>,
    /// What could not be written, a line each.
    failed: Vec<String>,
    /// Values that were replaced, in all of them.
    redacted: usize,
}

/// Why recordings must not go there: they write over nothing.
pub(in crate::cli) fn refused(folder: &Utf8Path) -> Option<String> {
    match folder.read_dir() {
        Ok(mut entries) => entries.next().map(|_| {
            format!("`{folder}` is not empty, and recordings write over nothing: name a folder that is new or empty")
        }),
        Err(error) if error.kind() == io::ErrorKind::NotFound => None,
        Err(error) => Some(format!("`{folder}` cannot be used for recordings: {error}")),
    }
}

/// A reader that records, and what it leaves.
pub(in crate::cli) fn folder(
    folder: &Utf8Path,
    project: &Arc<Project>,
    files: &Arc<dyn Files>,
) -> (Folder, Recordings) {
    let (folder, project, made) = (folder.to_owned(), Arc::clone(project), Arc::default());
    let recordings = Recordings { folder: folder.clone(), project: Arc::clone(&project), made: Arc::clone(&made) };
    (Folder { folder, project, files: Arc::clone(files), made }, recordings)
}

impl Folder {
    /// Writes what a case observed; nothing where nothing was said.
    fn write(&self, report: &CaseReport, made: &mut Made) {
        let Some(evidence) = &report.evidence else { return };
        if evidence.transcript.value().is_none_or(Vec::is_empty) {
            return;
        }
        let path = self.project.root().join(&*report.name.file);
        let recording = self
            .case(&path, report)
            .and_then(|case| record_case(&self.project, &*self.files, &path, &case, evidence).ok());
        let Some(recording) = recording else {
            made.failed.push(format!("{}: `{path}` has changed since it was run", report.name.full()));
            return;
        };
        // The name of a snapshot's file without the part that it is of: safe on every disk, and another for each case of a file.
        let name = file_name(path.file_stem().unwrap_or("scenario"), report.name.case.as_deref(), "");
        let name = name.trim_end_matches('@');
        let written = self.free(name, made);
        match disk::write(&written, &recording, false) {
            Ok(()) => {
                made.redacted += recording.redacted.len();
                let why = recording.unknown.first().cloned().unwrap_or_else(|| "its path is not known".to_owned());
                made.files.push((written, (!recording.is_whole).then_some(why)));
            }
            Err(error) => made.failed.push(format!("`{written}` cannot be written: {error}")),
        }
    }

    /// Scenarios of two folders may have one name.
    fn free(&self, name: &str, made: &Made) -> Utf8PathBuf {
        let taken = |path: &Utf8PathBuf| made.files.iter().any(|(one, _)| one == path);
        let first = self.folder.join(format!("{name}.yaml"));
        let more = (2..).map(|number| self.folder.join(format!("{name}_{number}.yaml")));
        std::iter::once(first.clone()).chain(more).find(|path| !taken(path)).unwrap_or(first)
    }

    fn case(&self, path: &Utf8Path, report: &CaseReport) -> Option<Case> {
        let (scenario, _) = self.project.read_scenario(&*self.files, path);
        let scenario = scenario?;
        let row = (0..scenario.case_count()).find(|row| scenario.case_name(*row) == report.name.case.as_deref())?;
        scenario.case(row).ok()
    }
}

impl Report for Folder {
    /// A recording that fails must not end the others, so it is no error of the reader.
    fn event(&mut self, event: &Event) -> io::Result<()> {
        if let Event::CaseEnded(report) = event {
            let made = Arc::clone(&self.made);
            self.write(report, &mut made.lock().unwrap_or_else(PoisonError::into_inner));
        }
        Ok(())
    }
}

impl Recordings {
    /// Runs what was written and says what came of it; whether all of it reproduces all that was seen.
    pub async fn prove(&self, edge: &Edge) -> bool {
        let made = std::mem::take(&mut *self.made.lock().unwrap_or_else(PoisonError::into_inner));
        let mut lines = made.failed;
        let prover = match Prover::new(edge, &self.project).await {
            Ok(prover) => prover,
            Err(wrong) => {
                edge.report(&wrong);
                edge.tell("so it is not known whether the recordings reproduce what was seen");
                return false;
            }
        };
        for (file, partial) in &made.files {
            match prover.run(file).await {
                Ok(report) if report.verdict == Verdict::Passed => {
                    lines.extend(partial.as_ref().map(|why| format!("`{file}` is partial: {why}")));
                }
                Ok(_) => lines.push(format!("`{file}` does not reproduce what was seen; run it to see what differs")),
                Err(wrong) => {
                    edge.report(&wrong);
                    lines.push(format!("`{file}` does not run: the mistakes stand above"));
                }
            }
        }
        lines.iter().for_each(|line| edge.tell(line));
        let (count, good) = (made.files.len(), lines.is_empty());
        let words = if good && count > 0 { ", and each reproduces offline what was seen" } else { "" };
        let redacted = match made.redacted {
            0 => String::new(),
            count => format!("; {} redacted, which each file lists", plural(count, "value")),
        };
        edge.say(&format!("recorded {} in {}{words}{redacted}", plural(count, "case"), self.folder));
        good
    }
}
