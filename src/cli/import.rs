//! `flowproof import`: tests of another tool, written as scenarios of the project.

use std::collections::BTreeSet;

use camino::{Utf8Path, Utf8PathBuf};
use clap::{Args, Subcommand};

use super::edge::{Edge, plural};
use super::load;
use super::modeline::modeline;
use super::write_new::write_new;
use crate::diagnostic::{Code, Diagnostic, Diagnostics, list_of};
use crate::event::Exit;
use crate::import::gwmt::{self, Script, Target};
use crate::project::Project;
use crate::scenario::file_stem;

/// The tools.
#[derive(Debug, Subcommand)]
pub(super) enum ImportCommand {
    /// Test scripts of genesys-web-messaging-tester
    Gwmt(GwmtArgs),
}

/// Arguments of `import gwmt`.
#[derive(Debug, Args)]
pub(super) struct GwmtArgs {
    /// The test scripts
    #[arg(required = true)]
    pub files: Vec<Utf8PathBuf>,
    /// The flow that they talk to, as flowproof.yaml names it, or a path to a flow file; needed where there are several
    #[arg(long, value_name = "NAME")]
    pub flow: Option<String>,
    /// The folder to write into; the project's scenarios folder where it is not given
    #[arg(long, value_name = "DIR")]
    pub out: Option<Utf8PathBuf>,
}

pub(super) fn run(edge: &Edge, command: &ImportCommand) -> Exit {
    let ImportCommand::Gwmt(args) = command;
    let mut wrong = Diagnostics::new();
    let project = load::project(edge, &mut wrong);
    let flow = project.as_ref().and_then(|project| flow(project, args.flow.as_deref(), &mut wrong));
    let scripts = scripts(edge, &args.files, &mut wrong);
    edge.report(&wrong);
    let (Some(project), Some(flow), false) = (project, flow, wrong.has_errors()) else { return Exit::Usage };
    let out = args.out.clone().unwrap_or_else(|| load::scenarios_folder(&project));
    let calls = calls(edge, &project, &flow);
    let planned = plan(&project, &out, &flow, calls.as_deref(), &scripts);
    if let Some((taken, _)) = planned.iter().find(|(path, _)| edge.files.exists(path)) {
        edge.tell(&format!("`{taken}` is there already; nothing was written; name another folder with `--out`"));
        return Exit::Usage;
    }
    for (path, text) in &planned {
        if let Err(error) = write_new(path, text) {
            edge.tell(&format!("`{path}` cannot be written: {error}"));
            return Exit::Usage;
        }
        edge.say(&format!("wrote {path}"));
    }
    let left = wrong.len();
    edge.say(&format!("imported {} from {}", plural(planned.len(), "scenario"), plural(scripts.len(), "file")));
    if let Some(calls) = calls.filter(|_| !planned.is_empty()) {
        edge.say(&gwmt::stubs_needed(&calls));
        if project.flow_names().any(|name| name == flow) {
            edge.say(&format!("stubs to copy: flowproof new --flow {flow} --stdout"));
        }
    }
    if let Some(hint) = live(&scripts) {
        edge.say(&format!("for live runs, flowproof.yaml takes:\n{hint}"));
    }
    match planned.len() {
        0 => Exit::Nothing,
        _ if left > 0 => {
            edge.tell(&format!(
                "{} not carried over: told above, and comments in the scenarios",
                plural(left, "thing")
            ));
            Exit::Red
        }
        _ => Exit::Green,
    }
}

fn scripts(edge: &Edge, files: &[Utf8PathBuf], wrong: &mut Diagnostics) -> Vec<Script> {
    let mut scripts = Vec::new();
    for path in files {
        match edge.read(path) {
            Ok(source) => {
                let (script, told) = gwmt::read(&source);
                wrong.append(told);
                scripts.extend(script);
            }
            Err(unreadable) => wrong.push(unreadable),
        }
    }
    scripts
}

