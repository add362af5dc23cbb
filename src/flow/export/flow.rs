//! A flow's own parts: name, type, languages, start, and what else stands beside its containers. Must not know any kind of action.

use std::collections::HashMap;

use super::build::{entry, list, map, one, text};
use super::value::kept;
use super::{bot_settings, containers, error_handling, variables};
use crate::diagnostic::{Code, Diagnostic};
use crate::yaml::{Entry, Node, Reader};

/// A flow while it is rewritten.
pub(super) struct Flow<'j> {
    /// What was found so far.
    pub reader: Reader,
    /// The flow's containers by id.
    pub containers: HashMap<&'j str, &'j Node>,
    /// The container that the flow starts in, where an Archy file of the same flow has no name for it; it goes by the name that Archy
    /// files give it here, so that a path of actions is the same in every format.
    pub nameless_start: Option<&'j str>,
    /// Containers that already have their place in the tree.
    pub placed: Vec<&'j str>,
}

/// Flow types whose Archy root key is not the same word.
const TYPE_NAMES: &[(&str, &str)] =
    &[("bot", "botFlow"), ("digitalbotflow", "digitalBot"), ("voicesurveyflow", "voiceSurvey")];

/// How the types begin whose Archy files start with a list of actions, and not in a container with a name.
const WITHOUT_START_NAME: &[&str] = &["commonmodule", "inqueue"];

/// The flow as an Archy tree. None where it lacks what nothing can be read without.
pub(super) fn rewritten<'j>(reader: Reader, root: &'j Node) -> (Option<Node>, Reader) {
    let items = root.get(containers::LIST).and_then(Node::as_list).unwrap_or_default();
    let id = |item: &'j Node| Some((item.get("id")?.as_text()?, item));
    let mut flow =
        Flow { reader, containers: items.iter().filter_map(id).collect(), placed: Vec::new(), nameless_start: None };
    let tree = flow.tree(root, items);
    (tree, flow.reader)
}

impl<'j> Flow<'j> {
    fn tree(&mut self, root: &'j Node, items: &'j [Node]) -> Option<Node> {
        let Some(kind) = root.get("type").filter(|kind| kind.as_text().is_some()) else {
            self.missing(root, "type");
            return None;
        };
        let given = kind.as_text()?;
        let names = TYPE_NAMES.iter().find(|(json, _)| json.eq_ignore_ascii_case(given));
        let mut body = Vec::new();
        for key in ["name", "initialSequence"] {
            if root.get(key).and_then(Node::as_text).is_none() {
                self.missing(root, key);
            }
        }
        for given in root.as_map().unwrap_or_default() {
            self.part(given, &mut body);
        }
        body.extend(variables::declared(self, root));
        body.extend(error_handling::settings(self, root));
        body.extend(bot_settings::sections(self, root));
        if WITHOUT_START_NAME.iter().any(|start| given.to_ascii_lowercase().starts_with(start)) {
            self.nameless_start = root.get("initialSequence").and_then(Node::as_text);
        }
        body.extend(containers::all(self, items));
        if self.reader.has_errors() {
            return None;
        }
        let (root_key, at) = (names.map_or(given, |(_, archy)| archy), &kind.span);
        let mut tree = one(root_key, map(&root.span, body));
        if let crate::yaml::Value::Map(entries) = &mut tree.value {
            entries.iter_mut().for_each(|entry| entry.key_span = at.clone());
        }
        Some(tree)
    }

    fn part(&self, given: &'j Entry, body: &mut Vec<Entry>) {
        let at = &given.value.span;
        match given.key.text.as_str() {
            "initialSequence" => {
                let id = given.value.as_text().unwrap_or_default();
                body.push(entry("startUpRef", text(&self.reference(id, "task"), at)));
            }
            "defaultLanguage" => {
                body.extend(given.value.as_text().map(|tag| entry("defaultLanguage", text(&tag.to_lowercase(), at))));
            }
            "supportedLanguages" => {
                let tags = given.value.as_list().unwrap_or_default().iter();
                let tags = tags.filter_map(|tag| {
                    let name = tag.get("language").unwrap_or(tag).as_text()?;
                    Some(entry(&name.to_lowercase(), list(&tag.span, Vec::new())))
                });
                body.push(entry("supportedLanguages", map(at, tags.collect())));
            }
            // The type is the root key; the others are rewritten apart, or lists of what stands elsewhere too.
            "type" | "variables" | "errorHandling" | containers::LIST | "manifest" | "uiMetaData" | "flowMetaData" => {}
            "userInputSettings" | "nluMetaData" | "knowledgeSettings" => {}
            _ => {
                body.push(Entry { key: given.key.clone(), key_span: given.key_span.clone(), value: kept(&given.value) })
            }
        }
    }

    fn missing(&mut self, root: &Node, key: &str) {
        let start = root.span.start..root.span.start;
        self.reader.error(Code::FLOW_PART_MISSING, &start, format!("the flow's configuration has no `{key}`"));
    }

    /// A reference to a container in Archy's form; one that is not there is taken for one of that kind, so that it is told.
    pub(super) fn reference(&self, id: &str, otherwise: &str) -> String {
        self.known_reference(id).unwrap_or_else(|| format!("./{otherwise}s/{otherwise}[{id}]"))
    }

    /// A reference to a container that is there.
    pub(super) fn known_reference(&self, id: &str) -> Option<String> {
        let container = self.containers.get(id)?;
        let singular = containers::kind_of(container);
        Some(format!("./{singular}s/{singular}[{id}]"))
    }

    /// The jump that a link means which names no action of its own container but the first one of another.
    pub(super) fn jump_to_start(&self, link: &Node) -> Option<Node> {
        let id = link.as_text()?;
        let starts = |one: &&&'j Node| one.get("startAction").and_then(Node::as_text) == Some(id);
        let container = self.containers.values().find(starts)?;
        let kind = match containers::kind_of(container) {
            "task" => ("jumpToTask", "targetTaskRef"),
            "state" => ("changeState", "targetStateRef"),
            _ => return None,
        };
        let reference = self.known_reference(container.get("id")?.as_text()?)?;
        let target = entry(kind.1, text(&reference, &link.span));
        let name = container.get("name").map(|name| entry("name", name.clone()));
        Some(one(kind.0, map(&link.span, name.into_iter().chain([target]).collect())))
    }

    /// Reports a type code that the expression language does not have: a newer product has more types than we know.
    pub(super) fn unknown_type(&mut self, code: &Node) {
        let place = self.reader.place(&code.span);
        let message = format!("`{}` is not a type that is known here", code.as_text().unwrap_or_default());
        self.reader.push(
            Diagnostic::warning(Code::UNKNOWN_EXPORT_TYPE, message).at(place).help("it is read as a value of any type"),
        );
    }
}
