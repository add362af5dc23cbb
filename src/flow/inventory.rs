//! What a loaded flow mentions, for checks and suggestions: actions with their outputs, queues, data actions, attributes.
//! Must not know how a flow is executed.

use std::sync::Arc;

use crate::diagnostic::Place;
use crate::trace::ActionId;

/// Everything that a program mentions by name, each with its place.
#[derive(Debug, Clone, Default)]
pub struct Inventory {
    /// Every action of every flow of the program, in file order.
    pub actions: Vec<ListedAction>,
    /// Queue names that literals mention.
    pub queues: Vec<(Arc<str>, Place)>,
    /// Other resources that literals mention: kind (`schedule`, `scheduleGroup`, `emergencyGroup`, `skill`, `user`…), name.
    pub resources: Vec<(&'static str, Arc<str>, Place)>,
    /// Data actions: integration, action, input names, success output names.
    pub data_actions: Vec<ListedDataAction>,
    /// Bots that are called and not part of the program.
    pub bots: Vec<(Arc<str>, Place)>,
    /// Common modules that are called and not part of the program.
    pub modules: Vec<(Arc<str>, Place)>,
    /// Participant attributes that are read.
    pub attributes_read: Vec<(Arc<str>, Place)>,
    /// Participant attributes that are written.
    pub attributes_written: Vec<(Arc<str>, Place)>,
    /// Actions that write participant attributes whose names are computed, so that any name may be written.
    pub attributes_computed: Vec<Place>,
}

/// One action, with the outputs that it can leave by.
#[derive(Debug, Clone)]
pub struct ListedAction {
    /// Which.
    pub id: ActionId,
    /// Its Archy kind.
    pub kind: Arc<str>,
    /// All outputs that an action of this kind (and these cases) can leave by; empty for one without outputs.
    pub outputs: Vec<Arc<str>>,
    /// Names of the inputs that its trace entry shows.
    pub inputs: Vec<Arc<str>>,
    /// Where it stands.
    pub place: Place,
}

/// One data action that is called.
#[derive(Debug, Clone)]
pub struct ListedDataAction {
    /// The integration.
    pub category: Arc<str>,
    /// The data action.
    pub action: Arc<str>,
    /// Its inputs, as the flow names them.
    pub inputs: Vec<Arc<str>>,
    /// Its success outputs, as the flow names them.
    pub outputs: Vec<Arc<str>>,
    /// Where it is called.
    pub place: Place,
}
