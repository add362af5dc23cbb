//! One action of the JSON form to the one Archy has for it: its name, its id, what its kind reshapes, everything else as it stands, and
//! its ways out. Must not know any one kind.

use super::build::{entry, list, map, one, small_first, text};
use super::chain::Chain;
use super::kind::KINDS;
use super::outputs::Branch;
use super::value::{is_value, kept, target, value};
use crate::diagnostic::{Code, Span};
use crate::flow::archy::GUID;
use crate::yaml::{Entry, Node};

/// Parts of every action that are rewritten apart, or that only the editor needs.
const COMMON: &[&str] = &["__type", "id", "name", "nextAction", "paths", "trackingId", "uiMetaData", "metaData"];

/// An action while it is rewritten.
pub(super) struct Shape<'s, 'f, 'j> {
    /// The chain that it stands in, with its flow.
    pub chain: &'s mut Chain<'f, 'j>,
    /// The action.
    pub action: &'j Node,
    /// Its ways out; those left here become `outputs`.
    pub branches: Vec<Branch>,
    body: Vec<Entry>,
    taken: Vec<&'static str>,
}

/// The action as an entry of an Archy list.
pub(super) fn rewritten<'j>(chain: &mut Chain<'_, 'j>, action: &'j Node) -> Node {
    let branches = chain.branches(action);
    let Some(class) = action.get("__type").and_then(Node::as_text) else {
        chain.flow.reader.error(Code::FLOW_PART_MISSING, &action.span, "the action has no `__type`");
        return map(&action.span, Vec::new());
    };
    let mut shape = Shape { chain, action, branches, body: Vec::new(), taken: Vec::new() };
    for (key, archy) in [("name", "name"), ("id", GUID)] {
        if let Some(node) = action.get(key) {
            shape.put(archy, node.clone());
        }
    }
    if let Some(kind) = KINDS.iter().find(|kind| kind.class == class) {
        (kind.shape)(&mut shape);
    }
    let mut node = one(&archy_name(class), shape.finish());
    if let crate::yaml::Value::Map(entries) = &mut node.value {
        let at = action.get("__type").map_or_else(|| action.span.clone(), |class| class.span.clone());
        entries.iter_mut().for_each(|entry| entry.key_span = at.clone());
    }
    node
}

/// What Archy calls the actions of a class.
pub(super) fn archy_name(class: &str) -> String {
    let known = KINDS.iter().find(|kind| kind.class == class);
    known.map_or_else(|| small_first(class.strip_suffix("Action").unwrap_or(class)), |kind| kind.archy.to_owned())
}

impl<'j> Shape<'_, '_, 'j> {
    /// A part of the action, which is then not kept as it stands.
    pub(super) fn take(&mut self, key: &'static str) -> Option<&'j Node> {
        self.taken.push(key);
        self.action.get(key).filter(|node| !node.is_null())
    }

    /// The first of these parts that is there.
    pub(super) fn take_any(&mut self, keys: &[&'static str]) -> Option<&'j Node> {
        let found = keys.iter().find(|key| self.action.get(key).is_some_and(|node| !node.is_null()))?;
        self.take(found)
    }

    /// Adds a part of the Archy action.
    pub(super) fn put(&mut self, key: &str, node: Node) {
        self.body.push(entry(key, node));
    }

    /// A value under another name.
    pub(super) fn value(&mut self, keys: &[&'static str], archy: &str) {
        if let Some(node) = self.take_any(keys) {
            let node = if is_value(node) { value(node) } else { kept(node) };
            self.put(archy, node);
        }
    }

    /// A variable that is written.
    pub(super) fn target(&mut self, keys: &[&'static str], archy: &str) {
        if let Some(node) = self.take_any(keys) {
            self.put(archy, target(node));
        }
    }

    /// A text of the action, such as the name of what it calls.
    pub(super) fn text(&mut self, key: &'static str) -> Option<(&'j str, Span)> {
        let node = self.take(key)?;
        Some((node.as_text()?, node.span.clone()))
    }

    /// A list of `{name, value}` as a map of values.
    pub(super) fn inputs(&mut self, key: &'static str) -> Option<Node> {
        self.named(key, value)
    }

    /// A list of `{name, value}` as a map of variables that are written.
    pub(super) fn bindings(&mut self, key: &'static str) -> Option<Node> {
        self.named(key, target)
    }

    fn named(&mut self, key: &'static str, rewrite: fn(&Node) -> Node) -> Option<Node> {
        let given = self.take(key)?;
        let items = given.as_list().unwrap_or_default().iter();
        let items = items.filter_map(|item| Some(entry(item.get("name")?.as_text()?, rewrite(item.get("value")?))));
        Some(map(&given.span, items.collect()))
    }

    /// What an action calls, by name: `{<name>: {…}}`.
    pub(super) fn callee(&mut self, key: &str, name: &str, at: &Span, parts: Vec<(&str, Option<Node>)>) {
        let parts = parts.into_iter().filter_map(|(key, node)| Some(entry(key, node?))).collect();
        let mut callee = entry(name, map(at, parts));
        callee.key_span = at.clone();
        self.put(key, map(at, vec![callee]));
    }

    /// A reference to a container.
    pub(super) fn reference(&mut self, keys: &[&'static str], kind: &str, archy: &str) {
        if let Some(node) = self.take_any(keys) {
            let reference = self.chain.flow.reference(node.as_text().unwrap_or_default(), kind);
            self.put(archy, text(&reference, &node.span));
        }
    }

    /// The branches that the author named, out of the others, as a list of `{<word>: {name, actions}}`.
    pub(super) fn named_branches(&mut self, word: &str) -> Option<Node> {
        let (named, others): (Vec<_>, Vec<_>) =
            std::mem::take(&mut self.branches).into_iter().partition(|one| super::outputs::is_named_by_author(&one.id));
        self.branches = others;
        let at = named.first()?.span.clone();
        let items = named.into_iter().map(|branch| {
            let name = entry("name", text(&branch.name, &branch.span));
            one(word, branch.named(vec![name]))
        });
        Some(list(&at, items.collect()))
    }

    /// Adds an output that is not one branch.
    pub(super) fn with_outputs(&mut self, more: Vec<Entry>) {
        let mut entries = more;
        for branch in std::mem::take(&mut self.branches) {
            let name = branch.name.clone();
            if !entries.iter().any(|entry| entry.key.text == name) {
                entries.push(entry(&name, branch.body()));
            }
        }
        if !entries.is_empty() {
            self.body.push(entry("outputs", map(&self.action.span, entries)));
        }
    }

    fn finish(mut self) -> Node {
        self.with_outputs(Vec::new());
        let parts = self.action.as_map().unwrap_or_default();
        for part in parts {
            let key = part.key.text.as_str();
            let is_path = key == "path" && part.value.get("outputId").is_some();
            let given = self.body.iter().any(|entry| entry.key.text == key);
            if !COMMON.contains(&key) && !self.taken.contains(&key) && !is_path && !given {
                let node = if is_value(&part.value) { value(&part.value) } else { kept(&part.value) };
                self.body.push(Entry { key: part.key.clone(), key_span: part.key_span.clone(), value: node });
            }
        }
        map(&self.action.span, self.body)
    }
}
