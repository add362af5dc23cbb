//! The project: what `flowproof.yaml` says, and the flows that were loaded so far. Must not know how either is read or judged.

use std::collections::{HashMap, HashSet};
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
use crate::scenario::{Blocks, ScenarioFile, Surroundings, Variables, read_in};

/// A folder of scenarios with its flows, world and settings. Shared by all that runs: flows are loaded at most once, on first use.
#[derive(Debug)]
pub struct Project {
    pub(super) root: Utf8PathBuf,
    pub(super) settings: Settings,
    pub(super) world: Arc<World>,
    pub(super) no_stubs: Arc<Stubs>,
    pub(super) flows: IndexMap<String, FlowEntry>,
    pub(super) by_path: Mutex<HashMap<Utf8PathBuf, Arc<LoadedFlow>>>,
    /// The profile that lies over the file, where one does.
    pub(super) profile: Option<String>,
    pub(super) variables: Arc<Variables>,
    pub(super) blocks: Arc<Blocks>,
    /// The files that the blocks are in.
    pub(super) block_files: Vec<Utf8PathBuf>,
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

    /// The folder of `flowproof.yaml` as it was given; none for the folder that the command was started in.
    pub fn given_root(&self) -> Option<&Utf8Path> {
        Some(self.root()).filter(|root| !normal(root).as_str().is_empty())
    }

    /// The names of the flows, in the order of the file.
    pub fn flow_names(&self) -> impl Iterator<Item = &str> {
        self.flows.keys().map(String::as_str)
    }

    /// Reads a scenario file. Its name in messages is its path from the folder of `flowproof.yaml`, where it lies below it.
    pub fn read_scenario(&self, files: &dyn Files, path: &Utf8Path) -> (Option<ScenarioFile>, Diagnostics) {
        let source = match self.source(files, path) {
            Ok(source) => source,
            Err(diagnostic) => return (None, diagnostic.into()),
        };
        let folder = path.parent().unwrap_or(Utf8Path::new(""));
        let open = |named: &str| self.source(files, &normal(&folder.join(named)));
        let around =
            Surroundings { blocks: Arc::clone(&self.blocks), variables: Arc::clone(&self.variables), open: &open };
        read_in(&source, &around)
    }

    /// The profile that is used, where one is.
    pub fn profile(&self) -> Option<&str> {
        self.profile.as_deref()
    }

    /// Whether a path is a file of the project's blocks, which are checked with the project.
    pub fn has_blocks_in(&self, path: &Utf8Path) -> bool {
        self.block_files.contains(&normal(path))
    }

    /// The files of the project's blocks.
    pub fn block_files(&self) -> impl Iterator<Item = &Utf8Path> {
        self.block_files.iter().map(Utf8PathBuf::as_path)
    }

    /// The blocks that scenarios may use, besides their own.
    pub fn blocks(&self) -> &Blocks {
        &self.blocks
    }

    /// Warns of blocks that none of all scenarios uses.
    pub fn unused_blocks(&self, used: &HashSet<String>) -> Diagnostics {
        let unused = self.blocks.names().filter(|name| !used.contains(*name));
        let warning = |name: &str| {
            let one = Diagnostic::warning(Code::UNUSED_BLOCK, format!("no scenario uses the block `{name}`"));
            let help = format!("write `- use: {name}` in a conversation, or remove it");
            self.blocks.place(name).map(|place| one.at(place.clone()).help(help))
        };
        unused.filter_map(warning).collect()
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
    let not_text = error.kind() == ErrorKind::InvalidData;
    let is_table = name.extension().is_some_and(|ending| ending.eq_ignore_ascii_case("csv"));
    let help = match is_table {
        true => "save it as `CSV UTF-8`: spreadsheets offer that beside plain CSV",
        false => "save it with the encoding UTF-8",
    };
    Diagnostic::error(Code::FILE_UNREADABLE, format!("`{name}` cannot be read: {why}"))
        .help_maybe(not_text.then(|| help.to_owned()))
}
