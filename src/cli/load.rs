//! What commands begin with: the project and its scenario files, or a flow file and those that it calls, with every mistake of all of them.

use camino::{Utf8Path, Utf8PathBuf};
use indexmap::IndexMap;

use super::edge::Edge;
use crate::diagnostic::{Code, Diagnostics};
use crate::flow::FlowSource;
use crate::project::{self, Project, ProjectFlow, load_substitutions};
use crate::runner::{Filter, Plan};
use crate::scenario::ScenarioFile;

/// The project of the edge's root; none where it cannot be used.
pub(super) fn project(edge: &Edge, diagnostics: &mut Diagnostics) -> Option<Project> {
    let (project, found) = project::load_with(&*edge.files, &edge.root, edge.profile.as_deref());
    diagnostics.append(found);
    project
}

/// The folder of the project's scenarios, as a person would name it.
pub(super) fn scenarios_folder(project: &Project) -> Utf8PathBuf {
    let folder = project.root().join(&project.settings().defaults.scenarios);
    folder.strip_prefix("./").map(Utf8Path::to_owned).unwrap_or(folder)
}

/// The project with every flow of flowproof.yaml; every mistake is told, and there is none where there is one.
pub(super) fn project_with_flows(edge: &Edge) -> Option<(Project, Vec<ProjectFlow>)> {
    let mut wrong = Diagnostics::new();
    let project = project(edge, &mut wrong);
    let flows = project.as_ref().map(|project| {
        let (flows, found) = project.flows(&*edge.files);
        wrong.append(found);
        flows
    });
    edge.report(&wrong);
    project.zip(flows).filter(|_| !wrong.has_errors())
}

/// The project and the cases of these files that the filter chooses; every mistake is told, and none is planned where there is one.
pub(super) fn plan(edge: &Edge, paths: &[Utf8PathBuf], filter: &Filter) -> Option<(Project, Plan)> {
    let mut diagnostics = Diagnostics::new();
    let mut plan = Plan::default();
    let project = project(edge, &mut diagnostics);
    if let Some(project) = &project {
        scenarios(edge, project, paths, &mut diagnostics, |path, scenario| plan.add(path, scenario, filter));
    }
    diagnostics.sort();
    edge.report(&diagnostics);
    tell_absent_of(edge, &diagnostics);
    project.filter(|_| !diagnostics.has_errors()).map(|project| (project, plan))
}

/// Says where the project is, where the folder has none: whoever finds nothing may stand beside it.
pub(super) fn tell_absent(edge: &Edge) {
    if let Some(absent) = project::absent(&*edge.files, &edge.root) {
        edge.tell(&absent);
    }
}

/// The same where a flow was not found by its name.
pub(super) fn tell_absent_of(edge: &Edge, diagnostics: &Diagnostics) {
    if diagnostics.iter().any(|one| one.code == Code::UNKNOWN_FLOW) {
        tell_absent(edge);
    }
}

/// A flow file and those that it calls, each with the values of a file of substitutions; none where the flow or the values cannot be read.
pub(super) fn flow_sources(
    edge: &Edge,
    file: &Utf8Path,
    with: &[Utf8PathBuf],
    values: Option<&Utf8Path>,
    diagnostics: &mut Diagnostics,
) -> Option<Vec<FlowSource>> {
    let source = edge.read(file).map_err(|wrong| diagnostics.push(wrong)).ok()?;
    let mut substitutions = IndexMap::new();
    if let Some(path) = values {
        let file = edge.read(path).map_err(|wrong| diagnostics.push(wrong)).ok()?;
        let (found, wrong) = load_substitutions(&file);
        substitutions = found;
        diagnostics.append(wrong);
    }
    let mut files = vec![FlowSource { source, substitutions: substitutions.clone() }];
    for path in with {
        match edge.read(path) {
            Ok(source) => files.push(FlowSource { source, substitutions: substitutions.clone() }),
            Err(wrong) => diagnostics.push(wrong),
        }
    }
    Some(files)
}

/// Whether a command line names a flow of flowproof.yaml and no file: what looks like a path, or is the path of a file, is a file.
pub(super) fn names_a_flow(edge: &Edge, named: &Utf8Path) -> bool {
    let is_plain = named.file_name() == Some(named.as_str()) && named.extension().is_none();
    is_plain && edge.files.read_bytes(named).is_err()
}

/// The flow that a command line names as flowproof.yaml does, with what that file says of it. Options that say the same of a flow file are
/// refused: they would not be heard.
pub(super) fn named_flow(
    edge: &Edge,
    name: &Utf8Path,
    options: &[(&str, bool)],
    diagnostics: &mut Diagnostics,
) -> Option<ProjectFlow> {
    if let Some((option, _)) = options.iter().find(|(_, is_given)| *is_given) {
        edge.tell(&format!("`{option}` is for a flow file: of `{name}`, flowproof.yaml says it"));
        return None;
    }
    let project = project(edge, diagnostics)?;
    let (flow, found) = project.flow_named(&*edge.files, name.as_str());
    diagnostics.append(found);
    flow
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
