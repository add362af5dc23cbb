//! A case that was run, as a recording: what it observed, in the project that it was run in. Must not know where it was run.

use std::sync::Arc;

use camino::{Utf8Path, Utf8PathBuf};

use crate::diagnostic::{Diagnostics, SourceFile};
use crate::evidence::Evidence;
use crate::project::{Files, Project};
use crate::record::{Recorded, Recording, Rules, scenario};
use crate::scenario::model::{Case, StubsSpec, WorldSpec};
use crate::scenario::read;

/// Records what a case of the scenario at `path` observed. Stubs and world of its own count for nothing: what the flow was answered is read
/// from what was observed.
///
/// # Errors
/// The case's flow does not load any more.
pub fn record_case(
    project: &Project,
    files: &dyn Files,
    path: &Utf8Path,
    case: &Case,
    evidence: &Evidence,
) -> Result<Recording, Diagnostics> {
    let rules = Rules { patterns: case.redact.clone(), ..Rules::default() };
    record(project, files, path, case, evidence, &rules)
}

/// The case with stubs, world and time as its run met them, to be run again offline; none where not all of that is known. It holds what the
/// org gave as it was, so that it must not be shown.
pub fn replay_of(
    project: &Project,
    files: &dyn Files,
    path: &Utf8Path,
    case: &Case,
    evidence: &Evidence,
) -> Option<Case> {
    let rules = Rules { as_it_was: true, ..Rules::default() };
    let recording = record(project, files, path, case, evidence, &rules).ok().filter(|recording| recording.is_whole)?;
    let (scenario, wrong) = read(&SourceFile::new("replay", recording.text));
    let met = scenario.filter(|_| !wrong.has_errors())?.case(0).ok()?;
    Some(Case { now: met.now, stubs: met.stubs, world: met.world, ..case.clone() })
}

fn record(
    project: &Project,
    files: &dyn Files,
    path: &Utf8Path,
    case: &Case,
    evidence: &Evidence,
    rules: &Rules,
) -> Result<Recording, Diagnostics> {
    let bare = Case { world: WorldSpec::default(), stubs: StubsSpec::default(), ..case.clone() };
    let resolved = project.resolve(files, path, &bare)?;
    let flow = flow_name(project, files, path, &resolved.flow);
    let (program, world) = (Arc::clone(&resolved.program), Arc::clone(&resolved.world));
    let recorded = Recorded::of_case(case, evidence, &flow, &program, &world, rules);
    Ok(scenario(&recorded))
}

/// How a scenario of another folder names the flow: a path from beside the case's own file becomes one from the project's folder.
fn flow_name(project: &Project, files: &dyn Files, path: &Utf8Path, name: &str) -> String {
    let beside: Utf8PathBuf = path.parent().unwrap_or(Utf8Path::new("")).join(name);
    if project.flow_names().any(|one| one == name) || !files.exists(&beside) {
        return name.to_owned();
    }
    beside.strip_prefix(project.root()).unwrap_or(&beside).to_string()
}
