//! The command: two flows, what changed, the project's cases where the flow is one of theirs, an exit code as `diff` has it.

use camino::Utf8PathBuf;

use super::args::FlowDiffArgs;
use super::cases::{Impact, impact};
use super::report;
use super::side::{Side, both};
use crate::cli::edge::Edge;
use crate::cli::load;
use crate::diagnostic::{Code, Diagnostics};
use crate::event::Exit;
use crate::flow::diff::{Comparison, compare};
use crate::project::Project;

/// The runtime's threads: the fake and the client share a small machine.
const THREADS: usize = 2;

pub(in crate::cli) fn run(edge: &Edge, args: &FlowDiffArgs) -> Exit {
    match tokio::runtime::Builder::new_multi_thread().worker_threads(THREADS).enable_all().build() {
        Ok(runtime) => runtime.block_on(diff(edge, args)),
        Err(error) => {
            edge.tell(&format!("the runtime cannot be started: {error}"));
            Exit::Unfit
        }
    }
}

async fn diff(edge: &Edge, args: &FlowDiffArgs) -> Exit {
    let mut of_project = Diagnostics::new();
    let project = load::project(edge, &mut of_project);
    // A file that flowproof.yaml names and that is not there stands in nobody's way here.
    let of_project: Diagnostics = of_project.into_iter().filter(|one| one.code != Code::FILE_UNREADABLE).collect();
    let project = project.filter(|_| !of_project.has_errors());
    if project.is_none() {
        edge.report(&of_project);
    }
    let [before, after] = match both(edge, args, project.as_ref()).await {
        Ok(sides) => sides,
        Err(exit) => return exit,
    };
    let comparison = compare(&before.program, &after.program);
    let impact = match (&project, args.no_cases || comparison.is_empty()) {
        (_, true) => None,
        (Some(project), false) => of_cases(edge, project, [&before, &after], &comparison).await,
        (None, false) => {
            edge.tell("no cases were run: flowproof.yaml is wrong");
            None
        }
    };
    let titles = [before.title.as_str(), after.title.as_str()];
    if args.json {
        edge.say(&format!("{:#}", report::document(titles, &comparison, impact.as_ref())));
    } else {
        edge.say(&report::text(titles, &comparison, impact.as_ref()));
    }
    if comparison.is_empty() { Exit::Green } else { Exit::Red }
}

/// The cases that go through what changed, where the project has the flow.
async fn of_cases(edge: &Edge, project: &Project, sides: [&Side; 2], comparison: &Comparison) -> Option<Impact> {
    match impact(edge, &places(edge, project, sides), sides.map(|side| &side.text), comparison).await {
        Ok(Some(impact)) => Some(impact),
        Ok(None) => {
            edge.tell("no cases were run: none is of a flow that is in one of the files, or of that name");
            None
        }
        Err(wrong) => {
            edge.report(&wrong);
            edge.tell("no cases were run: the project's scenarios are wrong");
            None
        }
    }
}

/// The files of the project that the flow may be, the likeliest first: one that flowproof.yaml names, one that holds a flow of that name
/// and type, one that a scenario may name by its path.
fn places(edge: &Edge, project: &Project, sides: [&Side; 2]) -> Vec<Utf8PathBuf> {
    let given = || sides.into_iter().filter_map(|side| side.file.clone());
    let of_file = given().filter_map(|file| project.file_at(&file).map(|(file, _)| file));
    let of_name = sides
        .into_iter()
        .filter_map(|side| project.file_of(&*edge.files, side.program.name(), side.program.flow_type()));
    let mut places: Vec<Utf8PathBuf> = Vec::new();
    for place in of_file.chain(of_name).chain(given()) {
        if !places.contains(&place) {
            places.push(place);
        }
    }
    places
}
