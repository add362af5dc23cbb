//! The command: which ways are taken, which scenarios take the others, whether those are green; then they are written. Must not know how a
//! scenario is found.

use std::collections::{BTreeMap, BTreeSet};
use std::io::ErrorKind;
use std::sync::Arc;

use camino::{Utf8Path, Utf8PathBuf};

use super::args::SuggestArgs;
use super::{covered, prove, table};
use crate::cli::args::TargetArg;
use crate::cli::edge::{Edge, plural};
use crate::cli::modeline::modeline;
use crate::cli::write_whole::write_whole;
use crate::cli::{load, target};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, list_of};
use crate::event::Exit;
use crate::flow::explore::{Limits, Way};
use crate::project::{DEFAULT_NOW, Project, ProjectFlow};
use crate::runner::{Context, Filter, Plan, RunOptions, SnapshotMode};
use crate::suggest::{ATTACHMENT, Asked, Suggestion, Suggestions, suggest};

/// The folder below the project's scenarios.
const FOLDER: &str = "suggested";

/// A search is given up when this part of its runs found nothing new.
const IDLE: u32 = 5;

pub(in crate::cli) fn run(edge: &Edge, args: &SuggestArgs) -> Exit {
    // What scenarios take is only asked where it matters: then all of them must be readable.
    let plan = if args.all { None } else { Some(load::plan(edge, &[], &Filter::default())) };
    let (project, plan) = match plan {
        Some(Some((project, plan))) => (Some(project), plan),
        Some(None) => return Exit::Usage,
        None => {
            let mut wrong = Diagnostics::new();
            let project = load::project(edge, &mut wrong);
            edge.report(&wrong);
            (project.filter(|_| !wrong.has_errors()), Plan::default())
        }
    };
    let Some(project) = project else { return Exit::Usage };
    let flow = match flow(edge, &project, args) {
        Ok(flow) => flow,
        Err(wrong) => {
            edge.report(&wrong);
            return Exit::Usage;
        }
    };
    match tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build() {
        Ok(runtime) => runtime.block_on(look(edge, args, &Arc::new(project), &plan, &flow)),
        Err(error) => {
            edge.tell(&format!("the runtime cannot be started: {error}"));
            Exit::Unfit
        }
    }
}

fn flow(edge: &Edge, project: &Project, args: &SuggestArgs) -> Result<ProjectFlow, Diagnostics> {
    let (flows, found) = project.flows(&*edge.files);
    let Some(flow) = flows.into_iter().find(|flow| *flow.name == *args.flow) else {
        if found.has_errors() && project.flow_names().any(|name| name == args.flow) {
            return Err(found);
        }
        let message = format!("no flow is named `{}`", args.flow);
        let names = list_of("flows", &args.flow, project.flow_names());
        return Err(Diagnostic::error(Code::UNKNOWN_FLOW, message).help_maybe(names).into());
    };
    if let Some(only) = &args.only
        && flow.program.actions().iter().all(|node| *node.id.name != **only)
    {
        let names = flow.program.actions().iter().map(|node| &*node.id.name);
        let message = format!("flow `{}` has no action `{only}`", args.flow);
        return Err(Diagnostic::error(Code::UNKNOWN_ACTION, message)
            .help_maybe(list_of("actions", only, names))
            .into());
    }
    Ok(flow)
}

