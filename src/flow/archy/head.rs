//! What must be known of every flow before the first action is read: name, type, languages, variables, containers, start. Must not know
//! actions.

use super::containers::{ContainerPart, Into, read_containers};
use super::reference::References;
use super::undeclared::declare_written;
use super::variables::{VariablePart, declare_all};
use crate::diagnostic::{Code, Diagnostic, did_you_mean};
use crate::flow::program::{ContainerIndex, Draft, FlowIndex};
use crate::yaml::{Node, Reader};

/// A flow of which names are known and actions are not yet.
pub(super) struct Head<'n> {
    pub flow: FlowIndex,
    pub body: &'n Node,
    pub containers: Vec<ContainerPart<'n>>,
    pub references: References,
    pub variables: Vec<VariablePart<'n>>,
    pub start: Option<ContainerIndex>,
}

/// The root keys of Archy files: the flow types.
const FLOW_TYPES: &[&str] = &[
    "inboundShortMessage",
    "inboundCall",
    "inboundChat",
    "inboundEmail",
    "inqueueCall",
    "inqueueEmail",
    "inqueueShortMessage",
    "outboundCall",
    "secureCall",
    "workflow",
    "workitem",
    "botFlow",
    "digitalBot",
    "commonModule",
    "surveyInvite",
    "voiceSurvey",
    "voicemail",
    "inboundMessage",
];

/// Whether a word is the root key of an Archy file, in any letter case.
pub(crate) fn is_flow_type(word: &str) -> bool {
    FLOW_TYPES.iter().any(|known| known.eq_ignore_ascii_case(word))
}

/// Reads a flow's names. None, with the reason reported, where the file holds no flow.
pub(super) fn read_head<'n>(reader: &mut Reader, draft: &mut Draft, root: &'n Node) -> Option<Head<'n>> {
    let Some([entry]) = root.as_map() else {
        let found = root.as_map().map_or_else(|| root.describe().to_owned(), |keys| format!("{} keys", keys.len()));
        let start = root.span.start..root.span.start;
        let message = format!("an Architect flow has one root key that names its type, found {found}");
        let place = reader.place(&start);
        reader.push(Diagnostic::error(Code::NOT_A_FLOW, message).at(place).help("such as `inboundShortMessage:`"));
        return None;
    };
    let given = entry.key.text.as_str();
    let Some(flow_type) = FLOW_TYPES.iter().find(|known| known.eq_ignore_ascii_case(given)) else {
        let place = reader.place(&entry.key_span);
        let near = did_you_mean(given, FLOW_TYPES.iter().copied()).map(|near| format!("did you mean `{near}`?"));
        let message = format!("`{given}` is not a type of Architect flow");
        reader.push(Diagnostic::error(Code::NOT_A_FLOW, message).at(place).help_maybe(near));
        return None;
    };
    let body = &entry.value;
    reader.map(body)?;
    let name = required_name(reader, body)?;
    let place = reader.place(&entry.key_span);
    if let Some(twin) = draft.flows.iter().find(|flow| *flow.name == *name && &*flow.flow_type == *flow_type) {
        let message = format!("two flows are named `{name}`");
        let first = twin.place.clone();
        reader.push(Diagnostic::error(Code::DUPLICATE_FLOW, message).at(place).label(first, "the first is here"));
        return None;
    }
    let flow = draft.add_flow(name.into(), (*flow_type).into(), place);
    read_languages(draft, flow, body);
    let mut references = References::default();
    let mut variables = Vec::new();
    declare_all(reader, draft, flow, None, body.get("variables"), &mut variables);
    let into = Into { reader, draft, flow, references: &mut references, variables: &mut variables, parts: Vec::new() };
    let containers = read_containers(into, body);
    declare_written(reader, draft, flow, &containers);
    let start = read_start(reader, body, &references, &containers);
    if let (Some(start), Some(flow)) = (start, draft.flows.get_mut(flow.get())) {
        flow.start = start;
    }
    Some(Head { flow, body, containers, references, variables, start })
}

fn required_name<'n>(reader: &mut Reader, body: &'n Node) -> Option<&'n str> {
    let name = body.get("name").filter(|name| !name.is_null());
    if name.is_none() {
        let start = body.span.start..body.span.start;
        reader.error(Code::FLOW_PART_MISSING, &start, "the flow has no `name`");
    }
    reader.text(name?)
}

fn read_languages(draft: &mut Draft, flow: FlowIndex, body: &Node) {
    let Some(flow) = draft.flows.get_mut(flow.get()) else { return };
    if let Some(tag) = body.get("defaultLanguage").and_then(Node::as_text) {
        flow.default_language = tag.into();
    }
    let supported = body.get("supportedLanguages").and_then(Node::as_map).unwrap_or_default();
    flow.languages = supported.iter().map(|entry| entry.key.text.as_str().into()).collect();
}

/// Where it starts: `startUpRef`, else the actions that a common module or an in-queue flow starts with.
fn read_start(
    reader: &mut Reader,
    body: &Node,
    references: &References,
    containers: &[ContainerPart<'_>],
) -> Option<ContainerIndex> {
    if let Some(reference) = body.get("startUpRef") {
        return references.resolve(reader, reference);
    }
    let start = containers.iter().find(|part| part.is_start()).map(|part| part.index);
    if start.is_none() {
        let at = body.span.start..body.span.start;
        reader.error(Code::FLOW_PART_MISSING, &at, "the flow has neither `startUpRef` nor `startUpTaskActions`");
    }
    start
}
