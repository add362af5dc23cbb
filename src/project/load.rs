//! From a folder to a project. Flows are not loaded here: a run of one scenario needs one of them.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, OnceLock};

use camino::Utf8Path;

use super::check::check_groups;
use super::convert::world_of;
use super::file::{self, ProjectFile, ReadFile};
use super::files::normal;
use super::root::{FlowEntry, unreadable};
use super::{Files, Project};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, SourceFile, list_of};
use crate::flow::stubs::Stubs;
use crate::scenario::model::Spanned;
use crate::scenario::{Blocks, check_blocks, read_blocks_file};

/// The name of the project's file.
pub const FILE_NAME: &str = "flowproof.yaml";

/// Loads the project of a folder, without a profile: see [`load_with`].
pub fn load(files: &dyn Files, root: &Utf8Path) -> (Option<Project>, Diagnostics) {
    load_with(files, root, None)
}

/// Loads the project of a folder with a profile of its file, where one is named. What is wrong with another profile is told, too. A folder without [`FILE_NAME`] is a project without flows: its scenarios name flow files by path. There
/// is no project only where the file is not YAML or cannot be read; beside other mistakes there is one, so that the scenarios' own are
/// found in the same go.
pub fn load_with(files: &dyn Files, root: &Utf8Path, profile: Option<&str>) -> (Option<Project>, Diagnostics) {
    let path = root.join(FILE_NAME);
    if !files.exists(&path) {
        let unknown = profile.map(|name| unknown_profile(name, &ReadFile::default()));
        let project = project(root, ProjectFile::default(), Blocks::default());
        return (Some(project).filter(|_| unknown.is_none()), unknown.into_iter().collect());
    }
    let text = match files.read(&path) {
        Ok(text) => text,
        Err(error) => return (None, unreadable(Utf8Path::new(FILE_NAME), &error).into()),
    };
    let (file, mut diagnostics) = file::read(&SourceFile::new(FILE_NAME, text));
    let Some(mut file) = file else { return (None, diagnostics) };
    let mut told = Vec::new();
    for one in [&file.plain].into_iter().chain(file.profiles.values()) {
        for spec in one.flows.values().filter(|spec| !files.exists(&root.join(&spec.file.value))) {
            if told.contains(&spec.file.place) {
                continue;
            }
            told.push(spec.file.place.clone());
            let message = format!("flow file `{}` does not exist", spec.file.value);
            diagnostics.push(
                Diagnostic::error(Code::FILE_UNREADABLE, message)
                    .at(spec.file.place.clone())
                    .help(format!("paths are taken from the folder of {FILE_NAME}")),
            );
        }
        let mut groups = Diagnostics::new();
        check_groups(&one.world, &world_of(&one.world), &mut groups);
        diagnostics
            .extend(groups.into_iter().filter(|new| !diagnostics.iter().any(|old| old == new)).collect::<Vec<_>>());
    }
    let blocks = blocks_of(files, root, &file.plain.blocks, &mut diagnostics);
    let chosen = match profile {
        None => Some(file.plain),
        Some(name) => {
            if !file.profiles.contains_key(name) {
                diagnostics.push(unknown_profile(name, &file));
            }
            file.profiles.swap_remove(name)
        }
    };
    let project = chosen.map(|chosen| Project { profile: profile.map(str::to_owned), ..project(root, chosen, blocks) });
    (project, diagnostics)
}

fn unknown_profile(name: &str, file: &ReadFile) -> Diagnostic {
    let known = || file.profiles.keys().map(String::as_str);
    let one = Diagnostic::error(Code::UNKNOWN_PROFILE, format!("no profile is named `{name}`"));
    one.help_maybe(list_of("profiles", name, known()))
        .help(format!("profiles stand under `profiles:` in {FILE_NAME}; `--profile` or FLOWPROOF_PROFILE names one"))
}

/// The blocks of all files that the project names.
fn blocks_of(files: &dyn Files, root: &Utf8Path, paths: &[Spanned<String>], found: &mut Diagnostics) -> Blocks {
    let mut all = Blocks::default();
    for (at, path) in paths.iter().enumerate() {
        if let Some(first) = paths.iter().take(at).find(|other| other.value == path.value) {
            found.push(
                Diagnostic::error(Code::DUPLICATE_NAME, format!("`{}` is given twice", path.value))
                    .at(path.place.clone())
                    .label(first.place.clone(), "first given here")
                    .help("remove one of the two"),
            );
            continue;
        }
        let name = normal(Utf8Path::new(&path.value));
        match files.read(&root.join(&name)) {
            Ok(text) => {
                let (blocks, wrong) = read_blocks_file(&SourceFile::new(name.as_str(), text));
                found.append(wrong);
                all.merge(blocks, found);
            }
            Err(error) => {
                let help = format!("paths are taken from the folder of {FILE_NAME}");
                found.push(unreadable(&name, &error).at(path.place.clone()).help(help));
            }
        }
    }
    found.append(check_blocks(&all, &all));
    all
}

fn project(root: &Utf8Path, file: ProjectFile, blocks: Blocks) -> Project {
    let entry = |(name, spec)| (name, FlowEntry { spec, loaded: OnceLock::new() });
    Project {
        root: root.to_path_buf(),
        settings: file.settings,
        world: Arc::new(world_of(&file.world)),
        no_stubs: Arc::new(Stubs::default()),
        flows: file.flows.into_iter().map(entry).collect(),
        by_path: Mutex::new(HashMap::new()),
        profile: None,
        variables: Arc::new(file.variables),
        blocks: Arc::new(blocks),
        block_files: file.blocks.iter().map(|path| normal(&root.join(&path.value))).collect(),
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

    const PROFILES: &str = "version: 1\nvariables: { tier: Gold }\nprofiles:\n  staging: { variables: { tier: Silver } }\n  nightly: { flows: { x: none.yaml } }\n";

    #[test]
    fn a_profile_is_used_where_it_is_named_and_its_mistakes_are_told_anyway() {
        let files = MemoryFiles::new([("flowproof.yaml", PROFILES)]);
        let tier = |profile| {
            load_with(&files, "".into(), profile).0.and_then(|one| one.variables.text("tier").map(str::to_owned))
        };
        assert_eq!(tier(None).as_deref(), Some("Gold"));
        assert_eq!(tier(Some("staging")).as_deref(), Some("Silver"));
        assert_eq!(tier(Some("stagin")), None);
        let told = |profile| -> Vec<String> {
            load_with(&files, "".into(), profile)
                .1
                .iter()
                .map(|one| format!("{} {}", one.code, one.help.join("; ")))
                .collect()
        };
        assert_eq!(told(Some("staging")), ["FP0101 paths are taken from the folder of flowproof.yaml"]);
        assert!(told(Some("stagin"))[1].starts_with("FP0329 did you mean `staging`?"), "{:?}", told(Some("stagin")));
        let (project, found) = load_with(&MemoryFiles::default(), "".into(), Some("staging"));
        assert!(project.is_none() && found.has_errors());
    }
}
