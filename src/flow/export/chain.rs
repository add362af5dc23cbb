//! The actions of a container in the order that their links give. A link that a branch leaves out means that control goes on behind the
//! action that branched; lists inside lists say the same, so the graph becomes a tree. Must not know any kind of action.

use std::collections::{HashMap, HashSet};

use super::action;
use super::build::list;
use super::flow::Flow;
use super::outputs::{Branch, paths};
use crate::diagnostic::{Code, Diagnostic};
use crate::yaml::Node;

/// Branches inside one another; the readers behind are recursive, so this guards the stack. The editor becomes unusable long before.
const MOST_NESTED: usize = 60;

/// The actions of one container while they are put in order.
pub(super) struct Chain<'f, 'j> {
    pub flow: &'f mut Flow<'j>,
    by_id: HashMap<&'j str, &'j Node>,
    seen: HashSet<&'j str>,
    depth: usize,
}

/// The list of actions of a container.
pub(super) fn actions_of<'j>(flow: &mut Flow<'j>, container: &'j Node) -> Option<Node> {
    let all = container.get("actionList").and_then(Node::as_list).unwrap_or_default();
    let mut by_id = HashMap::with_capacity(all.len());
    for action in all {
        match action.get("id").and_then(Node::as_text) {
            Some(id) => {
                if by_id.insert(id, action).is_some() {
                    let message = format!("two actions have the id `{id}`");
                    flow.reader.error(Code::DUPLICATE_REFERENCE, &action.span, message);
                }
            }
            None => flow.reader.error(Code::FLOW_PART_MISSING, &action.span, "the action has no `id`"),
        }
    }
    let mut chain = Chain { flow, by_id, seen: HashSet::new(), depth: 0 };
    let body = chain.behind(container.get("startAction"));
    let Chain { flow, seen, .. } = chain;
    for action in all {
        let id = action.get("id").and_then(Node::as_text);
        if id.is_some_and(|id| !seen.contains(id)) {
            let name = action.get("name").and_then(Node::as_text).unwrap_or_default();
            let place = flow.reader.place(&action.span);
            let message = format!("nothing leads to action `{name}`, so it is not part of the flow");
            flow.reader.push(Diagnostic::warning(Code::UNLINKED_ACTION, message).at(place));
        }
    }
    body
}

impl<'j> Chain<'_, 'j> {
    /// The actions from the one that a link names to where its chain ends; none where the link is not there.
    fn behind(&mut self, link: Option<&'j Node>) -> Option<Node> {
        let first = link.filter(|link| link.as_text().is_some_and(|id| !id.is_empty()))?;
        if self.depth == MOST_NESTED {
            let message = format!("branches are nested deeper than {MOST_NESTED} levels");
            self.flow.reader.error(Code::TOO_LARGE, &first.span, message);
            return None;
        }
        self.depth += 1;
        let mut items = Vec::new();
        let mut link = Some(first);
        while let Some(here) = link {
            if let Some(jump) = self.elsewhere(here) {
                items.push(jump);
                break;
            }
            let Some((action, next)) = self.follow(here) else { break };
            items.push(action::rewritten(self, action));
            link = next;
        }
        self.depth -= 1;
        Some(list(&first.span, items))
    }

    /// The jump to another container whose first action a link names.
    fn elsewhere(&self, link: &Node) -> Option<Node> {
        let here = link.as_text().is_some_and(|id| self.by_id.contains_key(id));
        if here { None } else { self.flow.jump_to_start(link) }
    }

    /// The action that a link names, and the link behind it. Each action stands in one place only.
    fn follow(&mut self, link: &'j Node) -> Option<(&'j Node, Option<&'j Node>)> {
        let id = link.as_text().filter(|id| !id.is_empty())?;
        let Some(&action) = self.by_id.get(id) else {
            self.flow.reader.error(Code::UNKNOWN_REFERENCE, &link.span, format!("no action has the id `{id}`"));
            return None;
        };
        if !self.seen.insert(id) {
            let name = action.get("name").and_then(Node::as_text).unwrap_or(id);
            let message = format!("a second link leads to action `{name}`; an action has one place in a flow");
            self.flow.reader.error(Code::FLOW_WRONG_SHAPE, &link.span, message);
            return None;
        }
        Some((action, action.get("nextAction")))
    }

    /// The ways out of an action, each with what stands behind it.
    pub(super) fn branches(&mut self, action: &'j Node) -> Vec<Branch> {
        let mut branches = Vec::new();
        for path in paths(action) {
            let actions = self.behind(path.get("nextActionId"));
            branches.push(Branch::new(path, actions));
        }
        branches
    }
}
