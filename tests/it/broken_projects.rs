//! Every folder of `fixtures/broken/project` is a project with mistakes; what is said of them is a snapshot each. Found at run time, so that
//! a new folder is a new test. Names that start with `_` are parts that several share.

use std::fmt::Write as _;

use camino::{Utf8Path, Utf8PathBuf};
use flowproof::diagnostic::{Diagnostics, RenderStyle, render_all};
use flowproof::project::{DiskFiles, Files, SCENARIOS, load};

/// From the package's folder, in which cargo runs tests: a path that reads the same on every machine.
pub const FOLDER: &str = "fixtures/broken/project";

/// Fewer than these means that the folder was not found, or lost some.
const AT_LEAST: usize = 20;

#[test]
fn each_broken_project_says_what_is_wrong() {
    let mut folders: Vec<String> = DiskFiles
        .list(Utf8Path::new(FOLDER))
        .unwrap()
        .into_iter()
        .filter(|entry| entry.folder && !entry.name.starts_with('_'))
        .map(|entry| entry.name)
        .collect();
    folders.sort();
    assert!(folders.len() >= AT_LEAST, "only {} broken projects found", folders.len());
    let mut settings = insta::Settings::clone_current();
    settings.set_prepend_module_to_snapshot(false);
    settings.set_omit_expression(true);
    settings.set_snapshot_path("snapshots/broken_projects");
    let mut silent: Vec<&str> = Vec::new();
    settings.bind(|| {
        for name in &folders {
            let found = diagnostics(&Utf8Path::new(FOLDER).join(name));
            if found.is_empty() {
                silent.push(name.as_str());
                continue;
            }
            insta::assert_snapshot!(name.as_str(), shown(&found));
        }
    });
    assert!(silent.is_empty(), "nothing is said of {silent:?}");
}

/// All that is said of a project, its flows and its scenarios, as `check` tells it.
pub fn diagnostics(root: &Utf8Path) -> Diagnostics {
    let files = DiskFiles;
    let (project, mut found) = load(&files, root);
    let Some(project) = project else { return found };
    found.append(project.flows(&files).1);
    found.append(project.check_coverage(&files));
    // A project that is wrong without any scenario has no folder of them.
    let folder = &project.settings().defaults.scenarios;
    let mut paths: Vec<Utf8PathBuf> = Vec::new();
    if folder != SCENARIOS || files.exists(&root.join(folder)) {
        match project.discover(&files, &[]) {
            Ok(discovered) => paths = discovered,
            Err(more) => found.append(more),
        }
    }
    for path in paths {
        let (scenario, more) = project.read_scenario(&files, &path);
        found.append(more);
        if let Some(scenario) = scenario {
            found.append(project.check(&files, &path, &scenario));
        }
    }
    found.sort();
    found
}

/// The diagnostics as a person sees them, with their number.
fn shown(found: &Diagnostics) -> String {
    let mut text = render_all(found, RenderStyle::Plain);
    let _ = write!(text, "\n\n{} in all", found.len());
    text
}
