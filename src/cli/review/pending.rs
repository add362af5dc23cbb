//! Snapshots that wait: where they are, and what they are of. Must not know what becomes of them.

use camino::{Utf8Path, Utf8PathBuf};

use crate::cli::edge::Edge;
use crate::evidence::snapshot::{SnapshotFile, file_name};
use crate::project::Project;

/// The ending of a snapshot that waits.
const NEW: &str = ".snap.new";

/// A snapshot that waits.
pub(super) struct Pending {
    /// The file, as a person would name it.
    pub new: Utf8PathBuf,
    /// The file that it becomes when it is accepted.
    pub stored: Utf8PathBuf,
}

impl Pending {
    /// All below a folder, or the one that is named, in the order of their paths.
    pub fn below(edge: &Edge, path: &Utf8Path, found: &mut Vec<Self>) {
        let Ok(mut entries) = edge.files.list(path) else {
            found.extend(Self::at(path));
            return;
        };
        entries.sort();
        for entry in entries {
            let inner = path.join(&entry.name);
            if entry.folder {
                Self::below(edge, &inner, found);
            } else {
                found.extend(Self::at(&inner));
            }
        }
    }

    fn at(path: &Utf8Path) -> Option<Self> {
        let new = path.strip_prefix("./").unwrap_or(path);
        let stored = new.as_str().strip_suffix(NEW)?;
        Some(Self { new: new.to_owned(), stored: format!("{stored}.snap").into() })
    }

    /// The texts, stored and new; empty where there is none.
    pub fn texts(&self, edge: &Edge) -> (String, String) {
        let text = |path: &Utf8Path| edge.files.read(path).map(|text| SnapshotFile::read(&text).text);
        (text(&self.stored).unwrap_or_default(), text(&self.new).unwrap_or_default())
    }

    /// The scenario's title, the case and the part, as far as its files can be read.
    pub fn title(&self, edge: &Edge, project: Option<&Project>) -> Option<String> {
        let name = self.new.file_name()?.strip_suffix(NEW)?;
        let part = name.rsplit_once('@').map_or(name, |(_, part)| part);
        let source = SnapshotFile::read(&edge.files.read(&self.new).ok()?).source;
        // Snapshots stand in a folder beside their scenario, whatever folder the run was started in.
        let path = self.new.parent()?.parent()?.join(Utf8Path::new(&source).file_name()?);
        let (scenario, _) = project?.read_scenario(&*edge.files, &path);
        let scenario = scenario?;
        let stem = path.file_stem()?;
        // The name of the file holds the case's name without what disks refuse, so each is tried.
        let of = |row: &usize| file_name(stem, scenario.case_name(*row), part) == name;
        let row = (0..scenario.case_count()).find(of)?;
        let case = scenario.case_name(row).map(|case| format!(" ({case})")).unwrap_or_default();
        Some(format!("{}{case}, {part}", scenario.title()))
    }
}
