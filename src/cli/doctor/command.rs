//! The command: which flows are looked at, the examination, the probe, the exit code. Must not know what is looked at or asked.

use super::args::DoctorArgs;
use super::choice::{self, Choice};
use super::print;
use super::probing::{self, Probed};
use crate::cli::edge::Edge;
use crate::cli::{load, profile, sandbox};
use crate::diagnostic::Diagnostics;
use crate::event::Exit;
use crate::live::doctor::{Report, Thoroughness, examine, measured, unreachable};
use crate::live::{Profile, Sandbox};

pub(in crate::cli) fn run(edge: &Edge, args: &DoctorArgs) -> Exit {
    let mut diagnostics = Diagnostics::new();
    let project = load::project(edge, &mut diagnostics);
    let chosen = project.as_ref().and_then(|project| choice::choose(edge, args, project, &mut diagnostics));
    let earlier = match project.as_ref().filter(|_| !args.probe) {
        Some(project) => profile::read(edge, &project.settings().live),
        None => Ok(None),
    };
    let earlier = earlier.map_err(|wrong| diagnostics.append(wrong)).unwrap_or_default();
    diagnostics.sort();
    edge.report(&diagnostics);
    let Some((project, chosen)) = project.zip(chosen).filter(|_| !diagnostics.has_errors()) else { return Exit::Usage };
    if args.probe
        && let Err(why) = choice::may_be_probed(&chosen, &project.settings().live.budget)
    {
        edge.tell(&why);
        return Exit::Usage;
    }
    let sandbox = match sandbox::connect(edge, &project) {
        Ok(sandbox) => sandbox,
        Err(wrong) => {
            let report = unreachable(&wrong, &chosen.subjects, Thoroughness::Full);
            return told(edge, args, &report, None);
        }
    };
    match tokio::runtime::Builder::new_current_thread().enable_all().build() {
        Ok(runtime) => runtime.block_on(look(edge, args, &sandbox, &chosen, earlier.as_ref())),
        Err(error) => {
            edge.tell(&format!("the runtime cannot be started: {error}"));
            Exit::Unfit
        }
    }
}

async fn look(edge: &Edge, args: &DoctorArgs, sandbox: &Sandbox, chosen: &Choice, earlier: Option<&Profile>) -> Exit {
    let mut report = examine(sandbox, &chosen.subjects, &chosen.without, Thoroughness::Full).await;
    if let Some(organization) = report.organization.clone().filter(|_| !args.probe) {
        report.findings.push(measured(earlier, &organization));
    }
    if !args.probe {
        return told(edge, args, &report, None);
    }
    if !report.is_fit() {
        let exit = told(edge, args, &report, None);
        edge.tell("nothing was probed: the org is not fit");
        return exit;
    }
    // A person sees what was found while the probe goes on; a program gets one document.
    if !args.json {
        told(edge, args, &report, None);
    }
    match probing::probe(edge, sandbox, chosen).await {
        Ok(probed) => {
            if args.json {
                edge.say(&print::json(&report, Some(&probed)));
            } else {
                edge.say(&print::answers(&probed));
            }
            if let Err(unwritten) = &probed.files {
                edge.report(&unwritten.clone().into());
            }
            if probed.left.is_empty() && probed.files.is_ok() { Exit::Green } else { Exit::Unfit }
        }
        Err((exit, wrong)) => {
            edge.report(&wrong);
            exit
        }
    }
}

fn told(edge: &Edge, args: &DoctorArgs, report: &Report, probed: Option<&Probed>) -> Exit {
    edge.say(&if args.json { print::json(report, probed) } else { print::text(report) });
    if report.is_fit() { Exit::Green } else { Exit::Unfit }
}
