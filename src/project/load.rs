//! From a folder to a project. Flows are not loaded here: a run of one scenario needs one of them.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, OnceLock};

use camino::Utf8Path;

use super::check::check_groups;
use super::convert::world_of;
use super::file::{self, ProjectFile};
use super::root::{FlowEntry, unreadable};
use super::{Files, Project};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, SourceFile};
use crate::flow::stubs::Stubs;

/// The name of the project's file.
pub const FILE_NAME: &str = "flowproof.yaml";

/// Loads the project of a folder. A folder without [`FILE_NAME`] is a project without flows: its scenarios name flow files by path. There
/// is no project only where the file is not YAML or cannot be read; beside other mistakes there is one, so that the scenarios' own are
/// found in the same go.
pub fn load(files: &dyn Files, root: &Utf8Path) -> (Option<Project>, Diagnostics) {
    let path = root.join(FILE_NAME);
    if !files.exists(&path) {
        return (Some(project(root, ProjectFile::default())), Diagnostics::new());
    }
    let text = match files.read(&path) {
        Ok(text) => text,
        Err(error) => return (None, unreadable(Utf8Path::new(FILE_NAME), &error).into()),
    };
    let (file, mut diagnostics) = file::read(&SourceFile::new(FILE_NAME, text));
    let Some(file) = file else { return (None, diagnostics) };
    for spec in file.flows.values() {
        if !files.exists(&root.join(&spec.file.value)) {
            let message = format!("flow file `{}` does not exist", spec.file.value);
            diagnostics.push(
                Diagnostic::error(Code::FILE_UNREADABLE, message)
                    .at(spec.file.place.clone())
                    .help(format!("paths are taken from the folder of {FILE_NAME}")),
            );
        }
    }
    check_groups(&file.world, &world_of(&file.world), &mut diagnostics);
    (Some(project(root, file)), diagnostics)
}

fn project(root: &Utf8Path, file: ProjectFile) -> Project {
    let entry = |(name, spec)| (name, FlowEntry { spec, loaded: OnceLock::new() });
    Project {
        root: root.to_path_buf(),
        settings: file.settings,
        world: Arc::new(world_of(&file.world)),
        no_stubs: Arc::new(Stubs::default()),
        flows: file.flows.into_iter().map(entry).collect(),
        by_path: Mutex::new(HashMap::new()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::project::MemoryFiles;

    #[test]
    fn a_folder_without_a_file_is_a_project_without_flows() {
        let (project, found) = load(&MemoryFiles::default(), "anywhere".into());
        assert!(found.is_empty());
        assert_eq!(project.unwrap().flow_names().count(), 0);
    }

    #[test]
    fn a_flow_file_that_is_not_there_is_told_at_its_path() {
        let files = MemoryFiles::new([("p/flowproof.yaml", "version: 1\nflows: { a: x.yaml }\n")]);
        let (project, found) = load(&files, "p".into());
        assert_eq!(project.unwrap().flow_names().collect::<Vec<_>>(), ["a"]);
        let places: Vec<String> = found.iter().filter_map(|one| one.place.as_ref()).map(ToString::to_string).collect();
        assert_eq!(places, ["flowproof.yaml:2:13"]);
    }

    #[test]
    fn what_is_not_yaml_is_no_project() {
        let files = MemoryFiles::new([("flowproof.yaml", "version: [1\n")]);
        let (project, found) = load(&files, "".into());
        assert!(project.is_none() && found.has_errors());
    }
}
