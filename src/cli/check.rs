//! `flowproof check`: everything that can be known without running anything.

use std::collections::HashSet;

use camino::Utf8Path;
use indexmap::IndexMap;

use super::args::CheckArgs;
use super::edge::{Edge, plural};
use super::load;
use crate::diagnostic::{Diagnostics, SourceFile};
use crate::event::Exit;
use crate::flow::lint::lint;
use crate::flow::{FlowSource, load as load_flow};
use crate::yaml::{Limits, parse};

pub(super) fn run(edge: &Edge, args: &CheckArgs) -> Exit {
    let mut diagnostics = Diagnostics::new();
    let (mut files, mut cases, mut flows, mut blocks) = (0, 0, 0, 0);
    if let Some(project) = load::project(edge, &mut diagnostics) {
        blocks = args.paths.iter().filter(|path| project.has_blocks_in(path)).count();
        let (flow_paths, paths) = args.paths.iter().cloned().partition::<Vec<_>, _>(|path| is_flow(edge, path));
        for path in &flow_paths {
            diagnostics.append(flow(edge, path));
            flows += 1;
        }
        if args.paths.is_empty() {
            let (loaded, wrong) = project.flows(&*edge.files);
            diagnostics.append(wrong);
            diagnostics.append(project.check_coverage(&*edge.files));
            for program in loaded.iter().map(|flow| &flow.program) {
                diagnostics.append(lint(program));
            }
            flows = loaded.len();
        }
        if args.paths.is_empty() || !paths.is_empty() {
            let mut used = HashSet::new();
            load::scenarios(edge, &project, &paths, &mut diagnostics, |_, scenario| {
                files += 1;
                cases += scenario.case_count();
                used.extend(scenario.used_blocks().map(str::to_owned));
            });
            // A scenario that is wrong may use what seems unused.
            if args.paths.is_empty() && !diagnostics.has_errors() {
                diagnostics.append(project.unused_blocks(&used));
            }
        }
    }
    diagnostics.sort();
    edge.report(&diagnostics);
    load::tell_absent_of(edge, &diagnostics);
    if diagnostics.has_errors() {
        return Exit::Usage;
    }
    // Warnings were told and counted above.
    let found = if diagnostics.is_empty() { "no mistakes" } else { "no errors" };
    edge.say(&format!(
        "checked {} from {} and {}: {found}",
        plural(cases, "case"),
        plural(files, "scenario file"),
        plural(flows, "flow")
    ));
    if cases + flows + blocks == 0 {
        load::tell_absent(edge);
    }
    // Files of blocks are checked with the project, whatever is named.
    if cases + flows + blocks == 0 { Exit::Nothing } else { Exit::Green }
}

/// Whether a file is a flow: it can be read, and is not a scenario. A flow with placeholders may be no YAML before they are filled in.
fn is_flow(edge: &Edge, path: &Utf8Path) -> bool {
    let Ok(text) = edge.files.read(path) else { return false };
    match parse(&SourceFile::new(path.as_str(), text), Limits::default()) {
        Ok(document) => document.root.get("scenario").is_none() && document.root.get("version").is_none(),
        Err(_) => edge.files.read(path).is_ok_and(|text| text.contains("{{")),
    }
}

fn flow(edge: &Edge, path: &Utf8Path) -> Diagnostics {
    match edge.read(path) {
        Ok(source) => {
            let loaded = load_flow(vec![FlowSource { source, substitutions: IndexMap::new() }]);
            let mut diagnostics = loaded.diagnostics;
            if let Some(program) = loaded.program {
                diagnostics.append(lint(&program));
            }
            diagnostics
        }
        Err(wrong) => wrong.into(),
    }
}
