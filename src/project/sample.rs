//! Cases and flows for the tests of this room: a case from YAML, a flow from a list of what it mentions.

use std::sync::{Arc, OnceLock};

use super::LiveFlow;
use super::flows::LoadedFlow;
use super::resolve::with_queue;
use crate::diagnostic::{Diagnostics, Place, SourceFile};
use crate::flow::inventory::{Inventory, ListedAction};
use crate::flow::world::World;
use crate::scenario::model::Case;
use crate::trace::ActionId;

/// The only case of a scenario whose keys besides version, title and flow are these.
pub(super) fn case(keys: &str) -> Case {
    let text = format!("version: 1\nscenario: Sample\nflow: support\n{keys}\n");
    let (file, found) = crate::scenario::read(&SourceFile::new("s.yaml", text));
    assert!(!found.has_errors(), "{:?}", found.iter().map(|one| &one.message).collect::<Vec<_>>());
    file.unwrap().case(0).unwrap()
}

/// A place somewhere.
pub(super) fn place() -> Place {
    Place::new(&SourceFile::new("f.yaml", "flow"), 0..4)
}

/// An action `container/name` of the flow `Support`.
pub(super) fn action(container: &str, name: &str, ordinal: u32, kind: &str, outputs: &[&str]) -> ListedAction {
    ListedAction {
        id: ActionId { flow: "Support".into(), container: container.into(), name: name.into(), ordinal },
        kind: kind.into(),
        outputs: outputs.iter().map(|&name| name.into()).collect(),
        inputs: vec!["queue".into()],
        place: place(),
    }
}

/// A flow that mentions these things.
pub(super) fn flow(inventory: Inventory) -> LoadedFlow {
    LoadedFlow {
        name: "support".into(),
        program: None,
        inventory,
        names: OnceLock::new(),
        world: Arc::new(with_queue(World::default())),
        live: LiveFlow::default(),
        guard: Arc::default(),
        diagnostics: Diagnostics::new(),
    }
}
