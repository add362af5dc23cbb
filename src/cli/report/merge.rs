//! `flowproof report merge`: reads reports, and hands the whole to the readers of a run. Must not know how wholes are made.

use super::args::{MergeArgs, ReportCommand};
use crate::cli::edge::Edge;
use crate::cli::reports::Reports;
use crate::diagnostic::Diagnostics;
use crate::event::Exit;
use crate::report::{Told, merge, read_events};

pub(in crate::cli) fn run(edge: &Edge, command: &ReportCommand) -> Exit {
    let ReportCommand::Merge(args) = command;
    let mut wrong = Diagnostics::new();
    let runs = read(edge, args, &mut wrong);
    let merged = merge(runs, args.rerun, &mut wrong);
    // Before anything is written: a report may stand where one of those that are read stood.
    edge.report(&wrong);
    let Some(merged) = merged else { return Exit::Usage };
    let mut reports = match Reports::open(edge, args.verbosity(), false, &args.report) {
        Ok(reports) => reports,
        Err(error) => {
            edge.tell(&error);
            return Exit::Usage;
        }
    };
    let unwritten: Vec<String> = merged.events.iter().filter_map(|event| reports.write(event)).collect();
    unwritten.iter().for_each(|reason| edge.tell(reason));
    match merged.summary.exit() {
        Exit::Green if !unwritten.is_empty() => Exit::Red,
        exit => exit,
    }
}

/// The runs of every file that can be read.
fn read(edge: &Edge, args: &MergeArgs, wrong: &mut Diagnostics) -> Vec<Told> {
    let mut runs = Vec::new();
    for file in &args.files {
        match edge.read(file) {
            Ok(source) => {
                let (events, more) = read_events(&source);
                wrong.append(more);
                runs.extend(Told::of(file.as_str(), events));
            }
            Err(unreadable) => wrong.push(unreadable),
        }
    }
    runs
}
