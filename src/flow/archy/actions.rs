//! Lists of actions: each entry to an action of its kind, by the table of kinds. Must not know any one kind.

use std::sync::Arc;

use super::action_reader::ActionReader;
use super::containers::Choice;
use super::site::Site;
use super::{given, unknown, unread, uses};
use crate::diagnostic::{Code, Span};
use crate::flow::action::{KINDS, Kind, Unknown};
use crate::flow::program::{ActionIndex, BlockIndex, Node as Action, Output};
use crate::yaml::{Node, Scalar, Value};

/// Reads a list of actions into the program.
pub(super) fn read_list(site: &mut Site<'_>, list: &Node) -> Vec<ActionIndex> {
    if list.is_null() {
        return Vec::new();
    }
    let items = site.reader.list(list).unwrap_or_default();
    items.iter().filter_map(|item| read_item(site, item)).collect()
}

fn read_item(site: &mut Site<'_>, item: &Node) -> Option<ActionIndex> {
    match &item.value {
        // A bare text is an action without parameters: `- disconnect`.
        Value::Scalar(scalar) if !scalar.is_null() => {
            let nothing = Node { value: Value::Map(Vec::new()), span: item.span.clone() };
            Some(read_action(site, &scalar.text, &item.span, &nothing))
        }
        Value::Map(entries) => match entries.as_slice() {
            [entry] => {
                let none = Value::Scalar(Scalar { text: String::new(), plain: true });
                let empty = Node { value: Value::Map(Vec::new()), span: entry.key_span.clone() };
                let body = if entry.value.value == none { &empty } else { &entry.value };
                Some(read_action(site, &entry.key.text, &entry.key_span, body))
            }
            _ => {
                site.reader.error(
                    Code::FLOW_WRONG_SHAPE,
                    &item.span,
                    "an action is one key, its kind, and what is below it",
                );
                None
            }
        },
        _ => {
            let message = format!("expected an action, found {}", item.describe());
            site.reader.error(Code::FLOW_WRONG_SHAPE, &item.span, message);
            None
        }
    }
}

fn read_action(site: &mut Site<'_>, kind: &str, span: &Span, body: &Node) -> ActionIndex {
    read_as(site, kind, KINDS.iter().find(|known| known.name == kind), span, body)
}

/// Reads an action as one of a kind; of an unknown one where there is none.
fn read_as(site: &mut Site<'_>, kind: &str, known: Option<&Kind>, span: &Span, body: &Node) -> ActionIndex {
    let named = body.get("name").filter(|name| name.as_text().is_some());
    // Without a name of its own an action goes by its kind.
    let name: Arc<str> = named.and_then(Node::as_text).unwrap_or(kind).into();
    let at = named.map_or_else(|| span.clone(), |name| name.span.clone());
    let (index, id) = site.draft.reserve(site.container, name);
    let (place, container) = (site.reader.place(&at), site.container);
    let guid = body.get(unread::GUID).and_then(Node::as_text).map(Arc::from);
    uses::note(site, body);
    let around = site.action.replace(index);
    let read_before = site.read.len();
    let mut reader = ActionReader::new(site, body, span.clone());
    let action = match known {
        Some(Kind { read, .. }) => read(&mut reader),
        None => unknown::read(&mut reader, kind),
    };
    let outputs = reader.into_outputs();
    site.action = around;
    let read = site.read.get(read_before..).unwrap_or_default();
    let unread = unread::of_action(body, read);
    let parts = given::of_action(site, body, read);
    site.draft.sheets.set_action(index, parts);
    site.read.truncate(read_before);
    let kind = known.map_or_else(|| Arc::from(kind), |known| Arc::from(known.name));
    site.draft.fill(index, Action { id, guid, kind, place, container, outputs, unread, action });
    index
}

/// A menu as one action that cannot be executed, so that it is drawn with its choices and reaching it is told.
pub(super) fn read_menu(site: &mut Site<'_>, choices: &[Choice<'_>], menu: &Node, name: &Arc<str>) -> Vec<ActionIndex> {
    let (index, id) = site.draft.reserve(site.container, name.clone());
    let (place, container) = (site.reader.place(&menu.span), site.container);
    let mut outputs = Vec::with_capacity(choices.len());
    for choice in choices {
        let branch = match (choice.container, &choice.action) {
            (Some(below), _) => site.draft.containers.get(below.get()).map(|below| below.body),
            (None, Some((kind, body))) => Some(read_choice(site, kind, body)),
            (None, None) => None,
        };
        outputs.push(Output { name: choice.name.clone(), branch });
    }
    let action = Box::new(Unknown { kind: MENU.into() });
    site.draft.fill(
        index,
        Action { id, guid: None, kind: MENU.into(), place, container, outputs, unread: Vec::new(), action },
    );
    vec![index]
}

/// What a choice does by itself. A menu cannot be executed, so only where it leads is read; the other parts are noted.
fn read_choice(site: &mut Site<'_>, kind: &str, body: &Node) -> BlockIndex {
    let known = KINDS.iter().find(|known| known.name == kind && body.get(TARGET_TASK).is_some());
    let index = read_as(site, kind, known, &body.span, body);
    site.draft.add_block(vec![index])
}

/// The parameter by which a choice leads to a task that stands elsewhere.
const TARGET_TASK: &str = "targetTaskRef";

/// The kind that a menu counts as.
const MENU: &str = "menu";
