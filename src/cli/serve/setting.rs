//! What the served org is opened with: from the project, the command line and the org's file. Must not know what becomes of it.

use std::sync::Arc;

use indexmap::IndexMap;
use jiff::Timestamp;

use super::fault_spec::{self, Scripted};
use super::org_file;
use crate::cli::args::ServeArgs;
use crate::cli::edge::Edge;
use crate::cli::load;
use crate::diagnostic::{Code, Diagnostic, Diagnostics, SourceFile};
use crate::fake::{Clock, Credentials, ExecutionData, TenantOptions};
use crate::flow::world::World;
use crate::flow::{FlowSource, Program};
use crate::project::{Files, Project, stubs_of, world_over};
use crate::scenario::model::WorldSpec;

/// The served org's client. It guards nothing but this process on loopback, and a fixed pair lets a script be written down.
const CLIENT_ID: &str = "flowproof";
/// See [`CLIENT_ID`].
const CLIENT_SECRET: &str = "flowproof-local-only";

/// All that an org is opened with, once and anew.
pub(super) struct Setting {
    /// The tenant's options as the command began with them.
    pub options: TenantOptions,
    /// The disk.
    pub files: Arc<dyn Files>,
    project: Project,
    /// The world of the file of stubs.
    named: WorldSpec,
}

impl Setting {
    /// The world for these flows: the project's, with what the flows name literally and what the file of stubs adds.
    pub(super) fn world(&self, programs: &[Arc<Program>]) -> World {
        world_over(&self.project.world_for(programs), &self.named)
    }
}

/// Reads everything that the command line names.
pub(super) fn read(edge: &Edge, args: &ServeArgs, diagnostics: &mut Diagnostics) -> Option<Setting> {
    let project = load::project(edge, diagnostics)?;
    let flows = flows(edge, args, &project, diagnostics);
    let (stubs, named) = match &args.stubs {
        Some(path) => {
            let file = edge.read(path).map_err(|wrong| diagnostics.push(wrong)).ok()?;
            let (found, named, wrong) = crate::scenario::read_stubs_file(&file);
            diagnostics.append(wrong);
            (stubs_of(&found), named)
        }
        None => Default::default(),
    };
    if flows.is_empty() {
        diagnostics.push(
            Diagnostic::warning(Code::NO_FLOWS, "no flow is served".to_owned())
                .help("name flows in flowproof.yaml, or give `--flow FILE`"),
        );
    }
    let mut options = served();
    options.strict = args.strict || project.settings().defaults.strict;
    options.stubs = Arc::new(stubs);
    if let Some(path) = &args.org {
        match edge.read(path) {
            Ok(file) => diagnostics.append(org_file::read(&file, &mut options)),
            Err(wrong) => diagnostics.push(wrong),
        }
    }
    // The command line has the last word.
    options.token_lifetime = args.token_lifetime.unwrap_or(options.token_lifetime);
    options.rate_limit = args.rate_limit.or(options.rate_limit);
    for text in &args.fault {
        match fault_spec::read(&SourceFile::new("--fault", text.as_str())) {
            Ok(Scripted::Request(fault)) => options.faults.push(fault),
            Ok(Scripted::Guest(fault)) => options.guest_faults.push(fault),
            Err(wrong) => diagnostics.push(wrong),
        }
    }
    let mut setting = Setting { options, files: Arc::clone(&edge.files), project, named };
    setting.options.world = Arc::new(setting.world(&flows));
    setting.options.flows = flows.into();
    Some(setting)
}

/// A served org lives in real time, has a client that is known beforehand, and says nothing that a real one does not: whoever asks is a
/// client that was made for those.
fn served() -> TenantOptions {
    TenantOptions {
        now_follows_org: true,
        org_clock: Clock::Real(Timestamp::now),
        credentials: Some(Credentials { client_id: CLIENT_ID.into(), client_secret: CLIENT_SECRET.into() }),
        execution_data: ExecutionData { extended: false, ..ExecutionData::default() },
        ..TenantOptions::default()
    }
}

/// The project's flows and those named.
fn flows(edge: &Edge, args: &ServeArgs, project: &Project, diagnostics: &mut Diagnostics) -> Vec<Arc<Program>> {
    let (own, wrong) = project.flows(&*edge.files);
    diagnostics.append(wrong);
    let mut programs: Vec<Arc<Program>> = own.iter().map(|flow| Arc::clone(&flow.program)).collect();
    for path in &args.flow {
        match edge.read(path) {
            Ok(source) => programs.extend(program(source, diagnostics)),
            Err(wrong) => diagnostics.push(wrong),
        }
    }
    one_of_each_name(programs)
}

/// An org has one flow of a name and type. Where a project names one more than once, with and without what it calls, the fullest is served.
fn one_of_each_name(programs: Vec<Arc<Program>>) -> Vec<Arc<Program>> {
    let mut served: Vec<Arc<Program>> = Vec::with_capacity(programs.len());
    for program in programs {
        let same = |one: &&mut Arc<Program>| one.name() == program.name() && one.flow_type() == program.flow_type();
        match served.iter_mut().find(same) {
            Some(other) if program.flows().len() > other.flows().len() => *other = program,
            Some(_) => {}
            None => served.push(program),
        }
    }
    served
}

/// One flow by itself.
pub(super) fn program(source: Arc<SourceFile>, diagnostics: &mut Diagnostics) -> Option<Arc<Program>> {
    let loaded = crate::flow::load(vec![FlowSource { source, substitutions: IndexMap::new() }]);
    diagnostics.append(loaded.diagnostics);
    loaded.program
}
