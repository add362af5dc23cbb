//! What a loaded flow mentions, for checks and suggestions: actions with their outputs, queues, data actions, attributes.
//! Must not know how a flow is executed.

use std::sync::Arc;

use crate::diagnostic::Place;
use crate::flow::expression::Type;
use crate::trace::ActionId;

/// Everything that a program mentions by name, each with its place.
#[derive(Debug, Clone, Default)]
pub struct Inventory {
    /// Every action of every flow of the program, in file order.
    pub actions: Vec<ListedAction>,
    /// Queue names that literals mention.
    pub queues: Vec<(Arc<str>, Place)>,
    /// Where customers are handed to a queue whose name is computed.
    pub computed_queues: Vec<Place>,
    /// Other resources that literals mention: kind (`schedule`, `scheduleGroup`, `emergencyGroup`, `skill`, `user`…), name.
    pub resources: Vec<(&'static str, Arc<str>, Place)>,
    /// Data actions: integration, action, input names, success output names.
    pub data_actions: Vec<ListedDataAction>,
    /// Bots that are called and not part of the program.
    pub bots: Vec<(Arc<str>, Place)>,
    /// Common modules that are called and not part of the program.
    pub modules: Vec<(Arc<str>, Place)>,
    /// Bots of the program that are called: they are executed, unless a scenario scripts them.
    pub linked_bots: Vec<(Arc<str>, Place)>,
    /// Common modules of the program that are called: they are executed, unless a scenario scripts them.
    pub linked_modules: Vec<(Arc<str>, Place)>,
    /// What each bot of the program can hear.
    pub hearing: Vec<ListedBot>,
    /// Flow outcomes that literals name.
    pub outcomes: Vec<(Arc<str>, Place)>,
    /// Flow milestones that literals name.
    pub milestones: Vec<(Arc<str>, Place)>,
    /// Participant attributes that are read.
    pub attributes_read: Vec<(Arc<str>, Place)>,
    /// Participant attributes that are written.
    pub attributes_written: Vec<(Arc<str>, Place)>,
    /// Actions that write participant attributes whose names are computed, so that any name may be written.
    pub attributes_computed: Vec<Place>,
}

impl Inventory {
    /// Bots that a scenario can script: each that is called.
    pub fn bots_called(&self) -> impl Iterator<Item = &str> + Clone {
        self.bots.iter().chain(&self.linked_bots).map(|(name, _)| &**name)
    }

    /// Common modules that a scenario can script: each that is called.
    pub fn modules_called(&self) -> impl Iterator<Item = &str> + Clone {
        self.modules.iter().chain(&self.linked_modules).map(|(name, _)| &**name)
    }
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

/// A bot of the program, with what a table of understanding can tell it.
#[derive(Debug, Clone)]
pub struct ListedBot {
    /// Its name.
    pub name: Arc<str>,
    /// Its slots without their scope, with their types.
    pub slots: Vec<(Arc<str>, Type)>,
    /// Slots that its language model describes and no variable holds.
    pub slots_without_variable: Vec<Arc<str>>,
    /// The intents that it listens for: of its questions, menus, settings and language model.
    pub intents: Vec<Arc<str>>,
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
