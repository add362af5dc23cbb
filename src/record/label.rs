//! How a scenario names an action of a path, so that it means this one and no other. Must not know what is expected of it.

use crate::flow::Program;
use crate::trace::ActionId;

/// What tells an action apart.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Label {
    /// Names of what holds it, outermost first; empty where its own name is enough.
    pub within: Vec<String>,
    /// Which of the equal names in its container, from 1; none where there is one.
    pub nth: Option<u32>,
}

/// The shortest label; `sure` says that the data tell equal names in one place apart.
pub(super) fn label(program: &Program, id: &ActionId, sure: bool) -> Label {
    let same = || program.actions().iter().map(|node| &node.id).filter(|one| one.name == id.name);
    let mut within = Vec::new();
    if same().any(|one| one.flow != id.flow && one.container == id.container) {
        within.push(id.flow.to_string());
    }
    if same().any(|one| one.container != id.container) || !within.is_empty() {
        within.push(id.container.to_string());
    }
    let several = same().filter(|one| one.flow == id.flow && one.container == id.container).count() > 1;
    Label { within, nth: (several && sure).then_some(id.ordinal + 1) }
}

/// Whether a short form with this name reads as it is meant.
pub(super) fn is_simple(name: &str) -> bool {
    !name.contains(": ") && !name.contains(" > ") && !name.ends_with(':') && name.trim() == name
}
