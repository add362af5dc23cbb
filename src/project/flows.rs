//! Flows on demand: found by name or path, loaded with what they link, kept with what checks and runs need of them. Must not know a scenario.

use std::sync::{Arc, OnceLock, PoisonError};

use camino::{Utf8Path, Utf8PathBuf};
use indexmap::IndexMap;

use super::check::Names;
use super::convert::with_literals;
use super::file::{FlowSpec, is_path};
use super::files::normal;
use super::links::uncalled;
use super::load::FILE_NAME;
use super::resolve::with_queue;
use super::substitutions::{plain, unused};
use super::{Files, LiveFlow, Project};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, list_of};
use crate::flow::inventory::Inventory;
use crate::flow::world::World;
use crate::flow::{FlowSource, Program};
use crate::scenario::model::Spanned;

/// A flow of `flowproof.yaml`.
#[derive(Debug, Clone)]
pub struct ProjectFlow {
    /// The name that scenarios call it by.
    pub name: Arc<str>,
    /// The program.
    pub program: Arc<Program>,
    /// Its ids in the sandbox org.
    pub live: LiveFlow,
    /// The project's world with what the flow names literally.
    pub world: Arc<World>,
}

/// A flow that was loaded, or what stands in its way.
#[derive(Debug)]
pub(super) struct LoadedFlow {
    /// The name or path that it is known by.
    pub(super) name: Arc<str>,
    /// The program; none where it has a mistake.
    pub(super) program: Option<Arc<Program>>,
    /// What the program mentions; empty where there is none.
    pub(super) inventory: Inventory,
    /// The inventory by name, made on the first check.
    pub(super) names: OnceLock<Names>,
    /// The project's world with what the flow names literally, and a queue at least.
    pub(super) world: Arc<World>,
    /// Its ids in the sandbox org.
    pub(super) live: LiveFlow,
    /// What the settings do not allow it to touch live, in words.
    pub(super) guard: Arc<[String]>,
    /// All that loading found.
    pub(super) diagnostics: Diagnostics,
}

impl Project {
    /// All flows of `flowproof.yaml` that load, in the order of the file, and what loading all of them found.
    pub fn flows(&self, files: &dyn Files) -> (Vec<ProjectFlow>, Diagnostics) {
        let mut diagnostics = Diagnostics::new();
        let mut flows = Vec::new();
        for name in self.flows.keys() {
            let Some(loaded) = self.named(files, name) else { continue };
            diagnostics.append(loaded.diagnostics.clone());
            flows.extend(loaded.program.as_ref().map(|program| ProjectFlow {
                name: Arc::clone(&loaded.name),
                program: Arc::clone(program),
                live: loaded.live.clone(),
                world: Arc::clone(&loaded.world),
            }));
        }
        diagnostics.sort();
        (flows, diagnostics)
    }

    /// What fills the placeholders of a flow's file and of those linked with it, as `name=value`; nothing for one that has no name here.
    pub fn substituted(&self, flow: &str) -> Vec<String> {
        let Some(entry) = self.flows.get(flow) else { return Vec::new() };
        let linked = entry.spec.links.iter().filter_map(|link| self.flows.get(&link.value)).map(|link| &link.spec);
        let specs = std::iter::once(&entry.spec).chain(linked);
        specs.flat_map(|spec| plain(&spec.substitutions)).map(|(name, value)| format!("{name}={value}")).collect()
    }

    /// The flow that a scenario names, loaded.
    pub(super) fn flow(
        &self,
        files: &dyn Files,
        scenario: &Utf8Path,
        reference: &Spanned<String>,
    ) -> Result<Arc<LoadedFlow>, Diagnostic> {
        let name = reference.value.as_str();
        if let Some(loaded) = self.named(files, name) {
            return Ok(Arc::clone(loaded));
        }
        if !is_path(name) {
            let known = list_of("flows", name, self.flow_names());
            let none = if files.exists(&self.root.join(FILE_NAME)) {
                "flowproof.yaml names no flows; write a path to a flow file, or add it there under `flows`"
            } else {
                "there is no flowproof.yaml, which names flows; write a path to a flow file, or give its folder: `--project DIR`"
            };
            return Err(Diagnostic::error(Code::UNKNOWN_FLOW, format!("no flow is named `{name}`"))
                .at(reference.place.clone())
                .help(known.unwrap_or_else(|| none.to_owned())));
        }
        let beside = normal(&scenario.parent().unwrap_or(Utf8Path::new("")).join(name));
        let below = normal(&self.root.join(name));
        let Some(path) = [&beside, &below].into_iter().find(|path| files.exists(path)) else {
            let (beside, below) = (self.display(&beside), self.display(&below));
            let tried = if beside == below { format!("`{beside}`") } else { format!("`{beside}` and `{below}`") };
            return Err(Diagnostic::error(Code::UNKNOWN_FLOW, format!("no flow file is at `{name}`"))
                .at(reference.place.clone())
                .help(format!("looked for {tried}")));
        };
        // A path to a file that has a name is that flow, with its substitutions and links.
        if let Some(loaded) = self.names_of_file(path).next().and_then(|name| self.named(files, name)) {
            return Ok(Arc::clone(loaded));
        }
        Ok(self.at_path(files, path, name))
    }

