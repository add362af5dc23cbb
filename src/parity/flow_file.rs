//! What a comparison knows of the flow's file: where each action stands, and what it reads. Must not know a flow format.

use std::collections::{BTreeSet, HashMap};

use crate::diagnostic::Place;
use crate::trace::ActionId;

/// An action as its file has it.
#[derive(Debug, Clone)]
pub struct FileAction {
    /// Where it stands.
    pub place: Place,
    /// The variables that its expressions read, and the participant attributes that it reads; names as they are written.
    pub reads: BTreeSet<String>,
}

/// The actions of a flow's file; empty where the file is not known.
#[derive(Debug, Clone, Default)]
pub struct FlowFile {
    actions: HashMap<ActionId, FileAction>,
}

impl FlowFile {
    /// Actions by identity.
    pub fn new(actions: impl IntoIterator<Item = (ActionId, FileAction)>) -> Self {
        Self { actions: actions.into_iter().collect() }
    }

    /// Where the action stands.
    pub fn place(&self, id: &ActionId) -> Option<&Place> {
        self.actions.get(id).map(|action| &action.place)
    }

    /// What the action reads; nothing for one that the file does not have.
    pub fn reads(&self, id: &ActionId) -> impl Iterator<Item = &str> {
        self.actions.get(id).into_iter().flat_map(|action| &action.reads).map(String::as_str)
    }
}
