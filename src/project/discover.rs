//! Which files are scenarios: those named, and those below folders. Must not read one.

use camino::{Utf8Path, Utf8PathBuf};

use super::files::normal;
use super::load::FILE_NAME;
use super::{Files, Project};
use crate::diagnostic::{Code, Diagnostic, Diagnostics};

/// Endings of scenario files. A file that is named on its own may have any.
const ENDINGS: [&str; 3] = ["yaml", "yml", "json"];

/// The folder of snapshots, beside the scenarios.
const SNAPSHOTS: &str = "snapshots";

/// Folders inside one another; deeper than any project, and an end to a link that leads back up.
const DEPTH: usize = 40;

impl Project {
    /// The scenario files of `paths`, sorted within each folder, each once; without paths those of the scenarios folder, which
    /// may be absent where flowproof.yaml does not name it: then there are none. Hidden files,
    /// hidden folders, folders named `snapshots` and the project's files of blocks are passed over.
    ///
    /// # Errors
    /// Every path that does not exist, or cannot be listed.
    pub fn discover(&self, files: &dyn Files, paths: &[Utf8PathBuf]) -> Result<Vec<Utf8PathBuf>, Diagnostics> {
        let default = [self.root.join(&self.settings.defaults.scenarios)];
        let given = if paths.is_empty() { &default } else { paths };
        let mut found = Vec::new();
        let mut diagnostics = Diagnostics::new();
        for path in given {
            let missing = || {
                let message = format!("`{}` does not exist", self.display(path));
                let help = if paths.is_empty() {
                    format!(
                        "scenarios are looked for there; set `defaults: {{ scenarios: FOLDER }}` in {FILE_NAME}, or name a path"
                    )
                } else {
                    "name a scenario file or a folder of them".to_owned()
                };
                Diagnostic::error(Code::NO_SUCH_PATH, message).help(help)
            };
            if let Ok(entries) = files.list(path) {
                walk(files, path, entries, 0, &mut found);
            } else if files.exists(path) {
                found.push(normal(path));
            } else if !(paths.is_empty() && self.settings.defaults.scenarios == super::SCENARIOS) {
                diagnostics.push(missing());
            }
        }
        let mut seen = std::collections::HashSet::new();
        // Blocks are checked with the project, and are no scenarios.
        found.retain(|path| !self.block_files.contains(path) && seen.insert(path.clone()));
        if diagnostics.is_empty() { Ok(found) } else { Err(diagnostics) }
    }
}

fn walk(
    files: &dyn Files,
    folder: &Utf8Path,
    mut entries: Vec<super::Entry>,
    depth: usize,
    found: &mut Vec<Utf8PathBuf>,
) {
    entries.sort();
    for entry in entries.iter().filter(|entry| !entry.name.starts_with('.')) {
        let path = folder.join(&entry.name);
        if entry.folder {
            if entry.name != SNAPSHOTS && depth < DEPTH {
                let inner = files.list(&path).unwrap_or_default();
                walk(files, &path, inner, depth + 1, found);
            }
        } else if path.extension().is_some_and(|ending| ENDINGS.contains(&ending)) && entry.name != FILE_NAME {
            found.push(normal(&path));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::project::{MemoryFiles, load};

    fn discover(paths: &[&str]) -> Result<Vec<String>, Vec<String>> {
        let files = MemoryFiles::new(
            [
                "p/flowproof.yaml",
                "p/scenarios/b.yml",
                "p/scenarios/a.yaml",
                "p/scenarios/deep/c.json",
                "p/scenarios/notes.md",
                "p/scenarios/.hidden.yaml",
                "p/scenarios/.git/x.yaml",
                "p/scenarios/snapshots/a__x.yaml",
                "p/other/d.yaml",
            ]
            .map(|path| (path, "version: 1\n")),
        );
        let project = load(&files, "p".into()).0.unwrap();
        let paths: Vec<Utf8PathBuf> = paths.iter().map(Utf8PathBuf::from).collect();
        match project.discover(&files, &paths) {
            Ok(found) => Ok(found.into_iter().map(Utf8PathBuf::into_string).collect()),
            Err(found) => Err(found.iter().map(|one| one.message.clone()).collect()),
        }
    }

    #[test]
    fn the_scenarios_folder_is_the_default() {
        let found = discover(&[]).unwrap();
        assert_eq!(found, ["p/scenarios/a.yaml", "p/scenarios/b.yml", "p/scenarios/deep/c.json"]);
    }

    #[test]
    fn files_and_folders_may_be_named_and_count_once() {
        let found = discover(&["p/other/../other/d.yaml", "p/scenarios/deep", "./p/other"]).unwrap();
        assert_eq!(found, ["p/other/d.yaml", "p/scenarios/deep/c.json"]);
        assert_eq!(discover(&["p/scenarios/notes.md"]).unwrap(), ["p/scenarios/notes.md"]);
        assert_eq!(discover(&["p"]).unwrap().len(), 4);
    }

    #[test]
    fn files_of_blocks_are_no_scenarios() {
        let files = MemoryFiles::new([
            ("p/flowproof.yaml", "version: 1\nblocks: [scenarios/blocks/common.yaml]\n"),
            ("p/scenarios/a.yaml", ""),
            ("p/scenarios/blocks/common.yaml", "version: 1\nblocks: { hello: [ say: Hi ] }\n"),
        ]);
        let (project, found) = load(&files, "p".into());
        assert!(found.is_empty(), "{found:?}");
        assert_eq!(project.unwrap().discover(&files, &[]).unwrap(), ["p/scenarios/a.yaml"]);
    }

    #[test]
    fn every_missing_path_is_told() {
        assert_eq!(discover(&["p/x", "p/other", "q"]).unwrap_err(), ["`x` does not exist", "`q` does not exist"]);
    }
}
