//! The flow's file as what observers need of it. Must not know where evidence comes from.

use crate::evidence::observe::{KnownAction, KnownActions};
use crate::flow::Program;
use crate::flow::program::Node;

/// The actions of a program and of all flows linked with it.
pub fn known(program: &Program) -> KnownActions {
    let inventory = program.inventory();
    let outcome = |node: &Node| inventory.outcomes.iter().find(|(_, place)| *place == node.place);
    let action = |node: &Node| KnownAction {
        id: node.id.clone(),
        kind: node.kind.clone(),
        guid: node.guid.clone(),
        called: node.called(),
        text: node.says(),
        outcome: outcome(node).map(|(name, _)| name.clone()),
        outputs: node.outputs.iter().map(|output| output.name.clone()).collect(),
    };
    KnownActions::new(program.actions().iter().map(action).collect())
}
