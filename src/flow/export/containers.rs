//! `flowSequenceItemList` as Archy's states, tasks, menus and bots. Must not know actions.

use super::action::archy_name;
use super::build::{capital_first, entry, list, map, one, text};
use super::flow::Flow;
use super::outputs::{Branch, is_named_by_author, paths};
use super::value::kept_entry;
use super::{chain, variables};
use crate::diagnostic::Code;
use crate::flow::archy::{GUID, START_NAME};
use crate::yaml::{Entry, Node};

/// The key of the list; also the mark of the JSON form.
pub(super) const LIST: &str = "flowSequenceItemList";

/// Archy's word for a container of the JSON form: `LoopTask` is a task, `BotState` a bot.
pub(super) fn kind_of(container: &Node) -> &'static str {
    let class = container.get("__type").and_then(Node::as_text).unwrap_or_default();
    [("Menu", "menu"), ("Bot", "bot"), ("Task", "task")]
        .into_iter()
        .find(|(part, _)| class.contains(part))
        .map_or("state", |(_, kind)| kind)
}

/// Archy's order of the lists.
const ORDER: [&str; 4] = ["menu", "state", "bot", "task"];

/// All containers, menus first: a task that a choice leads to stands in that choice, as in Archy files.
pub(super) fn all<'j>(flow: &mut Flow<'j>, items: &'j [Node]) -> Vec<Entry> {
    let (menus, others): (Vec<&Node>, Vec<&Node>) = items.iter().partition(|item| kind_of(item) == "menu");
    let mut lists = ORDER.map(|kind| (kind, Vec::new()));
    for item in menus.into_iter().chain(others) {
        let id = item.get("id").and_then(Node::as_text);
        if id.is_some_and(|id| flow.placed.contains(&id)) {
            continue;
        }
        flow.placed.extend(id);
        let kind = kind_of(item);
        let node = one(kind, container(flow, item, kind));
        if let Some((_, nodes)) = lists.iter_mut().find(|(listed, _)| *listed == kind) {
            nodes.push(node);
        }
    }
    let at = items.first().map_or(0..0, |first| first.span.clone());
    let lists = lists.into_iter().filter(|(_, nodes)| !nodes.is_empty());
    lists.map(|(kind, nodes)| entry(&format!("{kind}s"), list(&at, nodes))).collect()
}

/// A container's name and reference, and what it holds.
fn container<'j>(flow: &mut Flow<'j>, item: &'j Node, kind: &str) -> Node {
    let mut body = head(item);
    let start = flow.nameless_start.is_some_and(|start| item.get("id").and_then(Node::as_text) == Some(start));
    if let Some(name) = body.iter_mut().find(|entry| start && entry.key.text == "name") {
        name.value = text(START_NAME, &name.value.span);
    }
    body.extend(contents(flow, item, kind));
    map(&item.span, body)
}

fn head(item: &Node) -> Vec<Entry> {
    let part = |key, archy| Some(entry(archy, item.get(key)?.clone()));
    [part("name", "name"), part("id", "refId")].into_iter().flatten().collect()
}

fn contents<'j>(flow: &mut Flow<'j>, item: &'j Node, kind: &str) -> Vec<Entry> {
    let mut body: Vec<Entry> = variables::declared(flow, item).into_iter().collect();
    if kind == "menu" {
        body.push(choices(flow, item));
    } else if let Some(actions) = chain::actions_of(flow, item) {
        body.push(entry("actions", actions));
    }
    body.extend(output_paths(item));
    let read = [
        "name",
        "id",
        "variables",
        "actionList",
        "startAction",
        "paths",
        "menuChoiceList",
        "__type",
        "trackingId",
        "uiMetaData",
    ];
    let others = item.as_map().unwrap_or_default().iter().filter(|given| !read.contains(&given.key.text.as_str()));
    body.extend(others.map(kept_entry));
    body
}

