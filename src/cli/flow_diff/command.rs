//! The command: two files, what changed, the project's cases where the flow is one of its own, an exit code as `diff` has it.

use std::sync::Arc;

use camino::Utf8Path;
use indexmap::IndexMap;

use super::args::FlowDiffArgs;
use super::cases::{Impact, Place, impact};
use super::report;
use crate::cli::edge::Edge;
use crate::cli::load;
use crate::diagnostic::{Diagnostics, Severity, SourceFile};
use crate::event::Exit;
use crate::flow::diff::{Comparison, compare};
use crate::flow::{FlowSource, Program, load as load_flow};
use crate::project::{Project, load_substitutions};

/// The runtime's threads: the fake and the client share a small machine.
const THREADS: usize = 2;

pub(in crate::cli) fn run(edge: &Edge, args: &FlowDiffArgs) -> Exit {
    let mut of_project = Diagnostics::new();
    let project = load::project(edge, &mut of_project);
    let mut diagnostics = Diagnostics::new();
    let sides = sides(edge, args, project.as_ref(), &mut diagnostics);
    diagnostics.sort();
    edge.report(&diagnostics);
    let Some([before, after]) = sides else { return Exit::Usage };
    let comparison = compare(&before.program, &after.program);
    let impact = if args.no_cases || comparison.is_empty() {
        None
    } else {
        match project.filter(|_| !of_project.has_errors()) {
            Some(project) => of_cases(edge, &project, [&before, &after], &comparison),
            None => {
                edge.report(&of_project);
                edge.tell("no cases were run: flowproof.yaml is wrong");
                None
            }
        }
    };
    if args.json {
        edge.say(&format!("{:#}", report::document(&comparison, impact.as_ref())));
    } else {
        edge.say(&report::text(&comparison, impact.as_ref()));
    }
    if comparison.is_empty() { Exit::Green } else { Exit::Red }
}

/// One file, read.
struct Read<'a> {
    path: &'a Utf8Path,
    source: Arc<SourceFile>,
    program: Arc<Program>,
}

/// Both files; none where one of them is no flow. A flow that can be drawn and not run can be compared; its mistakes are told.
fn sides<'a>(
    edge: &Edge,
    args: &'a FlowDiffArgs,
    project: Option<&Project>,
    diagnostics: &mut Diagnostics,
) -> Option<[Read<'a>; 2]> {
    let values = match &args.substitutions {
        Some(path) => {
            let file = edge.read(path).map_err(|wrong| diagnostics.push(wrong)).ok()?;
            let (values, wrong) = load_substitutions(&file);
            diagnostics.append(wrong);
            values
        }
        None => {
            let known = |path| project.and_then(|project| project.file_at(path)).map(|(_, values)| values);
            known(&args.before).or_else(|| known(&args.after)).unwrap_or_default()
        }
    };
    let mut read = |path: &'a Utf8Path| side(edge, path, &values, diagnostics);
    let both = (read(&args.before), read(&args.after));
    Some([both.0?, both.1?])
}

fn side<'a>(
    edge: &Edge,
    path: &'a Utf8Path,
    values: &IndexMap<String, String>,
    diagnostics: &mut Diagnostics,
) -> Option<Read<'a>> {
    let source = edge.read(path).map_err(|wrong| diagnostics.push(wrong)).ok()?;
    let loaded = load_flow(vec![FlowSource { source: Arc::clone(&source), substitutions: values.clone() }]);
    // What is only doubtful is `check`'s to tell.
    diagnostics.extend(loaded.diagnostics.into_iter().filter(|one| one.severity == Severity::Error));
    Some(Read { path, source, program: loaded.drawing? })
}

/// The cases that go through what changed, where the project has the flow.
fn of_cases(
    edge: &Edge,
    project: &Project,
    [before, after]: [&Read<'_>; 2],
    comparison: &Comparison,
) -> Option<Impact> {
    let of_file = |side: &Read<'_>| project.file_at(side.path).map(|(path, _)| path);
    let of_name = |side: &Read<'_>| project.file_of(&*edge.files, side.program.name(), side.program.flow_type());
    let path = of_file(before).or_else(|| of_file(after)).or_else(|| of_name(before)).or_else(|| of_name(after));
    let Some(path) = path else {
        edge.tell("no cases were run: flowproof.yaml names neither file, and no flow of that name");
        return None;
    };
    let text = |side: &Read<'_>| Arc::from(side.source.text());
    let place = Place { path, before: text(before), after: text(after) };
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(THREADS).enable_all().build();
    let found = match runtime {
        Ok(runtime) => runtime.block_on(impact(edge, &place, comparison)),
        Err(error) => {
            edge.tell(&format!("no cases were run: the runtime cannot be started: {error}"));
            return None;
        }
    };
    match found {
        Ok(impact) => Some(impact),
        Err(wrong) => {
            edge.report(&wrong);
            edge.tell("no cases were run: the project's scenarios are wrong");
            None
        }
    }
}
