//! What will run, in order: files, and the rows of each that the filter chose. Few cases are kept loaded; of many only the files'
//! names, so that memory does not grow with them.

use std::sync::Arc;

use camino::Utf8PathBuf;

use super::{CaseKey, Filter};
use crate::diagnostic::{Diagnostics, Place};
use crate::event::{CaseName, Shard};
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
    /// How many are chosen, those of other shards among them.
    chosen: usize,
    planned: usize,
    loaded: usize,
    shard: Option<Shard>,
    order: Option<Order>,
}

#[derive(Debug)]
struct PlannedFile {
    path: Utf8PathBuf,
    rows: Rows,
    kept: Option<Arc<ScenarioFile>>,
}

#[derive(Debug)]
enum Rows {
    /// All of so many rows; the first has this position in the plan.
    All { count: usize, first: usize },
    /// Those rows, each with its position in the plan.
    Chosen(Vec<(u32, u32)>),
}

impl Rows {
    fn len(&self) -> usize {
        match self {
            Self::All { count, .. } => *count,
            Self::Chosen(rows) => rows.len(),
        }
    }

    /// The row, and its position in the plan.
    fn get(&self, at: usize) -> Option<(usize, usize)> {
        match self {
            Self::All { count, first } => (at < *count).then_some((at, first + at)),
            Self::Chosen(rows) => rows.get(at).map(|(row, index)| (*row as usize, *index as usize)),
        }
    }
}

impl Plan {
    /// Adds a checked file; rows that the filter does not choose are left out.
    pub fn add(&mut self, path: Utf8PathBuf, scenario: ScenarioFile, filter: &Filter) {
        let count = scenario.case_count();
        self.found += count;
        self.shard = filter.shard;
        let first = self.chosen;
        let rows = if filter.is_empty() {
            self.chosen += count;
            Rows::All { count, first }
        } else {
            let mut rows = Vec::new();
            for row in (0..count).filter(|row| chosen(&path, &scenario, *row, filter)) {
                if filter.shares(&key(&path, &scenario, row)) {
                    rows.push((row as u32, self.chosen as u32));
                }
                self.chosen += 1;
            }
            Rows::Chosen(rows)
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
        let (mut before, mut after) = (0, 0);
        for file in &mut self.files {
            let mut rows = Vec::new();
            for (row, _) in (0..file.rows.len()).filter_map(|at| file.rows.get(at)) {
                before += 1;
                if wanted(before - 1) {
                    rows.push((row as u32, after));
                    after += 1;
                }
            }
            file.rows = Rows::Chosen(rows);
        }
        self.files.retain(|file| file.rows.len() > 0);
        self.planned = after as usize;
        self.chosen = self.planned;
    }

    /// Mixes the order in which cases begin: the same for the same seed and cases. Of more cases than are kept loaded, files are mixed, and rows
    /// within them.
    pub fn shuffle(&mut self, seed: u64) {
        self.order = Some(Order::mixed(&self.files, self.planned <= KEEP_LOADED, seed));
    }

    /// The seed of the order, where it is mixed.
    pub fn seed(&self) -> Option<u64> {
        self.order.as_ref().map(|order| order.seed)
    }

    /// The part of the cases that this is, where they are shared among runs.
    pub fn shard(&self) -> Option<Shard> {
        self.shard
    }

    /// How many cases will run.
    pub fn len(&self) -> usize {
        self.planned
    }

    /// How many cases are chosen, those that other shards run among them.
    pub fn chosen(&self) -> usize {
        self.chosen
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
        let mut read: Option<(usize, Scenario)> = None;
        self.turns().filter_map(move |(at, row)| {
            let file = self.files.get(at)?;
            let (row, index) = file.rows.get(row)?;
            let scenario = match (&file.kept, &read) {
                (Some(kept), _) => Ok(Arc::clone(kept)),
                (None, Some((last, scenario))) if *last == at => scenario.clone(),
                (None, _) => {
                    let scenario = load(project, files, file);
                    read = Some((at, scenario.clone()));
                    scenario
                }
            };
            Some(Planned { index, path: file.path.clone(), row, scenario })
        })
    }

    /// Positions of files and of rows in them, in the order of their turns.
    fn turns(&self) -> Box<dyn Iterator<Item = (usize, usize)> + Send + '_> {
        match &self.order {
            Some(order) => Box::new(order.turns.iter().map(|(file, row)| (*file as usize, *row as usize))),
            None => {
                let rows = |(at, file): (usize, &PlannedFile)| (0..file.rows.len()).map(move |row| (at, row));
                Box::new(self.files.iter().enumerate().flat_map(rows))
            }
        }
    }
}

/// A mixed order.
#[derive(Debug)]
struct Order {
    seed: u64,
    turns: Vec<(u32, u32)>,
}

impl Order {
    fn mixed(files: &[PlannedFile], all_at_once: bool, seed: u64) -> Self {
        let mut rng = fastrand::Rng::with_seed(seed);
        let rows = |at: usize, file: &PlannedFile| (0..file.rows.len() as u32).map(move |row| (at as u32, row));
        let mut by_file: Vec<Vec<(u32, u32)>> =
            files.iter().enumerate().map(|(at, file)| rows(at, file).collect()).collect();
        if !all_at_once {
            rng.shuffle(&mut by_file);
            by_file.iter_mut().for_each(|rows| rng.shuffle(rows));
        }
        let mut turns: Vec<(u32, u32)> = by_file.into_iter().flatten().collect();
        if all_at_once {
            rng.shuffle(&mut turns);
        }
        Self { seed, turns }
    }
}

/// A scenario, or what became wrong with it.
type Scenario = Result<Arc<ScenarioFile>, Arc<Diagnostics>>;

fn load(project: &Project, files: &dyn Files, file: &PlannedFile) -> Scenario {
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
        && (filter.only.is_none() || filter.accepts_key(&key(path, scenario, row)))
        && (!filter.needs_tags() || scenario.case(row).is_ok_and(|case| filter.accepts_tags(&case.tags)))
}

fn key(path: &camino::Utf8Path, scenario: &ScenarioFile, row: usize) -> CaseKey {
    CaseKey { file: path.to_string(), case: scenario.case_name(row).map(str::to_owned) }
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
    pub(super) scenario: Scenario,
}

impl Planned {
    /// The group of cases that it shares something with, where it names one.
    pub(super) fn group(&self) -> Option<&str> {
        self.scenario.as_ref().ok()?.case_group(self.row)
    }

    /// Its name and place.
    pub fn name(&self) -> CaseName {
        match &self.scenario {
            Ok(file) => CaseName {
                index: self.index,
                file: self.path.as_str().into(),
                scenario: file.title().into(),
                case: file.case_name(self.row).map(Into::into),
                place: file.case_place(self.row),
            },
            Err(_) => CaseName {
                index: self.index,
                file: self.path.as_str().into(),
                scenario: self.path.as_str().into(),
                case: Some(format!("row {}", self.row + 1).into()),
                place: Place::new(&crate::diagnostic::SourceFile::new(self.path.as_str(), ""), 0..0),
            },
        }
    }
}
