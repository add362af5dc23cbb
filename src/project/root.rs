//! The project: what `flowproof.yaml` says, and the flows that were loaded so far. Must not know how either is read or judged.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, OnceLock};

use camino::{Utf8Path, Utf8PathBuf};
use indexmap::IndexMap;

use super::Files;
use super::Settings;
use super::file::FlowSpec;
use super::files::normal;
use super::flows::LoadedFlow;
use crate::diagnostic::{Code, Diagnostic, Diagnostics, SourceFile};
use crate::flow::stubs::Stubs;
use crate::flow::world::World;
use crate::scenario::{ScenarioFile, read};

/// A folder of scenarios with its flows, world and settings. Shared by all that runs: flows are loaded at most once, on first use.
#[derive(Debug)]
pub struct Project {
    pub(super) root: Utf8PathBuf,
    pub(super) settings: Settings,
    pub(super) world: Arc<World>,
    pub(super) no_stubs: Arc<Stubs>,
    pub(super) flows: IndexMap<String, FlowEntry>,
    pub(super) by_path: Mutex<HashMap<Utf8PathBuf, Arc<LoadedFlow>>>,
}

/// A flow that `flowproof.yaml` names, and what came of loading it.
#[derive(Debug)]
pub(super) struct FlowEntry {
    pub(super) spec: FlowSpec,
    pub(super) loaded: OnceLock<Arc<LoadedFlow>>,
}

impl Project {
    /// The settings.
    pub fn settings(&self) -> &Settings {
        &self.settings
    }

    /// The same project for one of so many runs that go on at the same time with the same client: each has its share of the requests.
    #[must_use]
    pub fn shared_among(mut self, runs: u32) -> Self {
        let rate = &mut self.settings.live.rate;
        *rate = (*rate / runs.max(1)).max(1);
        self
    }

    /// The world of `flowproof.yaml`, without what flows and scenarios add.
    pub fn world(&self) -> Arc<World> {
        Arc::clone(&self.world)
    }

    /// The folder of `flowproof.yaml`.
    pub fn root(&self) -> &Utf8Path {
        &self.root
    }

    /// The names of the flows, in the order of the file.
    pub fn flow_names(&self) -> impl Iterator<Item = &str> {
        self.flows.keys().map(String::as_str)
    }

    /// Reads a scenario file. Its name in messages is its path from the folder of `flowproof.yaml`, where it lies below it.
    pub fn read_scenario(&self, files: &dyn Files, path: &Utf8Path) -> (Option<ScenarioFile>, Diagnostics) {
        match self.source(files, path) {
            Ok(source) => read(&source),
            Err(diagnostic) => (None, diagnostic.into()),
        }
    }

    /// The text of a file, under the name that messages use.
    pub(super) fn source(&self, files: &dyn Files, path: &Utf8Path) -> Result<Arc<SourceFile>, Diagnostic> {
        read_as(files, path, &self.display(path))
    }

    /// A path as messages show it.
    pub(super) fn display(&self, path: &Utf8Path) -> Utf8PathBuf {
        let (root, path) = (normal(&self.root), normal(path));
        path.strip_prefix(&root).map(Utf8Path::to_path_buf).unwrap_or(path)
    }
}

/// Reads a file under the name that its path is, for files that a command line names.
///
/// # Errors
/// It cannot be read.
pub fn read_source(files: &dyn Files, path: &Utf8Path) -> Result<Arc<SourceFile>, Diagnostic> {
    read_as(files, path, path)
}

fn read_as(files: &dyn Files, path: &Utf8Path, name: &Utf8Path) -> Result<Arc<SourceFile>, Diagnostic> {
    files.read(path).map(|text| SourceFile::new(name.as_str(), text)).map_err(|error| unreadable(name, &error))
}

/// What is said of a file that cannot be read.
pub(super) fn unreadable(name: &Utf8Path, error: &std::io::Error) -> Diagnostic {
    use std::io::ErrorKind;
    let why = match error.kind() {
        ErrorKind::NotFound => "it does not exist".to_owned(),
        ErrorKind::IsADirectory => "it is a folder".to_owned(),
        ErrorKind::InvalidData => "it is not UTF-8 text".to_owned(),
        ErrorKind::PermissionDenied => "it may not be read".to_owned(),
        _ => error.to_string(),
    };
    Diagnostic::error(Code::FILE_UNREADABLE, format!("`{name}` cannot be read: {why}"))
}
