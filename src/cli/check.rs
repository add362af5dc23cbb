//! `flowproof check`: everything that can be known without running anything.

use super::args::CheckArgs;
use super::edge::{Edge, plural};
use super::load;
use crate::diagnostic::Diagnostics;
use crate::event::Exit;

pub(super) fn run(edge: &Edge, args: &CheckArgs) -> Exit {
    let mut diagnostics = Diagnostics::new();
    let (mut files, mut cases, mut flows) = (0, 0, 0);
    if let Some(project) = load::project(edge, &mut diagnostics) {
        let (flow_paths, paths) = args.paths.iter().cloned().partition::<Vec<_>, _>(|path| project.is_flow_file(&*edge.files, path));
        for path in &flow_paths {
            diagnostics.append(project.check_flow_file(&*edge.files, path));
            flows += 1;
        }
        if args.paths.is_empty() {
            flows = project.flows().count();
        }
        if args.paths.is_empty() || !paths.is_empty() {
            load::scenarios(edge, &project, &paths, &mut diagnostics, |_, scenario| {
                files += 1;
                cases += scenario.case_count();
            });
        }
    }
    diagnostics.sort();
    edge.report(&diagnostics);
    if diagnostics.has_errors() {
        return Exit::Usage;
    }
    edge.say(&format!(
        "checked {} from {} and {}: no mistakes",
        plural(cases, "case"),
        plural(files, "scenario file"),
        plural(flows, "flow")
    ));
    if cases + flows == 0 { Exit::Nothing } else { Exit::Green }
}