/// The ways out of a task that its author named.
fn output_paths(item: &Node) -> Option<Entry> {
    let paths = item.get("paths")?;
    let named = paths.as_list().unwrap_or_default().iter().filter_map(|path| {
        let id = path.get("outputId").and_then(Node::as_text)?;
        let label = path.get("label").filter(|_| is_named_by_author(id))?;
        Some(one("outputPath", one("name", label.clone())))
    });
    Some(entry("outputPaths", list(&paths.span, named.collect())))
}

/// What is read of an action behind a choice.
const READ_OF_CHOICE: &[&str] = &["name", "id", "__type", "paths", "taskReference", "menuReference"];

/// Where the action behind a choice leads: a task, a menu, and by its ways out the containers that they begin.
fn leads_to<'j>(flow: &Flow<'j>, action: &'j Node) -> Vec<Entry> {
    let reference = |(key, kind, archy): (&str, &str, &str)| {
        let node = action.get(key)?;
        Some(entry(archy, text(&flow.reference(node.as_text()?, kind), &node.span)))
    };
    let targets = [("taskReference", "task", "targetTaskRef"), ("menuReference", "menu", "targetMenuRef")];
    let mut found: Vec<Entry> = targets.into_iter().filter_map(reference).collect();
    let outputs = paths(action).filter_map(|path| {
        let link = path.get("nextActionId")?;
        let actions = list(&link.span, vec![flow.jump_to_start(link)?]);
        let branch = Branch::new(path, Some(actions));
        Some(entry(&branch.name.clone(), branch.body()))
    });
    let outputs: Vec<Entry> = outputs.collect();
    if !outputs.is_empty() {
        found.push(entry("outputs", map(&action.span, outputs)));
    }
    found
}

/// A menu's choices. One that leads to a task or a menu holds it, others only have their name and what they do.
fn choices<'j>(flow: &mut Flow<'j>, menu: &'j Node) -> Entry {
    let given = menu.get("menuChoiceList");
    let mut items = Vec::new();
    for choice in given.and_then(Node::as_list).unwrap_or_default() {
        let Some(action) = choice.get("action") else {
            flow.reader.error(Code::FLOW_PART_MISSING, &choice.span, "the choice of a menu has no `action`");
            continue;
        };
        let class = action.get("__type").and_then(Node::as_text).unwrap_or_default();
        let below = match class {
            "TaskAction" => Some(("menuTask", "task", "taskReference")),
            "MenuAction" => Some(("menuSubMenu", "menu", "menuReference")),
            _ => None,
        };
        let held = below.and_then(|(choice, kind, key)| {
            let id = action.get(key).and_then(Node::as_text)?;
            let (&id, &item) = flow.containers.get_key_value(id).filter(|(id, _)| !flow.placed.contains(id))?;
            flow.placed.push(id);
            Some((choice, kind, item))
        });
        items.push(match held {
            Some((choice, kind, item)) => {
                let mut body = head(item);
                let contents = contents(flow, item, kind);
                body.push(entry(kind, map(&item.span, contents)));
                one(choice, map(&item.span, body))
            }
            None => {
                let mut body: Vec<Entry> =
                    choice.get("name").map(|name| entry("name", name.clone())).into_iter().collect();
                let parts = action.as_map().unwrap_or_default().iter();
                body.extend(action.get("id").map(|id| entry(GUID, id.clone())));
                body.extend(leads_to(flow, action));
                let others = parts.filter(|part| !READ_OF_CHOICE.contains(&part.key.text.as_str()));
                body.extend(others.map(kept_entry));
                one(&format!("menu{}", capital_first(&archy_name(class))), map(&action.span, body))
            }
        });
    }
    let at = given.map_or_else(|| menu.span.clone(), |given| given.span.clone());
    if items.is_empty() {
        items.push(one("menuNothing", one("name", text("nothing", &at))));
    }
    entry("choices", list(&at, items))
}