/// The flow that is named, else the only one that there is.
fn flow(project: &Project, named: Option<&str>, wrong: &mut Diagnostics) -> Option<String> {
    let names: Vec<&str> = project.flow_names().collect();
    let (name, message) = match (named, names.as_slice()) {
        (Some(name), _) if names.contains(&name) || name.contains(['/', '.']) => return Some(name.to_owned()),
        (Some(name), _) => (name, format!("no flow is named `{name}`")),
        (None, [only]) => return Some((*only).to_owned()),
        (None, []) => ("", "flowproof.yaml names no flow".to_owned()),
        (None, _) => ("", "flowproof.yaml names several flows: say with `--flow` which one is talked to".to_owned()),
    };
    let none = || "add the flow's file under `flows` in flowproof.yaml, or give its path with `--flow`".to_owned();
    let help = list_of("flows", name, names.iter().copied()).unwrap_or_else(none);
    wrong.push(Diagnostic::error(Code::UNKNOWN_FLOW, message).help(help));
    None
}

/// What the flow calls that the org answers; none where it calls nothing, or cannot be loaded, which `check` tells.
fn calls(edge: &Edge, project: &Project, flow: &str) -> Option<String> {
    let (flow, _) = project.flow_named(&*edge.files, flow);
    let inventory = flow?.program.inventory();
    let actions = inventory.data_actions.iter().map(|one| format!("data action {} > {}", one.category, one.action));
    let bots = inventory.bots.iter().map(|(name, _)| format!("bot {name}"));
    let modules = inventory.modules.iter().map(|(name, _)| format!("module {name}"));
    let mut all: Vec<String> = Vec::new();
    for call in actions.chain(bots).chain(modules) {
        if !all.contains(&call) {
            all.push(call);
        }
    }
    (!all.is_empty()).then(|| all.join(", "))
}

/// Each scenario with the path that it is written to, one of its own.
fn plan(
    project: &Project,
    out: &Utf8Path,
    flow: &str,
    calls: Option<&str>,
    scripts: &[Script],
) -> Vec<(Utf8PathBuf, String)> {
    let mut taken = BTreeSet::new();
    let mut planned = Vec::new();
    for script in scripts {
        for talk in &script.talks {
            let name = file_stem(&talk.name);
            let names = std::iter::once(name.clone()).chain((2..).map(|number| format!("{name}_{number}")));
            let Some(name) = names.into_iter().find(|name| taken.insert(name.clone())) else { continue };
            let path = out.join(format!("{name}.yaml"));
            let (flow, calls) = (flow.to_owned(), calls.map(str::to_owned));
            let target = Target { flow, modeline: modeline(project.root(), &path), calls };
            let text = gwmt::write(talk, &script.config, &target);
            planned.push((path, text));
        }
    }
    planned
}

/// What the scripts say about the org, as flowproof.yaml takes it.
fn live(scripts: &[Script]) -> Option<String> {
    let part = |key: &str, get: fn(&Script) -> Option<&String>| {
        let values: BTreeSet<&String> = scripts.iter().filter_map(get).collect();
        let values: Vec<&str> = values.iter().map(|value| value.as_str()).collect();
        (!values.is_empty()).then(|| format!("  {key}: {}", values.join("   # or: ")))
    };
    let lines: Vec<String> = [
        part("region", |script| script.config.region.as_ref()),
        part("origin", |script| script.config.origin.as_ref()),
    ]
    .into_iter()
    .flatten()
    .collect();
    let deployment = part("deployment_id", |script| script.config.deployment.as_ref());
    let live = (!lines.is_empty()).then(|| format!("live:\n{}", lines.join("\n")));
    let flow = deployment.map(|line| format!("flows: under the flow, live:\n{line}"));
    let parts: Vec<String> = [flow, live].into_iter().flatten().collect();
    (!parts.is_empty()).then(|| parts.join("\n"))
}
