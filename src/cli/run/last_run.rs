//! `--last-failed`: what was not green the last time, from the file that each run leaves beside the project or from a report; and the reader that
//! writes that file. Losing it costs a convenience, so it never fails a run.

use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::io::{self, Write as _};
use std::sync::Arc;

use camino::{Utf8Path, Utf8PathBuf};
use serde::{Deserialize, Serialize};

use crate::cli::edge::{Edge, plural};
use crate::cli::write_whole::write_whole;
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Place, SourceFile};
use crate::event::{CaseName, Event, Verdict};
use crate::project::{Project, normal};
use crate::report::{Report, Told, read_events};
use crate::runner::CaseKey;
use crate::scenario::model::TargetName;

/// Beside `flowproof.yaml`.
pub(super) const FILE: &str = ".flowproof/last_run.json";

/// Version of the file; another is not read.
const VERSION: u32 = 1;

/// The file: for each target what was not green when it last ran there.
#[derive(Debug, Default, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Kept {
    version: u32,
    not_green: BTreeMap<String, BTreeSet<Named>>,
}

/// A case by its names.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
struct Named {
    file: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    case: Option<String>,
}

impl Named {
    /// Under its file as seen from the project's folder, from wherever the command was given.
    fn of(name: &CaseName, root: &Utf8Path) -> Self {
        let file = Utf8Path::new(&*name.file);
        let root: Utf8PathBuf = normal(root);
        let file = file.strip_prefix(&root).unwrap_or(file);
        Self { file: file.to_string(), case: name.case.as_deref().map(str::to_owned) }
    }

    fn key(self, root: &Utf8Path) -> CaseKey {
        CaseKey { file: normal(&root.join(self.file)).into_string(), case: self.case }
    }
}

fn path(root: &Utf8Path) -> Utf8PathBuf {
    root.join(FILE)
}

fn word(target: TargetName) -> &'static str {
    TargetName::WORDS.iter().find(|(_, one)| *one == target).map_or("", |(word, _)| word)
}

/// The cases that were not green the last time on this target; `report` is a JSON report to take them from. Says what there is to say, and none
/// where they cannot be known.
pub(super) fn cases(edge: &Edge, report: Option<&Utf8Path>, target: TargetName) -> Option<HashSet<CaseKey>> {
    let mut wrong = Diagnostics::new();
    let found = match report {
        Some(report) => edge.read(report).map(|file| of_report(&file, &edge.root, &mut wrong)),
        None => kept(edge, target),
    };
    let found = found.map_err(|one| wrong.push(one)).ok();
    edge.report(&wrong);
    found.filter(|_| !wrong.has_errors()).map(|cases| cases.into_iter().map(|case| case.key(&edge.root)).collect())
}

fn of_report(file: &Arc<SourceFile>, root: &Utf8Path, wrong: &mut Diagnostics) -> BTreeSet<Named> {
    let (events, found) = read_events(file);
    wrong.append(found);
    let runs = Told::of(file.name(), events);
    let unknown: usize = runs.iter().map(Told::unknown).sum();
    if unknown > 0 {
        let message = format!("the report does not name {} of its run", plural(unknown, "case"));
        let one = Diagnostic::warning(Code::REPORT_UNREADABLE, message).at(Place::new(file, 0..0));
        wrong.push(one.help("they are not run; run the whole suite to have them judged"));
    }
    runs.iter().flat_map(Told::not_green).map(|name| Named::of(name, root)).collect()
}

fn kept(edge: &Edge, target: TargetName) -> Result<BTreeSet<Named>, Diagnostic> {
    let path = path(&edge.root);
    if !edge.files.exists(&path) {
        return Ok(BTreeSet::new());
    }
    let file = edge.read(&path)?;
    let unreadable = |why: String| {
        Diagnostic::error(Code::REPORT_UNREADABLE, format!("what the last run left cannot be read: {why}"))
            .at(Place::new(&file, 0..0))
            .help("delete the file, or name a JSON report: `--last-failed=FILE`")
    };
    let kept: Kept = serde_json::from_str(file.text()).map_err(|error| unreadable(error.to_string()))?;
    if kept.version != VERSION {
        return Err(unreadable(format!("it is of version {}, and this flowproof reads {VERSION}", kept.version)));
    }
    Ok(kept.not_green.get(word(target)).cloned().unwrap_or_default())
}

