//! Which files each scenario file draws on: found by noting what is read while it is read and checked, so that whatever a scenario can name is
//! known here without knowing how it is named. Must not know a disk but through [`Files`], or who watches it.

use std::collections::{BTreeMap, BTreeSet};
use std::io;
use std::sync::{Arc, Mutex, PoisonError};

use camino::{Utf8Path, Utf8PathBuf};

use crate::project::{self, Entry, FILE_NAME, Files, Project};
use crate::scenario::ScenarioFile;

/// What the name of every file of the environment begins with.
const ENVIRONMENT: &str = ".env";

/// What a project's scenario files draw on.
#[derive(Debug, Default)]
pub(super) struct Survey {
    /// Files that all of them draw on.
    pub project: BTreeSet<Utf8PathBuf>,
    /// Scenario file → the files that it draws on, itself among them.
    pub uses: BTreeMap<Utf8PathBuf, BTreeSet<Utf8PathBuf>>,
    /// Folders in which new scenario files count.
    pub roots: BTreeSet<Utf8PathBuf>,
}

/// Files that notes what is looked at.
struct Noting {
    files: Arc<dyn Files>,
    seen: Mutex<BTreeSet<Utf8PathBuf>>,
    read: Mutex<BTreeSet<Utf8PathBuf>>,
}

impl Survey {
    /// Looks at the scenario files of these paths, or at those of the project. What has mistakes is looked at as far as it goes.
    pub fn of(files: &Arc<dyn Files>, root: &Utf8Path, paths: &[Utf8PathBuf]) -> Self {
        let noting = Noting { files: Arc::clone(files), seen: Mutex::default(), read: Mutex::default() };
        let mut survey = Self::default();
        let project = project::load(&noting, root).0;
        survey.project = noting.read();
        survey.project.insert(root.join(FILE_NAME));
        survey.project.insert(root.join(ENVIRONMENT));
        let Some(project) = project else {
            survey.roots.insert(root.join(project::SCENARIOS));
            return survey;
        };
        survey.roots = match paths {
            [] => [root.join(&project.settings().defaults.scenarios)].into(),
            paths => paths.iter().cloned().collect(),
        };
        // A path that is gone is told by the run.
        let known: Vec<Utf8PathBuf> = paths.iter().filter(|path| files.exists(path)).cloned().collect();
        let found = if known.len() < paths.len() && known.is_empty() {
            Ok(Vec::new())
        } else {
            project.discover(&noting, &known)
        };
        let mut flows = BTreeMap::new();
        for path in found.unwrap_or_default() {
            noting.taken();
            let (scenario, _) = project.read_scenario(&noting, &path);
            let mut uses = noting.taken();
            if let Some(scenario) = scenario {
                for flow in flows_of(&project, files, &path, &scenario) {
                    uses.extend(
                        flows.entry(flow).or_insert_with_key(|flow| noting.flow(&project, flow)).iter().cloned(),
                    );
                }
                project.check(&noting, &path, &scenario);
                uses.extend(noting.taken());
            }
            uses.insert(path.clone());
            survey.uses.insert(path, uses);
        }
        survey
    }

    /// The scenario files that saved files touch; `same` gives every path in one spelling, that of the saved ones.
    pub fn touched(&self, saved: &BTreeSet<Utf8PathBuf>, same: impl Fn(&Utf8Path) -> Utf8PathBuf) -> Vec<Utf8PathBuf> {
        let is_saved = |path: &Utf8PathBuf| saved.contains(&same(path));
        let of_environment = |path: &Utf8PathBuf| path.file_name().is_some_and(|name| name.starts_with(ENVIRONMENT));
        if self.project.iter().any(is_saved) || saved.iter().any(of_environment) {
            return self.uses.keys().cloned().collect();
        }
        let touched = self.uses.iter().filter(|(_, uses)| uses.iter().any(is_saved));
        touched.map(|(path, _)| path.clone()).collect()
    }

    /// The folders that hold any of the files.
    pub fn folders(&self) -> BTreeSet<&Utf8Path> {
        let all = self.project.iter().chain(self.uses.values().flatten());
        all.filter_map(|path| path.parent()).collect()
    }
}

/// The flows that the cases of a file name, each as the project or a path leads to it.
fn flows_of(project: &Project, files: &Arc<dyn Files>, path: &Utf8Path, scenario: &ScenarioFile) -> BTreeSet<String> {
    let named: BTreeSet<String> =
        (0..scenario.case_count()).filter_map(|row| Some(scenario.case(row).ok()?.flow.value)).collect();
    let led = |name: String| {
        if project.flow_names().any(|one| one == name) {
            return name;
        }
        let beside = path.parent().unwrap_or(Utf8Path::new("")).join(&name);
        let below = project.root().join(&name);
        let there = [beside, below].into_iter().find(|path| files.exists(path));
        there.map_or(name, Utf8PathBuf::into_string)
    };
    named.into_iter().map(led).collect()
}