    /// The flow of a file, without substitutions.
    pub(super) fn at_path(&self, files: &dyn Files, path: &Utf8Path, name: &str) -> Arc<LoadedFlow> {
        let mut by_path = self.by_path.lock().unwrap_or_else(PoisonError::into_inner);
        let loaded = by_path.entry(path.to_path_buf()).or_insert_with(|| {
            let sources = self.sources(files, [(path.to_path_buf(), IndexMap::new())]);
            Arc::new(self.load_flow(name, sources, LiveFlow::default()))
        });
        Arc::clone(loaded)
    }

    pub(super) fn named(&self, files: &dyn Files, name: &str) -> Option<&Arc<LoadedFlow>> {
        let entry = self.flows.get(name)?;
        Some(entry.loaded.get_or_init(|| {
            let others = entry.spec.links.iter().filter(|link| link.value != name);
            let linked = others.filter_map(|link| self.flows.get(&link.value)).map(|link| &link.spec);
            let part = |spec: &FlowSpec| (self.root.join(&spec.file.value), plain(&spec.substitutions));
            let sources = self.sources(files, std::iter::once(&entry.spec).chain(linked).map(part));
            let own = sources.as_ref().ok().and_then(|sources| sources.first());
            let doubtful = own.map(|own| unused(&entry.spec.substitutions, &own.source)).unwrap_or_default();
            let mut loaded = self.load_flow(name, sources, entry.spec.live.clone());
            loaded.diagnostics.append(doubtful);
            if let Some(program) = &loaded.program {
                let links = entry.spec.links.iter().filter(|link| link.value != name);
                let places: Vec<_> = links.map(|link| link.place.clone()).collect();
                loaded.diagnostics.append(uncalled(program, &loaded.inventory, &places));
            }
            Arc::new(loaded)
        }))
    }

    fn sources(
        &self,
        files: &dyn Files,
        parts: impl IntoIterator<Item = (Utf8PathBuf, IndexMap<String, String>)>,
    ) -> Result<Vec<FlowSource>, Diagnostics> {
        let mut sources = Vec::new();
        let mut diagnostics = Diagnostics::new();
        for (path, substitutions) in parts {
            match self.source(files, &path) {
                Ok(source) => sources.push(FlowSource { source, substitutions }),
                // A file that is not there was already told, at the place that names it.
                Err(_) if !files.exists(&path) => {}
                Err(diagnostic) => diagnostics.push(diagnostic),
            }
        }
        if diagnostics.is_empty() { Ok(sources) } else { Err(diagnostics) }
    }

    fn load_flow(&self, name: &str, sources: Result<Vec<FlowSource>, Diagnostics>, live: LiveFlow) -> LoadedFlow {
        let (program, diagnostics) = match sources {
            Ok(sources) if sources.is_empty() => (None, Diagnostics::new()),
            Ok(sources) => {
                let loaded = crate::flow::load(sources);
                (loaded.program, loaded.diagnostics)
            }
            Err(diagnostics) => (None, diagnostics),
        };
        let inventory = program.as_ref().map(|program| program.inventory()).unwrap_or_default();
        let starts = program.as_ref().is_none_or(|program| !program.entry().is_bot());
        let guard = self.guard(&inventory, starts);
        let world = Arc::new(with_queue(with_literals(World::clone(&self.world), &inventory)));
        LoadedFlow {
            name: Arc::from(name),
            program,
            inventory,
            names: OnceLock::new(),
            world,
            live,
            guard,
            diagnostics,
        }
    }

    /// Why a live org must not be asked to run the flow: what it would touch without leave, and that guests cannot start it.
    fn guard(&self, inventory: &Inventory, starts: bool) -> Arc<[String]> {
        let live = &self.settings.live;
        let mut out: Vec<String> = Vec::new();
        if !starts {
            // Facts: genesys-api.md section 3, the flow of a deployment must be an inbound message flow.
            out.push("a message flow that calls the bot (no deployment starts a bot)".to_owned());
        }
        for called in &inventory.data_actions {
            if !live.may_call(&called.category, &called.action) {
                out.push(format!("leave to call `{} > {}` (`live.data_actions`)", called.category, called.action));
            }
        }
        for (queue, _) in &inventory.queues {
            if live.queues.iter().all(|allowed| allowed.value != **queue) {
                out.push(format!("leave to ring queue `{queue}` (`live.queues`)"));
            }
        }
        out.dedup();
        out.into()
    }
}
