//! `settingsNaturalLanguageUnderstanding`: intents with their utterances, slots with their types. Must not know what is made of them.

use regex::Regex;

use crate::diagnostic::{Code, Diagnostic};
use crate::flow::understanding::{EntityType, Intent, LanguageModel, ListItem, Segment};
use crate::yaml::{Node, Reader, Scalar};

/// Patterns of a slot type are compiled to at most this many bytes: they come from a file.
const PATTERN_LIMIT: usize = 1 << 20;

/// Reads the model; one without anything where the flow has none.
pub(super) fn read(reader: &mut Reader, body: &Node) -> LanguageModel {
    let Some(version) = body.path(&["settingsNaturalLanguageUnderstanding", "nluDomainVersion"]) else {
        return LanguageModel::default();
    };
    let types: Vec<(&str, EntityType)> = items(version, "entityTypes")
        .filter_map(|one| Some((one.get("name")?.as_text()?, entity_type(reader, one.get("mechanism")?))))
        .collect();
    let slot = |entity: &Node| {
        let name = entity.get("type").and_then(Node::as_text).unwrap_or_default();
        let known = types.iter().find(|(one, _)| *one == name).map(|(_, known)| known.clone());
        let built_in = || match name.strip_prefix("builtin:") {
            Some(built_in) => EntityType::BuiltIn(built_in.into()),
            None => EntityType::Anything,
        };
        Some((entity.get("name")?.as_text()?.into(), known.unwrap_or_else(built_in)))
    };
    LanguageModel {
        intents: items(version, "intents").filter_map(intent).collect(),
        slots: items(version, "entities").filter_map(slot).collect(),
    }
}

fn items<'n>(node: &'n Node, key: &str) -> impl Iterator<Item = &'n Node> {
    node.get(key).and_then(Node::as_list).unwrap_or_default().iter()
}

fn intent(node: &Node) -> Option<Intent> {
    let phrase = |utterance: &Node| items(utterance, "segments").filter_map(segment).collect();
    Some(Intent { name: node.get("name")?.as_text()?.into(), phrases: items(node, "utterances").map(phrase).collect() })
}

fn segment(node: &Node) -> Option<Segment> {
    let slot = node.path(&["entity", "name"]).and_then(Node::as_text);
    Some(Segment { text: node.get("text")?.as_text()?.into(), slot: slot.map(Into::into) })
}

fn entity_type(reader: &mut Reader, mechanism: &Node) -> EntityType {
    let restricted = mechanism.get("restricted").and_then(Node::as_scalar).and_then(Scalar::as_bool).unwrap_or(false);
    let kind = mechanism.get("type").and_then(Node::as_text).unwrap_or_default();
    let values = items(mechanism, "items").filter_map(|item| Some((item, item.get("value")?)));
    if kind.eq_ignore_ascii_case("regex") {
        return EntityType::Patterns(values.filter_map(|(_, value)| pattern(reader, value)).collect());
    }
    let list = values.filter_map(|(item, value)| {
        let synonyms = items(item, "synonyms").filter_map(Node::as_text).map(Into::into).collect();
        Some(ListItem { value: value.as_text()?.into(), synonyms })
    });
    let list: Vec<ListItem> = list.collect();
    if list.is_empty() { EntityType::Anything } else { EntityType::List { items: list, restricted } }
}

/// A pattern of the file. The vendor's dialect knows look-around, which is not executed here: such a slot is filled by a table only.
fn pattern(reader: &mut Reader, node: &Node) -> Option<Regex> {
    let text = node.as_text()?;
    match regex::RegexBuilder::new(text).size_limit(PATTERN_LIMIT).build() {
        Ok(pattern) => Some(pattern),
        Err(_) => {
            let place = reader.place(&node.span);
            let message = format!("the pattern `{text}` cannot be executed here");
            let help = "say what the slot is by `stubs: understanding:`";
            reader.push(Diagnostic::warning(Code::SLOT_PATTERN, message).at(place).help(help));
            None
        }
    }
}
