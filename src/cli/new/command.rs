//! The command: flow, title and file are asked for or taken from options; the draft is run before it is written.

use std::io::{BufRead as _, IsTerminal as _, Write as _};
use std::sync::Arc;

use camino::{Utf8Path, Utf8PathBuf};
use clap::Args;

use super::from;
use super::overlay::Overlay;
use crate::cli::edge::Edge;
use crate::cli::load;
use crate::cli::modeline::modeline;
use crate::cli::place;
use crate::cli::record::Prover;
use crate::cli::write_new::write_new;
use crate::diagnostic::{Code, Diagnostic, list_of};
use crate::draft::{Heading, SetUp, draft, write};
use crate::event::{Event, Exit, Verdict};
use crate::project::{DEFAULT_NOW, Project, ProjectFlow};
use crate::report::{Report as _, TerminalReport, Verbosity};
use crate::scenario::file_stem;

/// Arguments of `new`.
#[derive(Debug, Args)]
pub(in crate::cli) struct NewArgs {
    /// The file to write; a bare name is one among the project's scenarios, and without any it is named for the flow
    pub file: Option<Utf8PathBuf>,
    /// The flow, as flowproof.yaml names it; asked for on a terminal where there are several
    #[arg(long, value_name = "NAME")]
    pub flow: Option<String>,
    /// The title; asked for on a terminal
    #[arg(long, value_name = "TEXT")]
    pub title: Option<String>,
    /// Another scenario whose customer, stubs and words are taken along
    #[arg(long, value_name = "FILE")]
    pub from: Option<Utf8PathBuf>,
    /// Print the scenario and write nothing
    #[arg(long)]
    pub stdout: bool,
}

pub(in crate::cli) fn run(edge: &Edge, args: &NewArgs) -> Exit {
    let Some((project, flows)) = load::project_with_flows(edge) else { return Exit::Usage };
    let file = args.file.as_ref().map(|file| place::of_scenario(&project, file));
    if flows.is_empty() {
        edge.tell("this project has no flows yet: name a flow file in flowproof.yaml, `flows: { support: flows/support.yaml }`,");
        edge.tell("or let `flowproof init DIR` write a project with a flow to start from");
        return Exit::Usage;
    }
    if let Some(path) = file.as_ref().filter(|path| !args.stdout && edge.files.exists(path)) {
        edge.tell(&format!("`{path}` is there already; nothing was written"));
        return Exit::Usage;
    }
    let taken = match args.from.as_deref().map(|path| from::set_up(edge, &project, path)).transpose() {
        Ok(taken) => taken,
        Err(wrong) => {
            edge.report(&wrong);
            return Exit::Usage;
        }
    };
    let named = args.flow.clone().or_else(|| taken.as_ref().map(|(_, flow)| flow.clone()));
    let flow = match choose(edge, &flows, named.as_deref()) {
        Ok(flow) => flow,
        Err(wrong) => {
            edge.report(&wrong.into());
            return Exit::Usage;
        }
    };
    let set_up = taken.map(|(set_up, _)| set_up).unwrap_or_default();
    let title = title(edge, args, flow);
    let path = file.unwrap_or_else(|| free(edge, &project, flow));
    make(edge, args, &Arc::new(project), flow, set_up, title, &path)
}

fn make(
    edge: &Edge,
    args: &NewArgs,
    project: &Arc<Project>,
    flow: &ProjectFlow,
    set_up: SetUp,
    title: String,
    path: &Utf8Path,
) -> Exit {
    let draft = draft(&flow.program, &flow.world, DEFAULT_NOW, set_up);
    let heading = Heading { modeline: modeline(project.root(), path), title, flow: flow.name.to_string() };
    let text = write(&draft, &heading);
    let proven = prove(edge, project, path, &text);
    if args.stdout {
        edge.say(text.trim_end());
    } else {
        match write_new(path, &text) {
            Ok(()) => {
                edge.say(&format!("wrote {path}"));
                if let Some(word) = place::astray(project, path) {
                    edge.tell(&word);
                }
            }
            Err(error) => {
                edge.tell(&format!("`{path}` cannot be written: {error}"));
                return Exit::Usage;
            }
        }
    }
    for problem in &draft.outcome.problems {
        edge.tell(&format!("at {}: {}\n{}", problem.action.name, problem.message, problem.help));
    }
    match proven {
        Some(true) => {
            if !args.stdout {
                edge.say(&format!("it is green: flowproof run {path}"));
            }
            Exit::Green
        }
        Some(false) => {
            edge.tell("it is not green yet: what differs stands above");
            Exit::Red
        }
        None => Exit::Red,
    }
}