async fn look(edge: &Edge, args: &SuggestArgs, project: &Arc<Project>, plan: &Plan, flow: &ProjectFlow) -> Exit {
    let context = match target::open(edge, TargetArg::Mock, project).await {
        Ok(target) => {
            let options = RunOptions { jobs: 1, snapshots: SnapshotMode::Leave, ..RunOptions::default() };
            let (project, files) = (Arc::clone(project), Arc::clone(&edge.files));
            Context { project, files, target: Arc::new(target), options: Arc::new(options) }
        }
        Err(wrong) => {
            edge.report(&wrong);
            return Exit::Unfit;
        }
    };
    let taken: BTreeSet<Way> = if plan.is_empty() {
        BTreeSet::new()
    } else {
        covered::of_program(&flow.program, &covered::covered(&context, plan, &flow.program).await)
    };
    let asked = Asked {
        flow: &flow.name,
        program: &flow.program,
        world: &flow.world,
        now: DEFAULT_NOW,
        taken,
        only: args.only.as_deref(),
        limits: Limits { runs: args.runs, seed: args.seed, idle: args.runs / IDLE },
    };
    let mut found = suggest(&asked);
    let folder = args.out.clone().unwrap_or_else(|| load::scenarios_folder(project).join(FOLDER));
    for suggestion in &mut found.scenarios {
        let line = modeline(project.root(), &folder.join(&suggestion.stem));
        suggestion.text.insert_str(0, &line.map(|line| line + "\n").unwrap_or_default());
    }
    let mut refused = BTreeMap::new();
    for (at, suggestion) in found.scenarios.iter().enumerate() {
        let path = folder.join(format!("{}.yaml", suggestion.stem));
        if let Some(why) = prove::objection(&context, &flow.program, &path, suggestion).await {
            refused.insert(at, why);
        }
    }
    found.refuse(&refused);
    tell(edge, args, &folder, &found)
}

/// Writes what was found, and says what was and what is left.
fn tell(edge: &Edge, args: &SuggestArgs, folder: &Utf8Path, found: &Suggestions) -> Exit {
    let mut exit = Exit::Green;
    for suggestion in &found.scenarios {
        if args.dry_run {
            edge.say(&format!("{}\n  {}", folder.join(format!("{}.yaml", suggestion.stem)), suggestion.title));
            continue;
        }
        match write(folder, suggestion) {
            Ok((path, true)) => edge.say(&format!("wrote {path}\n  {}", suggestion.title)),
            Ok((path, false)) => edge.say(&format!("{path} is there already\n  {}", suggestion.title)),
            Err((path, error)) => {
                edge.tell(&format!("`{path}` cannot be written: {error}"));
                exit = Exit::Red;
            }
        }
    }
    let left = table::left(found);
    if !left.is_empty() {
        edge.say(&format!("left:\n{}", left.trim_end()));
    }
    edge.say(&table::sum(found));
    if found.scenarios.is_empty() {
        edge.say("nothing is left to suggest");
    } else if args.dry_run {
        edge.say(&format!("{} would be written", plural(found.scenarios.len(), "scenario")));
    }
    exit
}

/// Writes a scenario where no other stands; whether it was written, since the same one may be there.
fn write(folder: &Utf8Path, suggestion: &Suggestion) -> Result<(Utf8PathBuf, bool), (Utf8PathBuf, std::io::Error)> {
    let mut at = 1;
    loop {
        let more = if at == 1 { String::new() } else { format!("_{at}") };
        let path = folder.join(format!("{}{more}.yaml", suggestion.stem));
        match std::fs::read_to_string(&path) {
            Ok(there) if there == suggestion.text => return Ok((path, false)),
            Err(error) if error.kind() == ErrorKind::NotFound => {
                return match attachment(&path, suggestion).and_then(|()| write_whole(&path, &suggestion.text)) {
                    Ok(()) => Ok((path, true)),
                    Err(error) => Err((path, error)),
                };
            }
            // Something else of that name stays as it is.
            Ok(_) => at += 1,
            Err(error) => return Err((path, error)),
        }
    }
}

/// The file that a scenario sends stands before the scenario does; one that is there stays as it is.
fn attachment(scenario: &Utf8Path, suggestion: &Suggestion) -> std::io::Result<()> {
    let path = scenario.with_file_name(ATTACHMENT);
    if suggestion.sends_a_file && !path.exists() { write_whole(&path, prove::CONTENT) } else { Ok(()) }
}
