//! A case that failed in a live org is run offline at once, so that the failure can be called by its cause. Must not know how it is told.

use std::sync::Arc;

use super::case::{self, Prepared};
use super::flow_file::flow_file;
use super::held;
use super::plan::Planned;
use super::{Context, RunOptions, SnapshotMode};
use crate::event::{CaseReport, Classification, Verdict};
use crate::evidence::Evidence;
use crate::live::Published as Compared;
use crate::parity::{About, Attempts, Published, classify};
use crate::scenario::model::{Case, Driver};

/// Where the failure came from. None for a case that did not fail, that nothing was observed of, or on a target that has nothing to run it
/// on offline.
pub(super) async fn cause(context: &Context, planned: &Planned, live: &CaseReport) -> Option<Classification> {
    let target = context.target.rehearsal()?;
    let evidence = live.evidence.as_ref()?;
    if !matches!(live.verdict, Verdict::Failed | Verdict::Errored | Verdict::Unsupported) {
        return None;
    }
    let Prepared::Ready(ready) = case::prepare(context, planned) else { return None };
    let (case, resolved, _) = *ready;
    let offline = Context {
        target: Arc::clone(target),
        options: Arc::new(RunOptions {
            driver: Some(Driver::Converse),
            // What is pending is what the live run saw.
            snapshots: SnapshotMode::Compare,
            ..(*context.options).clone()
        }),
        ..context.clone()
    };
    let replayed = replayed(&offline, planned, live, &case, evidence).await;
    let offline = case::judged(&offline, planned.clone(), live.name.clone()).await;
    classify(&Attempts {
        live,
        offline: &offline,
        replayed: replayed.as_ref(),
        published: &published(context.target.published(&resolved.flow), evidence),
        about: About { redact: &case.redact, file: &flow_file(&resolved.program) },
    })
}

/// The case once more, offline, with the data, look-ups and time that the live run met; none where the org does not show all of them.
async fn replayed(
    offline: &Context,
    planned: &Planned,
    live: &CaseReport,
    case: &Case,
    evidence: &Evidence,
) -> Option<CaseReport> {
    let Context { project, files, .. } = offline;
    let again = held::replay_of(project, &**files, &planned.path, case, evidence)?;
    let resolved = project.resolve(&**files, &planned.path, &again).ok()?;
    Some(case::driven(offline, planned, live.name.clone(), again, resolved, Driver::Converse).await)
}

/// Whether the org ran the file's flow: by its published configuration where that could be compared, else as far as the path shows.
fn published(compared: Option<&Compared>, evidence: &Evidence) -> Published {
    match compared {
        Some(Compared::Same) => Published::Same,
        Some(other @ Compared::Another { .. }) => Published::Other(other.to_string()),
        Some(Compared::Unknown(why)) => by_path(why, evidence),
        None => by_path("its published version was not compared with the file", evidence),
    }
}

fn by_path(why: &str, evidence: &Evidence) -> Published {
    if evidence.unknown_actions.is_empty() {
        return Published::Unknown(why.to_owned());
    }
    let version = evidence.flow_version.as_ref().map(|version| format!(" version {version}")).unwrap_or_default();
    let actions = evidence.unknown_actions.join(", ");
    Published::Other(format!("the org ran{version} of it, with actions that the file does not have: {actions}"))
}
