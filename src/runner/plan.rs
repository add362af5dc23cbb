//! What will run, in order: files, and the rows of each that the filter chose. Few cases are kept loaded; of many only the files'
//! names, so that memory does not grow with them.

use std::sync::Arc;

use camino::Utf8PathBuf;

use super::Filter;
use crate::diagnostic::{Diagnostics, Place};
use crate::event::CaseName;
use crate::project::{Files, Project};
use crate::scenario::ScenarioFile;

/// With more cases than this, scenario files are read again when their turn comes. Each loaded row costs a few kilobytes.
const KEEP_LOADED: usize = 1_000;

/// All cases that will run.
#[derive(Debug, Default)]
pub struct Plan {
    files: Vec<PlannedFile>,
    /// How many cases the files hold in all, chosen or not.
    pub found: usize,
    planned: usize,
    loaded: usize,
}

#[derive(Debug)]
struct PlannedFile {
    path: Utf8PathBuf,
    rows: Rows,
    kept: Option<Arc<ScenarioFile>>,
}

#[derive(Debug)]
enum Rows {
    All(usize),
    Chosen(Vec<u32>),
}

impl Rows {
    fn len(&self) -> usize {
        match self {
            Self::All(count) => *count,
            Self::Chosen(rows) => rows.len(),
        }
    }

    fn get(&self, at: usize) -> Option<usize> {
        match self {
            Self::All(count) => (at < *count).then_some(at),
            Self::Chosen(rows) => rows.get(at).map(|row| *row as usize),
        }
    }
}

impl Plan {
    /// Adds a checked file; rows that the filter does not choose are left out.
    pub fn add(&mut self, path: Utf8PathBuf, scenario: ScenarioFile, filter: &Filter) {
        let count = scenario.case_count();
        self.found += count;
        let rows = if filter.is_empty() {
            Rows::All(count)
        } else {
            Rows::Chosen(
                (0..count).filter(|row| chosen(&path, &scenario, *row, filter)).map(|row| row as u32).collect(),
            )
        };
        if rows.len() == 0 {
            return;
        }
        self.planned += rows.len();
        self.loaded += count;
        let kept = (self.loaded <= KEEP_LOADED).then(|| Arc::new(scenario));
        self.files.push(PlannedFile { path, rows, kept });
    }

    /// Leaves out every case whose position is not wanted; those that stay are counted anew.
    pub fn keep(&mut self, wanted: impl Fn(usize) -> bool) {
        let mut index = 0;
        for file in &mut self.files {
            let rows = (0..file.rows.len()).filter_map(|at| file.rows.get(at)).filter(|_| {
                index += 1;
                wanted(index - 1)
            });
            file.rows = Rows::Chosen(rows.map(|row| row as u32).collect());
        }
        self.files.retain(|file| file.rows.len() > 0);
        self.planned = self.files.iter().map(|file| file.rows.len()).sum();
    }

    /// How many cases will run.
    pub fn len(&self) -> usize {
        self.planned
    }

    /// Whether none will.
    pub fn is_empty(&self) -> bool {
        self.planned == 0
    }

    /// In how many files.
    pub fn files(&self) -> usize {
        self.files.len()
    }

    /// The folders of the files, without repetition of neighbours.
    pub fn folders(&self) -> Vec<Utf8PathBuf> {
        let folder = |file: &PlannedFile| file.path.parent().map(camino::Utf8Path::to_path_buf).unwrap_or_default();
        let mut folders: Vec<Utf8PathBuf> = self.files.iter().map(folder).collect();
        folders.dedup();
        folders
    }

    /// The cases in order; files are loaded as their turn comes.
    pub(super) fn cases<'a>(
        &'a self,
        project: &'a Project,
        files: &'a dyn Files,
    ) -> impl Iterator<Item = Planned> + 'a {
        let mut index = 0;
        self.files.iter().flat_map(move |file| {
            let scenario = match &file.kept {
                Some(kept) => Ok(Arc::clone(kept)),
                None => load(project, files, file),
            };
            let first = index;
            index += file.rows.len();
            (0..file.rows.len()).filter_map(move |at| {
                let row = file.rows.get(at)?;
                Some(Planned { index: first + at, path: file.path.clone(), row, scenario: scenario.clone() })
            })
        })
    }
}

fn load(project: &Project, files: &dyn Files, file: &PlannedFile) -> Result<Arc<ScenarioFile>, Arc<Diagnostics>> {
    match project.read_scenario(files, &file.path) {
        (Some(scenario), diagnostics) if !diagnostics.has_errors() => Ok(Arc::new(scenario)),
        (_, diagnostics) => Err(Arc::new(diagnostics)),
    }
}

fn chosen(path: &camino::Utf8Path, scenario: &ScenarioFile, row: usize, filter: &Filter) -> bool {
    let full = match scenario.case_name(row) {
        Some(case) => format!("{}: {case}", scenario.title()),
        None => scenario.title().to_owned(),
    };
    filter.accepts_name(path.as_str(), &full)
        && (!filter.needs_tags() || scenario.case(row).is_ok_and(|case| filter.accepts_tags(&case.tags)))
}

/// One case of a plan, not expanded yet.
#[derive(Debug, Clone)]
pub struct Planned {
    /// Position in the plan.
    pub index: usize,
    /// Its file.
    pub path: Utf8PathBuf,
    /// Its row.
    pub row: usize,
    /// The file, or what became wrong with it since it was checked.
    pub(super) scenario: Result<Arc<ScenarioFile>, Arc<Diagnostics>>,
}

impl Planned {
    /// Its name and place.
    pub fn name(&self) -> CaseName {
        match &self.scenario {
            Ok(file) => CaseName {
                index: self.index,
                scenario: file.title().into(),
                case: file.case_name(self.row).map(Into::into),
                place: file.case_place(self.row),
            },
            Err(_) => CaseName {
                index: self.index,
                scenario: self.path.as_str().into(),
                case: Some(format!("row {}", self.row + 1).into()),
                place: Place::new(&crate::diagnostic::SourceFile::new(self.path.as_str(), ""), 0..0),
            },
        }
    }
}
