//! Which ways through a flow the project's scenarios take: its cases are run on the embedded fake, and their paths read. Must not know what
//! is made of it.

use std::collections::{BTreeSet, HashMap, HashSet};
use std::sync::Arc;

use futures_util::stream::{self, StreamExt as _};

use crate::event::CaseReport;
use crate::flow::Program;
use crate::flow::explore::Way;
use crate::flow::program::{ActionIndex, Node};
use crate::runner::{Context, DEFAULT_JOBS, Plan};

/// An action by its place in its file, whatever the file's placeholders stand for: one file may be several flows.
type Place = (String, Arc<str>, Arc<str>, u32);

/// A way in a file: the action and the name of its output.
pub(super) type WayInFile = (Place, Option<Arc<str>>);

/// The ways that the cases of a plan take whose flows share a file with this program.
pub(super) async fn covered(context: &Context, plan: &Plan, program: &Program) -> HashSet<WayInFile> {
    let files: HashSet<&str> = program.actions().iter().map(|node| node.place.source.name()).collect();
    let singles = plan.singles(context);
    let concerned = singles.iter().filter_map(|single| {
        let (_, resolved) = single.resolved(context)?;
        let shared = resolved.program.actions().iter().any(|node| files.contains(node.place.source.name()));
        shared.then_some((single, resolved.program))
    });
    let concerned: Vec<_> = concerned.collect();
    let runs = concerned.iter().map(|(single, program)| async move { taken(program, &single.run(context).await) });
    let all: Vec<HashSet<WayInFile>> = stream::iter(runs).buffered(DEFAULT_JOBS).collect().await;
    all.into_iter().flatten().collect()
}

/// The ways that a case took, as its path tells.
pub(super) fn taken(program: &Program, report: &CaseReport) -> HashSet<WayInFile> {
    let nodes: HashMap<_, &Node> = program.actions().iter().map(|node| (&node.id, node)).collect();
    let path = report.evidence.as_ref().and_then(|evidence| evidence.path.value());
    let path = path.map_or(&[][..], Vec::as_slice).iter();
    path.filter_map(|taken| Some((place(nodes.get(&taken.id)?), taken.output.clone()))).collect()
}

/// Those of a program's ways.
pub(super) fn of_program(program: &Program, covered: &HashSet<WayInFile>) -> BTreeSet<Way> {
    let outputs = |(index, node): (usize, &Node)| {
        let place = place(node);
        let named = node.outputs.iter().enumerate().map(|(at, output)| (Some(at), Some(output.name.clone())));
        let all = named.chain([(None, None)]).filter(move |(_, name)| covered.contains(&(place.clone(), name.clone())));
        let all: Vec<Way> = all.map(|(output, _)| Way { action: ActionIndex::next(index), output }).collect();
        all
    };
    program.actions().iter().enumerate().flat_map(outputs).collect()
}

fn place(node: &Node) -> Place {
    let id = &node.id;
    (node.place.source.name().to_owned(), id.container.clone(), id.name.clone(), id.ordinal)
}
