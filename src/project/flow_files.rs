//! Flow files that a command line names: told from scenario files, loaded and checked on their own. Must not know a command.

use std::sync::Arc;

use camino::{Utf8Path, Utf8PathBuf};
use indexmap::IndexMap;

use super::file::is_path;
use super::files::normal;
use super::substitutions::plain;
use super::{Files, LiveFlow, Project, ProjectFlow};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, list_of};
use crate::flow::{Program, export_name};
use crate::scenario::model::Case;

/// What every flow file of a text format holds, and no scenario does: the start of an Archy flow, of an Archy module or in-queue flow, and
/// the containers of a configuration.
const MARKS: [&str; 3] = ["startUpRef", "startUpTaskActions", "flowSequenceItemList"];

/// The keys of which every scenario has one at the start of a line.
const SCENARIO_KEYS: [&str; 2] = ["scenario:", "version:"];

impl Project {
    /// Whether a path names a flow file, not a scenario or a folder: by its ending (`.i3…`) or by what is in it.
    pub fn is_flow_file(&self, files: &dyn Files, path: &Utf8Path) -> bool {
        if path.extension().is_some_and(|ending| ending.starts_with("i3")) {
            return true;
        }
        let Ok(text) = files.read(path) else { return false };
        let is_scenario = text.lines().any(|line| SCENARIO_KEYS.iter().any(|key| line.starts_with(key)));
        !is_scenario && MARKS.iter().any(|mark| text.contains(mark))
    }

    /// What loading a flow file finds: under each name that flowproof.yaml gives it, else on its own.
    pub fn check_flow_file(&self, files: &dyn Files, path: &Utf8Path) -> Diagnostics {
        let path = normal(path);
        let mut found = Diagnostics::new();
        let mut named = false;
        for name in self.names_of_file(&path) {
            named = true;
            found.extend(self.named(files, name).into_iter().flat_map(|loaded| loaded.diagnostics.clone()));
        }
        if !named {
            found.append(self.at_path(files, &path, path.as_str()).diagnostics.clone());
        }
        found.sort();
        found
    }

    /// The flow that a command line names: by its name in flowproof.yaml, else by the path of its file; and what loading it found. There is
    /// none where it has a mistake.
    pub fn flow_named(&self, files: &dyn Files, name: &str) -> (Option<ProjectFlow>, Diagnostics) {
        let loaded = match self.named(files, name) {
            Some(loaded) => Arc::clone(loaded),
            None if is_path(name) => {
                let path = normal(Utf8Path::new(name));
                let known = self.names_of_file(&path).next().and_then(|name| self.named(files, name));
                let shown = self.display(&path);
                known.map_or_else(|| self.at_path(files, &path, shown.as_str()), Arc::clone)
            }
            None => {
                let known = list_of("flows", name, self.flow_names());
                let none = "flowproof.yaml names no flows; give a path to a flow file, or add it there under `flows`";
                let unknown = Diagnostic::error(Code::UNKNOWN_FLOW, format!("no flow is named `{name}`"));
                return (None, unknown.help(known.unwrap_or_else(|| none.to_owned())).into());
            }
        };
        let mut found = loaded.diagnostics.clone();
        let flow = loaded.program.as_ref().map(|program| ProjectFlow {
            name: Arc::clone(&loaded.name),
            program: Arc::clone(program),
            live: loaded.live.clone(),
            world: Arc::clone(&loaded.world),
        });
        if flow.is_none() && !found.has_errors() {
            found.push(Diagnostic::error(Code::UNKNOWN_FLOW, format!("no flow file is at `{name}`")));
        }
        (flow, found)
    }

    /// A path of flowproof.yaml, which begins at its folder, as messages show it.
    pub fn below(&self, path: &Utf8Path) -> Utf8PathBuf {
        normal(&self.root.join(path))
    }

    /// The file of a flow that flowproof.yaml names.
    pub fn flow_file(&self, name: &str) -> Option<Utf8PathBuf> {
        self.flows.get(name).map(|entry| self.below(entry.spec.file.value.as_ref()))
    }

    /// The ids in the sandbox org of a flow that flowproof.yaml names.
    pub fn live_of(&self, name: &str) -> Option<&LiveFlow> {
        self.flows.get(name).map(|entry| &entry.spec.live)
    }

    /// The program of a flow that flowproof.yaml names; none where it does not load.
    pub fn program_of(&self, files: &dyn Files, name: &str) -> Option<Arc<Program>> {
        self.named(files, name).and_then(|loaded| loaded.program.clone())
    }

    /// The file, as flowproof.yaml names it, that a path leads to, with the values of its placeholders: those of the first flow that is in
    /// it.
    pub fn file_at(&self, path: &Utf8Path) -> Option<(Utf8PathBuf, IndexMap<String, String>)> {
        let name = self.names_of_file(&normal(path)).next()?;
        let entry = self.flows.get(name)?;
        Some((self.flow_file(name)?, plain(&entry.spec.substitutions)))
    }

    /// The file of the flow of that name and type in Architect.
    pub fn file_of(&self, files: &dyn Files, name: &str, flow_type: &str) -> Option<Utf8PathBuf> {
        let is = |program: &Program| &**program.name() == name && &**program.flow_type() == flow_type;
        let known = self.flows.keys().find(|key| self.program_of(files, key).is_some_and(|program| is(&program)))?;
        self.flow_file(known)
    }

    /// The flow of a case, or one that is linked to it, that is in a file: its name in Architect. None where none of them is, or the case's
    /// flow does not load.
    pub fn flow_in_file(
        &self,
        files: &dyn Files,
        scenario: &Utf8Path,
        case: &Case,
        file: &Utf8Path,
    ) -> Option<Arc<str>> {
        let loaded = self.flow(files, scenario, &case.flow).ok()?;
        let shown = self.display(file);
        let program = loaded.program.as_ref()?;
        let found = program.flows().iter().find(|flow| export_name(flow.place.source.name()) == shown)?;
        Some(Arc::clone(&found.name))
    }

    /// The names that flowproof.yaml gives the flow of a file.
    pub(super) fn names_of_file(&self, path: &Utf8Path) -> impl Iterator<Item = &str> {
        let same = move |file: &str| normal(&self.root.join(file)) == path;
        self.flows.iter().filter(move |(_, entry)| same(&entry.spec.file.value)).map(|(name, _)| name.as_str())
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use crate::project::{MemoryFiles, load};

    #[rstest]
    #[case("a.i3InboundMessage", "anything", true)]
    #[case("a.yaml", "inboundShortMessage:\n  name: {{n}}\n  startUpRef: x\n", true)]
    #[case("a.json", "{\"flowSequenceItemList\": []}", true)]
    #[case("a.yaml", "version: 1\nscenario: about startUpRef\n", false)]
    #[case("a.yaml", "other: 1\n", false)]
    fn a_flow_file_is_told_from_a_scenario(#[case] name: &str, #[case] text: &str, #[case] flow: bool) {
        let files = MemoryFiles::new([(name, text)]);
        let project = load(&files, "".into()).0.unwrap();
        assert_eq!(project.is_flow_file(&files, name.into()), flow);
        assert!(!project.is_flow_file(&files, "nowhere".into()));
    }
}
