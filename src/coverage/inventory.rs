//! The ways that a flow has, before anyone took them: one entry a flow file, aligned with the graph that is drawn. Must not know a run.

use std::collections::BTreeMap;
use std::sync::Arc;

use md5::{Digest as _, Md5};

use super::behind::behind_unsupported;
use super::model::{ActionCoverage, Apart, Coverage, FlowCoverage, Takers, WayCoverage};
use super::selection::Selection;
use crate::diagnostic::SourceFile;
use crate::event::FlowSeen;
use crate::flow::export_name;

/// What was taken of a flow: for each action of its graph and for each of its ways, by position.
pub(super) struct Taken<'t> {
    pub(super) actions: &'t dyn Fn(usize) -> Takers,
    pub(super) ways: &'t dyn Fn(usize) -> Takers,
}

/// Nothing.
const NOTHING: Taken<'static> = Taken {
    actions: &|_| Takers { green: Vec::new(), red: Vec::new() },
    ways: &|_| Takers { green: Vec::new(), red: Vec::new() },
};

impl Coverage {
    /// A flow, and those that it links, that no case went through.
    pub fn untaken(flow: &FlowSeen) -> Self {
        Self { selection: Selection::default(), cases: Vec::new(), flows: flows(flow, &NOTHING) }
    }
}

/// The files of a flow and of those that it links, with what was taken.
pub(super) fn flows(flow: &FlowSeen, taken: &Taken<'_>) -> Vec<FlowCoverage> {
    let behind = behind_unsupported(&flow.graph);
    let mut files: BTreeMap<&str, FlowCoverage> = BTreeMap::new();
    let mut ways = flow.ways.iter().enumerate().peekable();
    for (at, action) in flow.graph.actions.iter().enumerate() {
        let source = &action.place.source;
        let file = export_name(source.name());
        let entry = files.entry(file).or_insert_with(|| FlowCoverage {
            file: file.into(),
            version: version(source),
            names: [Arc::clone(&action.id.flow)].into(),
            actions: Vec::new(),
        });
        let apart = |reachable: bool| match (reachable, action.executable, behind.get(at)) {
            (false, ..) => Some(Apart::Unreachable),
            (_, false, _) => Some(Apart::Unsupported),
            (_, _, Some(true)) => Some(Apart::BehindUnsupported),
            _ => None,
        };
        let mut own = Vec::new();
        while let Some((position, way)) = ways.next_if(|(_, way)| way.action == at) {
            own.push(WayCoverage {
                output: way.output.clone(),
                taken: (taken.ways)(position),
                apart: apart(way.reachable),
                excluded: None,
            });
        }
        let place = action.place.start();
        entry.actions.push(ActionCoverage {
            line: place.line,
            column: place.column,
            container: flow.graph.containers.get(action.container).map_or_else(|| "".into(), |one| one.name.clone()),
            name: action.id.name.clone(),
            ordinal: action.id.ordinal,
            kind: action.kind.clone(),
            taken: (taken.actions)(at),
            ways: own,
        });
    }
    let mut found: Vec<FlowCoverage> = files.into_values().collect();
    for flow in &mut found {
        flow.actions.sort_by_key(|action| (action.line, action.column));
    }
    found
}

/// The digest of a file's text; line ends do not count, because version control may change them.
fn version(source: &SourceFile) -> Arc<str> {
    let digest = Md5::digest(source.text().replace("\r\n", "\n").as_bytes());
    digest.iter().map(|byte| format!("{byte:02x}")).collect::<String>().into()
}
