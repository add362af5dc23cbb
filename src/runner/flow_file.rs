//! The flow's file as comparisons need it. Must not know what is compared.

use std::collections::BTreeMap;

use crate::flow::Program;
use crate::parity::{FileAction, FlowFile, ledger};
use crate::project::{Project, Resolved};

/// Where each action of a program stands, and what it reads.
pub fn flow_file(program: &Program) -> FlowFile {
    let mut reads = program.reads();
    let action = |node: &crate::flow::program::Node| {
        let reads = reads.remove(&node.id).unwrap_or_default();
        (node.id.clone(), FileAction { place: node.place.clone(), reads })
    };
    FlowFile::new(program.actions().iter().map(action))
}

/// The digest of a case's flow: the texts of its files, and what fills their placeholders.
pub fn flow_digest(project: &Project, resolved: &Resolved) -> String {
    let flows = resolved.program.flows().iter().map(|flow| &flow.place);
    let places = flows.chain(resolved.program.actions().iter().map(|node| &node.place));
    // By name: the order of linked files is no edit of them.
    let texts: BTreeMap<&str, &str> = places.map(|place| (place.source.name(), place.source.text())).collect();
    let substituted = project.substituted(&resolved.flow);
    ledger::digest(texts.into_values().chain(substituted.iter().map(String::as_str)))
}
