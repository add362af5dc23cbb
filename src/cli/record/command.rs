//! `flowproof record`: one conversation of the sandbox org, written as a scenario that is run at once.

use camino::{Utf8Path, Utf8PathBuf};
use jiff::Timestamp;

use super::args::RecordArgs;
use super::{disk, flow, proof};
use crate::cli::edge::Edge;
use crate::cli::{load, sandbox};
use crate::diagnostic::{Diagnostic, Diagnostics};
use crate::event::{CaseReport, Event, Exit, Verdict};
use crate::genesys::ErrorKind;
use crate::live::{self, Mark};
use crate::project::{Project, ProjectFlow};
use crate::record::{Move, Recorded, Recording, Rules, scenario};
use crate::report::{Report as _, TerminalReport, Verbosity};
use crate::runner::held::{Held, Kept, fetch, observe};

/// Letters of what the customer said first that a title repeats.
const TITLE: usize = 60;

pub(in crate::cli) fn run(edge: &Edge, args: &RecordArgs) -> Exit {
    let mut wrong = Diagnostics::new();
    let project = load::project(edge, &mut wrong);
    let flows = project.as_ref().map(|project| {
        let (flows, found) = project.flows(&*edge.files);
        wrong.append(found);
        flows
    });
    let (Some(project), Some(flows), false) = (project, flows, wrong.has_errors()) else {
        edge.report(&wrong);
        return Exit::Usage;
    };
    if let Some(path) = args.output.as_ref().filter(|path| !args.force && path.exists()) {
        edge.tell(&format!("`{path}` is there already; `--force` writes over it"));
        return Exit::Usage;
    }
    let sandbox = match sandbox::connect(edge, &project) {
        Ok(sandbox) => sandbox,
        Err(wrong) => {
            edge.report(&wrong);
            return Exit::Unfit;
        }
    };
    match tokio::runtime::Builder::new_current_thread().enable_all().build() {
        Ok(runtime) => runtime.block_on(record(edge, args, project, &flows, &sandbox)),
        Err(error) => {
            edge.tell(&format!("the asynchronous runtime cannot start: {error}"));
            Exit::Unfit
        }
    }
}

async fn record(
    edge: &Edge,
    args: &RecordArgs,
    project: Project,
    flows: &[ProjectFlow],
    sandbox: &live::Sandbox,
) -> Exit {
    if let Err(wrong) = live::guard(sandbox, &[]).await {
        edge.report(&wrong);
        return Exit::Unfit;
    }
    let limit = sandbox.settings.habits.execution_data();
    let kept = match fetch(&sandbox.client, &args.conversation, limit).await {
        Ok(kept) => kept,
        Err(error) => {
            let exit = if error.kind == ErrorKind::NotFound { Exit::Usage } else { Exit::Unfit };
            edge.report(&Diagnostic::from(error).into());
            return exit;
        }
    };
    let flow = match flow::find(flows, args.flow.as_deref(), &kept.flow) {
        Ok(flow) => flow,
        Err(wrong) => {
            edge.report(&wrong.into());
            return Exit::Usage;
        }
    };
    let held = observe(&sandbox.client, &kept, &flow.program).await;
    let path = args.output.clone().unwrap_or_else(|| place(&project, flow, held.started));
    if !args.force && path.exists() {
        edge.tell(&format!("`{path}` is there already; `--force` writes over it"));
        return Exit::Usage;
    }
    let recording = written(args, sandbox, flow, &held);
    if let Err(error) = disk::write(&path, &recording) {
        edge.tell(&format!("`{path}` cannot be written: {error}"));
        return Exit::Usage;
    }
    edge.say(&format!("wrote {path}"));
    for unknown in &recording.unknown {
        edge.tell(&format!("not known: {unknown}"));
    }
    judge(edge, project, &path, &kept).await
}

fn written(args: &RecordArgs, sandbox: &live::Sandbox, flow: &ProjectFlow, held: &Held) -> Recording {
    let rules = Rules { redact: args.redact.clone(), keep: args.keep.clone(), patterns: Vec::new() };
    let settings = &sandbox.settings;
    let prefix = settings.habits.attribute_keys().prefix();
    let all = held.attributes.keys().chain(held.evidence.attributes.value().into_iter().flat_map(|all| all.keys()));
    let own = |name: &&String| Mark::owns(&settings.marker, name.strip_prefix(prefix).unwrap_or(name));
    scenario(&Recorded {
        title: title(flow, held),
        flow: flow.name.to_string(),
        program: &flow.program,
        world: &flow.world,
        evidence: &held.evidence,
        started: held.started,
        joined: held.joined,
        customer: held.customer.clone(),
        attributes: held.attributes.clone(),
        moves: held.moves.clone(),
        silences_known: false,
        own: all.filter(own).cloned().collect(),
        rules: &rules,
        snapshot: true,
        unknown: held.doubts.clone(),
    })
}

/// What the customer said first, as far as a title goes.
fn title(flow: &ProjectFlow, held: &Held) -> String {
    let said = held.moves.iter().find_map(|one| if let Move::Said { text, .. } = one { Some(text) } else { None });
    match said {
        Some(text) if text.chars().count() > TITLE => {
            format!("Recorded: {}…", text.chars().take(TITLE).collect::<String>().trim_end())
        }
        Some(text) => format!("Recorded: {text}"),
        None => format!("Recorded with {}", flow.name),
    }
}

/// Among the project's scenarios, by flow and time: the conversation's id is no part of it.
fn place(project: &Project, flow: &ProjectFlow, started: Option<Timestamp>) -> Utf8PathBuf {
    let folder = project.root().join(&project.settings().defaults.scenarios);
    let at = started.map(|at| at.strftime("_%Y%m%dT%H%M%SZ").to_string()).unwrap_or_default();
    folder.join(format!("recorded_{}{at}.yaml", flow.name))
}

/// Runs what was written and says what came of it.
async fn judge(edge: &Edge, project: Project, path: &Utf8Path, kept: &Kept) -> Exit {
    let report = match proof::prove(edge, project, path).await {
        Ok(report) => report,
        Err(wrong) => {
            edge.report(&wrong);
            edge.tell("what was written is no scenario that runs; see above");
            return Exit::Red;
        }
    };
    if report.verdict == Verdict::Passed {
        edge.say("it reproduces the conversation");
        // Green by what little it says is not what was asked for.
        return if kept.executions.is_ok() { Exit::Green } else { Exit::Red };
    }
    if let Err(error) = tell(edge, report) {
        edge.tell(&format!("what differs cannot be printed: {error}"));
    }
    edge.tell("it does not do what was recorded; what differs stands above");
    Exit::Red
}

fn tell(edge: &Edge, report: CaseReport) -> std::io::Result<()> {
    TerminalReport::new(edge.out(), Verbosity::Verbose).event(&Event::CaseEnded(Box::new(report)))
}
