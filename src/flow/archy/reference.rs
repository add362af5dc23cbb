//! References between containers: `/inboundShortMessage/tasks/task[refId]`, `./menus/menu[refId]`. Must not know who refers.

use std::collections::HashMap;

use crate::diagnostic::{Code, Diagnostic, Place, list_of};
use crate::flow::program::{ContainerIndex, ContainerKind};
use crate::yaml::{Node, Reader};

/// The containers of one flow by kind and `refId`.
#[derive(Default)]
pub(super) struct References {
    by_id: HashMap<(ContainerKind, String), (ContainerIndex, Place)>,
}

impl References {
    /// Adds a container under its `refId`; one without cannot be referred to.
    pub(super) fn add(&mut self, reader: &mut Reader, kind: ContainerKind, container: &Node, index: ContainerIndex) {
        let Some(node) = container.get("refId") else { return };
        let Some(id) = reader.text(node) else { return };
        let place = reader.place(&node.span);
        if let Some((_, first)) = self.by_id.get(&(kind, id.to_owned())) {
            let message = format!("two {}s have the `refId` `{id}`", kind.describe());
            let first = first.clone();
            reader.push(
                Diagnostic::error(Code::DUPLICATE_REFERENCE, message).at(place).label(first, "the first is here"),
            );
            return;
        }
        self.by_id.insert((kind, id.to_owned()), (index, place));
    }

    /// The container that a reference means, if it is one.
    pub(super) fn find(&self, text: &str) -> Option<ContainerIndex> {
        let (kind, id) = take_apart(text)?;
        self.by_id.get(&(kind, id.to_owned())).map(|(index, _)| *index)
    }

    /// The container that a reference means; reported where there is none.
    pub(super) fn resolve(&self, reader: &mut Reader, node: &Node) -> Option<ContainerIndex> {
        let text = reader.text(node)?;
        let Some((kind, id)) = take_apart(text) else {
            let place = reader.place(&node.span);
            let message = format!("`{text}` is not a reference to a container");
            reader.push(
                Diagnostic::error(Code::FLOW_WRONG_SHAPE, message)
                    .at(place)
                    .help("such as `/inboundShortMessage/tasks/task[refId]`"),
            );
            return None;
        };
        let found = self.by_id.get(&(kind, id.to_owned())).map(|(index, _)| *index);
        if found.is_none() {
            let what = kind.describe();
            let known = self.by_id.keys().filter(|(one, _)| *one == kind).map(|(_, id)| id.as_str());
            let mut known: Vec<&str> = known.collect();
            known.sort_unstable();
            let place = reader.place(&node.span);
            reader.push(
                Diagnostic::error(Code::UNKNOWN_REFERENCE, format!("no {what} has the `refId` `{id}`"))
                    .at(place)
                    .help_maybe(list_of(&format!("refIds of {what}s"), id, known)),
            );
        }
        found
    }
}

/// Kind and `refId` of a reference; the `refId` may hold anything, brackets too.
fn take_apart(text: &str) -> Option<(ContainerKind, &str)> {
    let (path, id) = text.strip_suffix(']')?.split_once('[')?;
    let kind = match path.rsplit('/').next()? {
        "state" => ContainerKind::State,
        "task" => ContainerKind::Task,
        "menu" => ContainerKind::Menu,
        "bot" => ContainerKind::Bot,
        _ => return None,
    };
    Some((kind, id))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[rstest::rstest]
    #[case("/inboundShortMessage/states/state[Initial State_10]", Some((ContainerKind::State, "Initial State_10")))]
    #[case("./menus/menu[mainMenu]", Some((ContainerKind::Menu, "mainMenu")))]
    #[case("/botFlow/bots/bot[a[1]]", Some((ContainerKind::Bot, "a[1]")))]
    #[case("/inboundCall/tasks/task[Transcript Requested?_125]", Some((ContainerKind::Task, "Transcript Requested?_125")))]
    #[case("Initial State_10", None)]
    #[case("/x/queues/queue[a]", None)]
    fn references_are_taken_apart(#[case] text: &str, #[case] parts: Option<(ContainerKind, &str)>) {
        assert_eq!(take_apart(text), parts);
    }
}
