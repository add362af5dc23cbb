//! Scripted answers to what a flow calls: data actions, bots, common modules. Must not know who wrote them or a file format.

mod data_action;
mod exchange;

pub use data_action::{DataActionReply, DataActionStub};
pub use exchange::{BotExit, BotStub, ModuleStub};

use std::sync::Arc;

use indexmap::IndexMap;

use super::understanding::Understanding;

/// All scripted answers of one case. Names are those that the flow file uses (after substitution), compared exactly.
#[derive(Debug, Clone, Default)]
pub struct Stubs {
    /// Integration (category) → data action → answers.
    pub data_actions: IndexMap<Arc<str>, IndexMap<Arc<str>, Vec<DataActionStub>>>,
    /// Bot flow → its scripted conversation.
    pub bots: IndexMap<Arc<str>, BotStub>,
    /// Bot flow → what it understands, where it is executed.
    pub understanding: IndexMap<Arc<str>, Understanding>,
    /// Common module → its outputs.
    pub modules: IndexMap<Arc<str>, ModuleStub>,
    /// Queue → the error message with which a transfer to it fails.
    pub failing_transfers: IndexMap<Arc<str>, String>,
}
