//! The tree of a file to what it gives: every part under its key, wrappers taken off, references resolved, without what says nothing about
//! the flow. Must not know any one kind of action.

use std::collections::HashSet;

use super::site::Site;
use super::unread::GUID;
use crate::flow::engine::rules::TASK_RUNS_OUT;
use crate::flow::program::{Given, Leaf, Parts};
use crate::yaml::{Entry, Node, Value};

/// Keys that say nothing about a flow, each with the reason.
const NOTHING: &[(&str, &str)] = &[
    (GUID, "an id beside the name"),
    ("actionId", "an id beside the name"),
    ("actions", "actions have parts of their own"),
    ("datatableId", "an id beside the name"),
    ("debugSettings", "a state of the editor"),
    ("flowDebugPublished", "a state of the editor"),
    ("flowId", "an id beside the name"),
    ("nextTrackingNumber", "a number that the editor counts by"),
    ("refId", "an id beside the name"),
    ("screenPopId", "an id beside the name"),
    ("switchStyle", "the form of the switch shows it"),
    ("taskName", "a name beside the reference"),
    ("version", "a number that the editor counts by"),
];

/// Keys of a flow that are the model's own, or that hold its containers.
const OF_A_FLOW: &[&str] = &[
    "name",
    "startUpRef",
    "defaultLanguage",
    "variables",
    "states",
    "tasks",
    "menus",
    "bots",
    "startUpTaskActions",
    "startUpTaskVariables",
    "id",
];

/// Keys of a flow that are read part by part, and whose parts so count as modelled.
const READ_OF_A_FLOW: &[&str] = &[
    "settingsUserInput",
    "settingsErrorHandling",
    "settingsBotFlow",
    "settingsKnowledge",
    "settingsNaturalLanguageUnderstanding",
];

/// Keys of a container that are the model's own.
const OF_A_CONTAINER: &[&str] = &["name", "variables", "outputPaths", "task", "menu"];

/// The way out that a task is left by; the one that every task has is the same as none.
const OUTPUT_PATH: &str = "outputPath";

/// The key of a variable that is written, whose name stands bare or in a wrapper.
const VARIABLE: &str = "variable";

/// What an action's body gives; `read` are the nodes that its kind has read.
pub(super) fn of_action(site: &Site<'_>, body: &Node, read: &[*const Node]) -> Parts {
    let gather = Gather { site, read: read.iter().copied().collect() };
    let entries = body.as_map().unwrap_or_default().iter();
    gather.parts(entries.filter(|entry| entry.key.text != "name"), false)
}

/// What a container gives. A start without a head of its own has only its variables.
pub(super) fn of_container(site: &Site<'_>, node: Option<&Node>, variables: Option<&Node>) -> Parts {
    let gather = Gather { site, read: HashSet::new() };
    let entries = node.and_then(Node::as_map).unwrap_or_default().iter();
    let mut parts = gather.parts(entries.filter(|entry| !OF_A_CONTAINER.contains(&entry.key.text.as_str())), false);
    parts.extend(gather.variables(variables));
    parts
}

/// What a flow gives for itself: its settings and its variables.
pub(super) fn of_flow(site: &Site<'_>, body: &Node) -> Parts {
    let gather = Gather { site, read: HashSet::new() };
    let mut parts = Parts::new();
    for entry in body.as_map().unwrap_or_default() {
        let key = entry.key.text.as_str();
        if !OF_A_FLOW.contains(&key) {
            parts.extend(gather.part(entry, READ_OF_A_FLOW.contains(&key)));
        }
    }
    parts.extend(gather.variables(body.get("variables")));
    parts
}

struct Gather<'a, 's> {
    site: &'a Site<'s>,
    read: HashSet<*const Node>,
}