impl Noting {
    /// What was looked at since it was asked last.
    fn taken(&self) -> BTreeSet<Utf8PathBuf> {
        std::mem::take(&mut *self.seen.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// What was read so far. A project asks whether each flow is there, and draws on none by that.
    fn read(&self) -> BTreeSet<Utf8PathBuf> {
        self.read.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    fn note(&self, path: &Utf8Path) {
        self.seen.lock().unwrap_or_else(PoisonError::into_inner).insert(path.to_owned());
    }

    /// The files of a flow: a project loads each once, so this is asked once.
    fn flow(&self, project: &Project, flow: &str) -> BTreeSet<Utf8PathBuf> {
        let before = self.taken();
        project.flow_named(self, flow);
        let found = self.taken();
        before.iter().for_each(|path| self.note(path));
        found
    }
}

impl Files for Noting {
    fn read(&self, path: &Utf8Path) -> io::Result<String> {
        self.note(path);
        self.read.lock().unwrap_or_else(PoisonError::into_inner).insert(path.to_owned());
        self.files.read(path)
    }

    fn read_bytes(&self, path: &Utf8Path) -> io::Result<Vec<u8>> {
        self.note(path);
        self.files.read_bytes(path)
    }

    fn list(&self, path: &Utf8Path) -> io::Result<Vec<Entry>> {
        self.files.list(path)
    }

    fn exists(&self, path: &Utf8Path) -> bool {
        self.note(path);
        self.files.exists(path)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::project::MemoryFiles;

    const FLOW: &str = "inboundShortMessage:
  name: NAME
  startUpRef: '/inboundShortMessage/states/state[Start_1]'
  states:
    - state:
        name: Start
        refId: Start_1
        actions: [ { disconnect: { name: Close } } ]
";

    fn survey() -> Survey {
        let scenario = |flow: &str, more: &str| {
            format!("version: 1\nscenario: S\nflow: {flow}\nconversation: [ {{ say: Hi }}{more} ]\n")
        };
        let files = MemoryFiles::new([
            (
                "p/flowproof.yaml",
                "version: 1\nflows: { a: { file: flows/a.yaml, links: [b] }, b: flows/b.yaml }\n".to_owned(),
            ),
            ("p/flows/a.yaml", FLOW.replace("NAME", "A")),
            ("p/flows/b.yaml", FLOW.replace("NAME", "B")),
            ("p/flows/c.yaml", "not a flow".to_owned()),
            ("p/scenarios/one.yaml", scenario("a", "")),
            ("p/scenarios/two.yaml", scenario("b", ", { attach: files/photo.png }")),
            ("p/scenarios/three.yaml", scenario("../flows/c.yaml", "")),
            ("p/scenarios/broken.yaml", "version: [1".to_owned()),
            ("p/scenarios/files/photo.png", "x".to_owned()),
        ]);
        Survey::of(&(Arc::new(files) as Arc<dyn Files>), "p".into(), &[])
    }

    fn touched(saved: &str) -> Vec<String> {
        let saved = [Utf8PathBuf::from(saved)].into();
        let normal = |path: &Utf8Path| Utf8PathBuf::from(path.as_str().replace("scenarios/../", ""));
        let found = survey().touched(&saved, normal);
        found.iter().map(|path| path.file_stem().unwrap_or_default().to_owned()).collect()
    }

    #[rstest::rstest]
    #[case("p/scenarios/one.yaml", &["one"])]
    #[case("p/scenarios/broken.yaml", &["broken"])]
    #[case("p/flows/a.yaml", &["one"])]
    #[case::a_linked_flow("p/flows/b.yaml", &["one", "two"])]
    #[case::a_flow_by_path_that_does_not_load("p/flows/c.yaml", &["three"])]
    #[case("p/scenarios/files/photo.png", &["two"])]
    #[case("p/flowproof.yaml", &["broken", "one", "three", "two"])]
    #[case("p/.env.local", &["broken", "one", "three", "two"])]
    #[case("p/README.md", &[])]
    #[case("p/scenarios/snapshots/one@path.snap", &[])]
    fn a_saved_file_touches_what_draws_on_it(#[case] saved: &str, #[case] expected: &[&str]) {
        assert_eq!(touched(saved), expected);
    }

    #[test]
    fn the_folders_of_all_files_are_known() {
        let survey = survey();
        let folders: Vec<&str> = survey.folders().iter().map(|folder| folder.as_str()).collect();
        assert!(
            ["p", "p/flows", "p/scenarios", "p/scenarios/files"].iter().all(|one| folders.contains(one)),
            "{folders:?}"
        );
        assert_eq!(survey.roots, [Utf8PathBuf::from("p/scenarios")].into());
    }

    #[test]
    fn a_project_that_is_not_yaml_is_watched_until_it_is() {
        let files = MemoryFiles::new([("p/flowproof.yaml", "version: [1")]);
        let survey = Survey::of(&(Arc::new(files) as Arc<dyn Files>), "p".into(), &[]);
        assert!(survey.uses.is_empty() && survey.project.contains(Utf8Path::new("p/flowproof.yaml")));
    }
}
