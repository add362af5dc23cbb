//! What was proven, written beside the snapshots: one file a case.

use camino::{Utf8Path, Utf8PathBuf};

use super::args::{ParityArgs, SideArg};
use super::sides::{Ran, RanCase};
use crate::cli::args::TargetArg;
use crate::cli::edge::{Edge, plural};
use crate::cli::write_whole::write_whole;
use crate::event::CaseReport;
use crate::evidence::{Origin, Part};
use crate::parity::Compared;
use crate::parity::ledger::{Entry, digest, file_name};
use crate::wire::platform::Organization;

/// Writes an entry for each case that was compared.
///
/// # Errors
/// A file cannot be written; those before it stand.
pub fn write(edge: &Edge, args: &ParityArgs, ran: &Ran, org: Option<&Organization>) -> Result<(), String> {
    let mut written = 0;
    for (at, case) in &ran.cases {
        let Some(Compared::Sides(differences)) = ran.table.cases.get(*at).map(|one| &one.compared) else { continue };
        // What nothing of was compared is no proof.
        if differences.agreed() == 0 {
            continue;
        }
        let [left, right] = &case.reports;
        let scenario = edge.files.read(&case.single.path).map_err(|error| unwritten(&case.single.path, &error))?;
        let entry = Entry {
            date: edge.today(),
            org: org.map(|org| org.id.clone()),
            org_name: org.map(|org| org.name.clone()),
            flow: case.flow.clone(),
            flow_version: version(args, &case.reports),
            left: side(&args.left, left),
            right: side(&args.right, right),
            agreed: differences.agreed(),
            differed: differences.causes().count(),
            not_compared: differences.not_compared.iter().map(|one| one.count).sum(),
            scenario: digest([scenario.as_str()]),
            flow_file: case.flow_file.clone(),
        };
        write_whole(&path(case), &entry.render()).map_err(|error| unwritten(&path(case), &error))?;
        written += 1;
    }
    if written > 0 {
        edge.tell(&format!("wrote the proof of {}", plural(written, "case")));
    }
    Ok(())
}

/// The version of the flow that the live org said it ran; what a fake says of one is its own.
fn version(args: &ParityArgs, reports: &[CaseReport; 2]) -> Option<String> {
    let mut live = args.sides().into_iter().zip(reports).filter(|(side, _)| side.target == TargetArg::Live);
    live.find_map(|(_, report)| report.evidence.as_ref()?.flow_version.clone())
}

fn path(case: &RanCase) -> Utf8PathBuf {
    let scenario = &case.single.path;
    let name = file_name(scenario.file_stem().unwrap_or("scenario"), case.single.name.case.as_deref());
    scenario.parent().unwrap_or(Utf8Path::new("")).join("snapshots").join(name)
}

/// Target and driver. The answer of a simulation has another origin than what a conversation leaves.
fn side(side: &SideArg, report: &CaseReport) -> String {
    let path = report.evidence.as_ref().map(|evidence| &evidence.path);
    let simulated = matches!(path, Some(Part::Observed(seen)) if seen.origin == Origin::SimulateAnswer);
    format!("{side} {}", if simulated { "simulate" } else { "converse" })
}

fn unwritten(path: &Utf8Path, error: &std::io::Error) -> String {
    format!("`{path}`: the proof is not kept: {error}")
}