/// Which of these cases are gone: their file is not there any more, or has no such row.
pub(super) fn gone(edge: &Edge, project: &Project, cases: &HashSet<CaseKey>) -> Vec<CaseKey> {
    let mut files: BTreeMap<&str, Vec<&CaseKey>> = BTreeMap::new();
    for case in cases {
        files.entry(&case.file).or_default().push(case);
    }
    let mut gone = Vec::new();
    for (file, wanted) in files {
        let file = Utf8Path::new(file);
        let scenario = edge.files.exists(file).then(|| project.read_scenario(&*edge.files, file).0);
        let there = |case: &CaseKey| match &scenario {
            None => false,
            // A file that is wrong is told elsewhere.
            Some(None) => true,
            Some(Some(scenario)) => {
                (0..scenario.case_count()).any(|row| scenario.case_name(row) == case.case.as_deref())
            }
        };
        gone.extend(wanted.into_iter().filter(|case| !there(case)).cloned());
    }
    gone.sort();
    gone
}

/// Says which cases are gone.
pub(super) fn tell_gone(edge: &Edge, gone: &[CaseKey]) {
    for case in gone {
        let name = case.case.as_ref().map(|case| format!(": {case}")).unwrap_or_default();
        edge.tell(&format!("not green the last time, and not there any more: {}{name}", case.file));
    }
}

/// Reads a run and keeps what was not green, in the file for the next one. A case that did not run stays as it was known.
pub(super) struct LastRun {
    path: Utf8PathBuf,
    root: Utf8PathBuf,
    target: &'static str,
    before: Kept,
    now: Kept,
}

impl LastRun {
    /// What is known now; cases that are `gone` are forgotten when the run is over.
    pub fn new(edge: &Edge, target: TargetName, gone: &[CaseKey]) -> Self {
        let path = path(&edge.root);
        let text = edge.files.read(&path).ok();
        let before: Option<Kept> = text.and_then(|text| serde_json::from_str(&text).ok());
        let before = before.filter(|kept| kept.version == VERSION);
        let before = before.unwrap_or_else(|| Kept { version: VERSION, ..Kept::default() });
        let mut now = before.clone();
        if let Some(cases) = now.not_green.get_mut(word(target)) {
            cases.retain(|case| !gone.contains(&case.clone().key(&edge.root)));
        }
        Self { path, root: edge.root.clone(), target: word(target), before, now }
    }

    /// Writes what is known now, and warns where that fails.
    pub fn keep(&self) {
        if let Err(error) = self.write() {
            let why =
                format!("`{}` cannot be written, so `--last-failed` will not know of this run: {error}", self.path);
            // Standard error is the last place to tell it.
            let _ = writeln!(anstream::stderr(), "{why}");
        }
    }

    fn write(&self) -> io::Result<()> {
        let mut now = self.now.clone();
        now.not_green.retain(|_, cases| !cases.is_empty());
        // Runs that are always green leave nothing behind.
        if now == self.before {
            return Ok(());
        }
        write_whole(&self.path, &format!("{}\n", serde_json::to_string_pretty(&now)?))
    }
}

impl Report for LastRun {
    fn event(&mut self, event: &Event) -> io::Result<()> {
        match event {
            Event::CaseEnded(report) => {
                let cases = self.now.not_green.entry(self.target.to_owned()).or_default();
                match report.verdict {
                    // It was not judged: what was known of it stays known.
                    Verdict::Skipped => {}
                    verdict if verdict.is_green() => {
                        cases.remove(&Named::of(&report.name, &self.root));
                    }
                    _ => {
                        cases.insert(Named::of(&report.name, &self.root));
                    }
                }
            }
            Event::RunEnded(_) => {
                self.keep();
            }
            _ => {}
        }
        Ok(())
    }
}
