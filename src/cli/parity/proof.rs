//! How old the proof against a live org is, for the sum of a run on the mock. A project without a ledger is asked for one folder listing a
//! scenarios folder, and has none.

use std::collections::BTreeSet;

use camino::{Utf8Path, Utf8PathBuf};

use crate::cli::edge::Edge;
use crate::event::{CaseName, Proof};
use crate::parity::ledger::{Entry, Kept, age, digest, file_name};
use crate::runner::{Context, Plan, SingleCase, flow_digest};

/// How old the proof of the plan's cases is, where there is any.
pub(in crate::cli) fn proof(edge: &Edge, plan: &Plan, context: &Context) -> Option<Proof> {
    let mut files = BTreeSet::new();
    for folder in plan.folders() {
        let folder = folder.join("snapshots");
        let entries = edge.files.list(&folder).unwrap_or_default();
        files.extend(
            entries.into_iter().filter(|entry| entry.name.ends_with(".parity")).map(|one| folder.join(one.name)),
        );
    }
    if files.is_empty() {
        return None;
    }
    let proven = |path: &Utf8Path, name: &CaseName| files.contains(&place(path, name));
    let kept: Vec<Kept> =
        plan.singles_of(context, proven).iter().filter_map(|single| kept(edge, context, single)).collect();
    age(&kept, plan.len(), edge.today())
}

fn place(path: &Utf8Path, name: &CaseName) -> Utf8PathBuf {
    let file = file_name(path.file_stem().unwrap_or("scenario"), name.case.as_deref());
    path.parent().unwrap_or(Utf8Path::new("")).join("snapshots").join(file)
}

/// The entry of a case; one that cannot be read is told, and is no proof.
fn kept(edge: &Edge, context: &Context, single: &SingleCase) -> Option<Kept> {
    let file = place(&single.path, &single.name);
    let text = edge.files.read(&file).map_err(|error| edge.tell(&format!("`{file}` cannot be read: {error}"))).ok()?;
    let entry = Entry::parse(&text).map_err(|error| edge.tell(&format!("`{file}` is no proof: {error}"))).ok()?;
    // What does not run here today has nothing to be compared with.
    let (_, resolved) = single.resolved(context)?;
    Some(Kept {
        name: single.name.full(),
        entry,
        scenario: digest([edge.files.read(&single.path).ok()?.as_str()]),
        flow_file: flow_digest(&context.project, &resolved),
    })
}
