//! What `run` and `check` begin with: the project, its scenario files, every mistake of all of them.

use camino::Utf8PathBuf;

use super::edge::Edge;
use crate::diagnostic::Diagnostics;
use crate::project::{self, Project};
use crate::scenario::ScenarioFile;

/// The project of the edge's root; none where it cannot be used.
pub(super) fn project(edge: &Edge, diagnostics: &mut Diagnostics) -> Option<Project> {
    let (project, found) = project::load(&*edge.files, &edge.root);
    diagnostics.append(found);
    project
}

/// Reads and checks every scenario below the paths, handing each good one to `take`. Files are dropped as they are done with, so that a
/// large suite does not stay in memory.
pub(super) fn scenarios(
    edge: &Edge,
    project: &Project,
    paths: &[Utf8PathBuf],
    diagnostics: &mut Diagnostics,
    mut take: impl FnMut(Utf8PathBuf, ScenarioFile),
) {
    let found = match project.discover(&*edge.files, paths) {
        Ok(found) => found,
        Err(wrong) => {
            diagnostics.append(wrong);
            return;
        }
    };
    for path in found {
        let (scenario, mut wrong) = project.read_scenario(&*edge.files, &path);
        if let Some(scenario) = scenario {
            if !wrong.has_errors() {
                wrong.append(project.check(&*edge.files, &path, &scenario));
            }
            let good = !wrong.has_errors();
            diagnostics.append(wrong);
            if good {
                take(path, scenario);
            }
        } else {
            diagnostics.append(wrong);
        }
    }
}