impl Gather<'_, '_> {
    fn parts<'n>(&self, entries: impl Iterator<Item = &'n Entry>, read: bool) -> Parts {
        entries.filter_map(|entry| self.part(entry, read)).collect()
    }

    fn part(&self, entry: &Entry, read: bool) -> Option<(Box<str>, Given)> {
        let key = entry.key.text.as_str();
        if NOTHING.iter().any(|(known, _)| *known == key) {
            return None;
        }
        if key == OUTPUT_PATH && entry.value.get("name").and_then(Node::as_text) == Some(TASK_RUNS_OUT) {
            return None;
        }
        if let Some(name) = entry.value.as_text().filter(|_| key == VARIABLE) {
            return Some((
                key.into(),
                Given::Expression(leaf(name, read || self.read.contains(&std::ptr::from_ref(&entry.value)))),
            ));
        }
        let container = key.ends_with("Ref").then(|| self.site.references.find(entry.value.as_text()?)).flatten();
        let given = container.map(Given::Container).or_else(|| self.given(&entry.value, read))?;
        Some((key.into(), given))
    }

    /// A part; none where it is unset, or holds nothing but what is told elsewhere.
    fn given(&self, node: &Node, read: bool) -> Option<Given> {
        let noted = self.read.contains(&std::ptr::from_ref(node));
        let read = read || noted;
        match &node.value {
            Value::Scalar(scalar) if node.is_null() || (!noted && is_id(&scalar.text)) => None,
            Value::Scalar(scalar) => Some(Given::Text(leaf(&scalar.text, read))),
            Value::List(items) => self.list(items, read),
            Value::Map(entries) => self.map(node, entries, read),
        }
    }

    fn list(&self, items: &[Node], read: bool) -> Option<Given> {
        // An item without parts keeps its place.
        let given = items.iter().map(|item| self.given(item, read).unwrap_or_else(|| Given::Map(Parts::new())));
        let given: Vec<Given> = given.collect();
        (!given.is_empty()).then_some(Given::List(given))
    }

    fn map(&self, node: &Node, entries: &[Entry], read: bool) -> Option<Given> {
        if node.get("noValue").is_some() || node.get("none").is_some() {
            return None;
        }
        if let [entry] = entries {
            let read = read || self.read.contains(&std::ptr::from_ref(&entry.value));
            match (entry.key.text.as_str(), entry.value.as_text()) {
                ("exp" | "var", Some(text)) => return Some(Given::Expression(leaf(text, read))),
                ("lit", Some(text)) => return Some(Given::Text(leaf(text, read))),
                ("lit", None) => {
                    // A resource is its name.
                    let name = entry.value.as_map().filter(|parts| parts.len() == 1).and(entry.value.get("name"));
                    return match name.and_then(Node::as_text) {
                        Some(name) => Some(Given::Text(leaf(name, read))),
                        None => self.given(&entry.value, read),
                    };
                }
                // A choice that needs no more than its word: `{exit: {none: true}}`.
                (word, None) if entry.value.get("none").is_some() => return Some(Given::Text(leaf(word, read))),
                _ => {}
            }
        }
        // What is behind a way out has parts of its own, and its name is that of the output.
        let branch = node.get("actions").is_some();
        let own = entries.iter().filter(|entry| !(branch && matches!(entry.key.text.as_str(), "name" | "variables")));
        let parts = self.parts(own, read);
        (!parts.is_empty()).then_some(Given::Map(parts))
    }

    /// Declarations by the names of the variables.
    fn variables(&self, list: Option<&Node>) -> Option<(Box<str>, Given)> {
        let items = list.and_then(Node::as_list).unwrap_or_default();
        let declared = items.iter().filter_map(|item| {
            let entry = item.as_map()?.first()?;
            let name = entry.value.get("name")?.as_text()?;
            let mut parts: Parts = vec![("type".into(), Given::Text(leaf(&entry.key.text, true)))];
            let others = entry.value.as_map().unwrap_or_default().iter();
            parts.extend(self.parts(others.filter(|part| part.key.text != "name" && !is_off(part)), true));
            Some((Box::from(name), Given::Map(parts)))
        });
        let declared: Parts = declared.collect();
        (!declared.is_empty()).then(|| ("variables".into(), Given::Map(declared)))
    }
}

/// Whether a flag of a declaration is off, which is the same as none.
fn is_off(part: &Entry) -> bool {
    part.key.text.starts_with("is") && part.value.as_scalar().and_then(crate::yaml::Scalar::as_bool) == Some(false)
}

fn leaf(text: &str, read: bool) -> Leaf {
    Leaf { text: text.into(), read }
}

/// Whether a text is an id, which an org makes anew for a copy of the same flow.
fn is_id(text: &str) -> bool {
    const HYPHENS: [usize; 4] = [8, 13, 18, 23];
    text.len() == 36
        && text.bytes().enumerate().all(
            |(at, one)| {
                if HYPHENS.contains(&at) { one == b'-' } else { one.is_ascii_hexdigit() }
            },
        )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::flow::action::testing::Flow;
    use crate::flow::program::ActionIndex;

    fn shown(given: &Given) -> String {
        match given {
            Given::Text(leaf) => format!("{}{}", leaf.text, if leaf.read { "" } else { "?" }),
            Given::Expression(leaf) => format!("={}{}", leaf.text, if leaf.read { "" } else { "?" }),
            Given::Container(at) => format!("@{}", at.get()),
            Given::Map(parts) => format!("{{{}}}", all(parts)),
            Given::List(items) => format!("[{}]", items.iter().map(shown).collect::<Vec<_>>().join(", ")),
        }
    }

    fn all(parts: &[(Box<str>, Given)]) -> String {
        parts.iter().map(|(key, part)| format!("{key}: {}", shown(part))).collect::<Vec<_>>().join(", ")
    }

    #[rstest::rstest]
    #[case("- disconnect: { name: Bye, farewell: { lit: so long }, none: { noValue: true } }", "farewell: so long?")]
    #[case(
        "- sendResponse: { name: S, messageBody: { exp: 'Append(\"a\", \"b\")' } }",
        "messageBody: =Append(\"a\", \"b\")"
    )]
    #[case(
        "- transferToAcd: { name: T, targetQueue: { lit: { name: Q } }, x: 0f1d2c3b-4a59-6877-8695-a4b3c2d1e0f9 }",
        "targetQueue: Q"
    )]
    #[case(
        "- decision: { name: D, condition: { lit: true }, outputs: { yes: { actions: [ { disconnect: { name: B } } ] }, no: { enabled: false } } }",
        "condition: true, outputs: {no: {enabled: false?}}"
    )]
    #[case("- changeState: { name: C, targetStateRef: './states/state[Start_1]' }", "targetStateRef: @0")]
    fn parts_of_actions(#[case] action: &str, #[case] expected: &str) {
        let program = Flow::new().actions(action).program();
        let first = program.actions().iter().position(|node| &*node.id.name != "B").unwrap();
        assert_eq!(all(program.sheets.action(ActionIndex::next(first))), expected);
    }
}