/// Whether the scenario is green offline; what differs is told. None where it cannot be run, which is told too.
fn prove(edge: &Edge, project: &Arc<Project>, path: &Utf8Path, text: &str) -> Option<bool> {
    let files = Overlay { below: Arc::clone(&edge.files), path: path.to_owned(), text: text.to_owned() };
    let with_it = Edge { root: edge.root.clone(), files: Arc::new(files), profile: edge.profile.clone() };
    let runtime = match tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build() {
        Ok(runtime) => runtime,
        Err(error) => {
            edge.tell(&format!("the runtime cannot be started: {error}"));
            return None;
        }
    };
    let report = runtime.block_on(async { Prover::new(&with_it, project).await?.run(path).await });
    match report {
        Ok(report) if report.verdict == Verdict::Passed => Some(true),
        Ok(report) => {
            let told =
                TerminalReport::new(anstream::stderr(), Verbosity::Verbose).event(&Event::CaseEnded(Box::new(report)));
            if let Err(error) = told {
                edge.tell(&format!("what differs cannot be printed: {error}"));
            }
            Some(false)
        }
        Err(wrong) => {
            edge.report(&wrong);
            None
        }
    }
}

/// The flow that is named, the only one, or the one that is picked on a terminal.
fn choose<'f>(edge: &Edge, flows: &'f [ProjectFlow], named: Option<&str>) -> Result<&'f ProjectFlow, Diagnostic> {
    let unknown = |name: &str, message: String| {
        let help = list_of("flows", name, flows.iter().map(|flow| &*flow.name));
        Diagnostic::error(Code::UNKNOWN_FLOW, message).help_maybe(help)
    };
    if let Some(name) = named {
        let found = flows.iter().find(|flow| *flow.name == *name);
        return found.ok_or_else(|| unknown(name, format!("no flow is named `{name}`")));
    }
    if let [only] = flows {
        return Ok(only);
    }
    if !std::io::stdin().is_terminal() {
        return Err(unknown("", "flowproof.yaml names several flows: say with `--flow` which one".to_owned()));
    }
    for (at, flow) in flows.iter().enumerate() {
        edge.tell(&format!("{:>3}  {}", at + 1, flow.name));
    }
    let answer = ask("Which flow, by number or name?");
    let by_number = answer.parse::<usize>().ok().and_then(|number| flows.get(number.checked_sub(1)?));
    let found = by_number.or_else(|| flows.iter().find(|flow| *flow.name == *answer));
    found.ok_or_else(|| unknown(&answer, format!("no flow is named `{answer}`")))
}

fn title(edge: &Edge, args: &NewArgs, flow: &ProjectFlow) -> String {
    let usual = format!("A customer writes to {}", flow.name);
    if let Some(title) = &args.title {
        return title.clone();
    }
    if args.stdout || !std::io::stdin().is_terminal() {
        return usual;
    }
    edge.tell(&format!("The title, such as `{usual}`."));
    let answer = ask("What must be true, in one sentence?");
    if answer.is_empty() { usual } else { answer }
}

fn ask(question: &str) -> String {
    let mut err = anstream::stderr();
    // Without a terminal to print on, the answer is still read.
    let _ = write!(err, "{question} ").and_then(|()| err.flush());
    let mut line = String::new();
    let read = std::io::stdin().lock().read_line(&mut line);
    read.map(|_| line.trim().to_owned()).unwrap_or_default()
}

/// A name of its own among the project's scenarios.
fn free(edge: &Edge, project: &Project, flow: &ProjectFlow) -> Utf8PathBuf {
    let folder = load::scenarios_folder(project);
    let name = file_stem(&flow.name);
    let first = folder.join(format!("{name}_new.yaml"));
    let more = (2..).map(|number| folder.join(format!("{name}_new_{number}.yaml")));
    std::iter::once(first.clone()).chain(more).find(|path| !edge.files.exists(path)).unwrap_or(first)
}
