//! The command: which flows are looked at, the examination, the exit code. Must not know what is looked at.

use super::args::DoctorArgs;
use super::print;
use crate::cli::edge::Edge;
use crate::cli::{load, sandbox};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, list_of};
use crate::event::Exit;
use crate::live::doctor::{Report, Subject, Thoroughness, examine, subjects, unreachable};
use crate::project::Project;

pub(in crate::cli) fn run(edge: &Edge, args: &DoctorArgs) -> Exit {
    let mut diagnostics = Diagnostics::new();
    let chosen = load::project(edge, &mut diagnostics)
        .and_then(|project| choose(edge, args, &project, &mut diagnostics).map(|flows| (project, flows)));
    diagnostics.sort();
    edge.report(&diagnostics);
    let Some((project, (flows, without))) = chosen.filter(|_| !diagnostics.has_errors()) else { return Exit::Usage };
    let sandbox = match sandbox::connect(edge, &project) {
        Ok(sandbox) => sandbox,
        Err(wrong) => return told(edge, args, &unreachable(&wrong, &flows, Thoroughness::Full)),
    };
    match tokio::runtime::Builder::new_current_thread().enable_all().build() {
        Ok(runtime) => {
            let report = runtime.block_on(examine(&sandbox, &flows, &without, Thoroughness::Full));
            told(edge, args, &report)
        }
        Err(error) => {
            edge.tell(&format!("the runtime cannot be started: {error}"));
            Exit::Unfit
        }
    }
}

/// The flows that are looked at, and the names of those that are not run live.
fn choose(
    edge: &Edge,
    args: &DoctorArgs,
    project: &Project,
    diagnostics: &mut Diagnostics,
) -> Option<(Vec<Subject>, Vec<String>)> {
    let only = args.flow.as_deref();
    if let Some(name) = only
        && !project.flow_names().any(|known| known == name)
    {
        let help = list_of("flows", name, project.flow_names());
        let unknown = Diagnostic::error(Code::UNKNOWN_FLOW, format!("no flow is named `{name}`")).help_maybe(help);
        diagnostics.push(unknown);
        return None;
    }
    let (flows, wrong) = project.flows(&*edge.files);
    diagnostics.append(wrong);
    Some(subjects(&flows, &project.settings().live, only))
}

fn told(edge: &Edge, args: &DoctorArgs, report: &Report) -> Exit {
    edge.say(&if args.json { print::json(report) } else { print::text(report) });
    if report.is_fit() { Exit::Green } else { Exit::Unfit }
}
