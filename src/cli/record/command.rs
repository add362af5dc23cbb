//! `flowproof record`: one conversation of the sandbox org, written as a scenario that is run at once.

use std::io::ErrorKind;
use std::sync::Arc;

use camino::{Utf8Path, Utf8PathBuf};
use jiff::Timestamp;

use super::args::RecordArgs;
use super::proof::Prover;
use super::{disk, flow};
use crate::cli::edge::Edge;
use crate::cli::{load, sandbox};
use crate::diagnostic::Diagnostic;
use crate::event::{CaseReport, Event, Exit, Verdict};
use crate::genesys;
use crate::live;
use crate::project::{Project, ProjectFlow};
use crate::record::{Recording, Rules};
use crate::report::{Report as _, TerminalReport, Verbosity};
use crate::runner::held::{fetch, observe};

pub(in crate::cli) fn run(edge: &Edge, args: &RecordArgs) -> Exit {
    let Some((project, flows)) = load::project_with_flows(edge) else { return Exit::Usage };
    if let Some(path) = args.output.as_deref().filter(|path| !args.force && path.exists()) {
        return occupied(edge, path);
    }
    let sandbox = match sandbox::connect(edge, &project) {
        Ok(sandbox) => sandbox,
        Err(wrong) => {
            edge.report(&wrong);
            return Exit::Unfit;
        }
    };
    match tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build() {
        Ok(runtime) => runtime.block_on(record(edge, args, &Arc::new(project), &flows, &sandbox)),
        Err(error) => {
            edge.tell(&format!("the runtime cannot be started: {error}"));
            Exit::Unfit
        }
    }
}

async fn record(
    edge: &Edge,
    args: &RecordArgs,
    project: &Arc<Project>,
    flows: &[ProjectFlow],
    sandbox: &live::Sandbox,
) -> Exit {
    if let Err(wrong) = live::guard(sandbox, &[]).await {
        edge.report(&wrong);
        return Exit::Unfit;
    }
    let kept = match fetch(&sandbox.client, &args.conversation, sandbox.settings.habits.execution_data()).await {
        Ok(kept) => kept,
        Err(error) => {
            let exit = if error.kind == genesys::ErrorKind::NotFound { Exit::Usage } else { Exit::Unfit };
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
    if held.moves.is_empty() {
        edge.tell("nothing was said in this conversation, so there is nothing to record");
        return Exit::Usage;
    }
    let rules = Rules { redact: args.redact.clone(), keep: args.keep.clone(), ..Rules::default() };
    let recording = held.recording(flow, &rules, &sandbox.settings);
    let path = args.output.clone().unwrap_or_else(|| place(project, flow, held.started));
    match disk::write(&path, &recording, args.force) {
        Ok(()) => {}
        Err(error) if error.kind() == ErrorKind::AlreadyExists => return occupied(edge, &path),
        Err(error) => {
            edge.tell(&format!("`{path}` cannot be written: {error}"));
            return Exit::Usage;
        }
    }
    edge.say(&format!("wrote {path}"));
    for line in &recording.redacted {
        edge.say(&format!("redacted: {line}"));
    }
    for unknown in &recording.unknown {
        edge.tell(&format!("not known: {unknown}"));
    }
    judge(edge, project, &path, &recording).await
}

fn occupied(edge: &Edge, path: &Utf8Path) -> Exit {
    edge.tell(&format!("`{path}` is there already; `--force` writes over it"));
    Exit::Usage
}

/// Among the project's scenarios, by flow and time: the conversation's id is no part of it.
fn place(project: &Project, flow: &ProjectFlow, started: Option<Timestamp>) -> Utf8PathBuf {
    let folder = project.root().join(&project.settings().defaults.scenarios);
    let at = started.map(|at| at.strftime("_%Y%m%dT%H%M%SZ").to_string()).unwrap_or_default();
    folder.join(format!("recorded_{}{at}.yaml", flow.name))
}

/// Runs what was written and says what came of it.
async fn judge(edge: &Edge, project: &Arc<Project>, path: &Utf8Path, recording: &Recording) -> Exit {
    let report = match Prover::new(edge, project).await {
        Ok(prover) => prover.run(path).await,
        Err(wrong) => {
            edge.report(&wrong);
            edge.tell("so it is not known whether what was written reproduces the conversation");
            return Exit::Unfit;
        }
    };
    let report = match report {
        Ok(report) => report,
        Err(wrong) => {
            edge.report(&wrong);
            edge.tell("what was written does not run: the mistakes stand above");
            return Exit::Red;
        }
    };
    if report.verdict != Verdict::Passed {
        if let Err(error) = tell(edge, report) {
            edge.tell(&format!("what differs cannot be printed: {error}"));
        }
        edge.tell("it does not reproduce the conversation: what differs stands above");
        if !recording.redacted.is_empty() {
            edge.tell("if a value that was redacted decides the way, keep it with `--keep NAME`");
        }
        return Exit::Red;
    }
    // Green by what little it says is not what was asked for.
    if !recording.is_whole {
        edge.tell("it is partial: what it says holds offline, and it does not say all that the flow did");
        return Exit::Red;
    }
    edge.say("it reproduces the conversation offline");
    Exit::Green
}

fn tell(edge: &Edge, report: CaseReport) -> std::io::Result<()> {
    TerminalReport::new(edge.out(), Verbosity::Verbose).event(&Event::CaseEnded(Box::new(report)))
}
