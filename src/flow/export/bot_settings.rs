//! The settings of a bot in the JSON form as the sections that Archy has for them: user input, events, intents, knowledge, language model.
//! Must not know what a bot makes of them.

use super::build::{entry, flag, list, map, one, small_first, text};
use super::flow::Flow;
use super::json;
use super::value::{kept, value};
use crate::diagnostic::{Code, Diagnostic, SourceFile, Span};
use crate::yaml::{Entry, Limits, Node, Value};

/// Lists of which Archy names the first only.
const FIRSTS: &[(&str, &str)] = &[
    ("noMatchApologies", "noMatchApology"),
    ("noInputsApologies", "noInputApology"),
    ("noToConfirmationApologies", "noToConfirmationApology"),
    ("confirmationNoMatchApologies", "confirmationNoMatchApology"),
    ("confirmationNoInputApologies", "confirmationNoInputApology"),
];

/// Events and the words before them: the JSON key, Archy's key.
const WORDS: &[(&str, &str)] = &[
    ("enableAgentEscalation", "enableAgentEscalation"),
    ("errorEventHandover", "errorEventHandover"),
    ("agentEscalationConfirmation", "agentEscalationConfirmation"),
    ("agentEscalationHandover", "agentEscalationHandover"),
    ("recognitionEventHandover", "recognitionFailureEventHandover"),
];

/// What follows an event: the JSON key of its kind, Archy's key.
const HANDLINGS: &[(&str, &str)] = &[
    ("recognitionHandlingType", "recognitionFailureEventHandling"),
    ("agentEscalationHandlingType", "agentEscalationHandling"),
];

/// All sections but the one on events, which stands with the error handling.
pub(super) fn sections(flow: &mut Flow<'_>, root: &Node) -> Vec<Entry> {
    let input = root.get("userInputSettings").map(|given| entry("settingsUserInput", user_input(given)));
    let nlu = root.get("nluMetaData");
    let intents = nlu.and_then(|nlu| intents(flow, nlu)).map(|settings| entry("settingsBotFlow", settings));
    let knowledge = root.get("knowledgeSettings").map(|given| entry("settingsKnowledge", knowledge(flow, given)));
    let model = nlu.and_then(|nlu| nlu.get("rawNlu")).and_then(|raw| model(flow, raw));
    let model = model.map(|model| entry("settingsNaturalLanguageUnderstanding", one("nluDomainVersion", model)));
    [input, intents, knowledge, model].into_iter().flatten().collect()
}

fn user_input(given: &Node) -> Node {
    let parts = given.as_map().unwrap_or_default().iter().filter(|part| part.key.text != "uiMetaData");
    let part = |part: &Entry| match FIRSTS.iter().find(|(json, _)| *json == part.key.text) {
        Some((_, archy)) => Some(entry(archy, value(part.value.as_list()?.first()?))),
        None => Some(Entry { key: part.key.clone(), key_span: part.key_span.clone(), value: kept(&part.value) }),
    };
    map(&given.span, parts.filter_map(part).collect())
}

/// What a bot's events bring besides the error handling: words, and what follows them.
pub(super) fn events(flow: &Flow<'_>, given: &Node) -> Vec<Entry> {
    let words = WORDS.iter().filter_map(|(json, archy)| Some(entry(archy, value(given.get(json)?))));
    let handlings = HANDLINGS.iter().filter_map(|(json, archy)| {
        let kind = given.get(json)?;
        let prefix = json.strip_suffix("HandlingType").unwrap_or(json);
        let target = given.as_map()?.iter().filter(|part| part.key.text.starts_with(prefix)).find_map(|part| {
            Some(one("targetRef", text(&flow.known_reference(part.value.as_text()?)?, &part.value.span)))
        });
        let word = small_first(kind.as_text()?);
        Some(entry(archy, one(&word, target.unwrap_or_else(|| flag("none", true, &kind.span)))))
    });
    words.chain(handlings).collect()
}

/// `{<intent>: {confirmation}}`, and beside it the tasks that intents lead to, by id.
fn intents(flow: &Flow<'_>, nlu: &Node) -> Option<Node> {
    let given = nlu.get("intents")?;
    let tasks = nlu.path(&["mappings", "intentsToReusableTasks"]);
    let task = |name: &str| {
        let given = tasks?.get(name)?;
        let id = [Some(given), given.get("id"), given.get("taskId")].into_iter().flatten().find_map(Node::as_text)?;
        let container = flow.containers.get(id)?.get("name")?;
        Some(entry("task", one("name", container.clone())))
    };
    let items = given.as_map()?.iter().map(|intent| {
        let name = entry("name", text(&intent.key.text, &intent.key_span));
        let words = intent.value.get("confirmation").map(|words| entry("confirmation", value(words)));
        one(
            "intent",
            map(&intent.value.span, [Some(name), words, task(&intent.key.text)].into_iter().flatten().collect()),
        )
    });
    Some(one("intentSettings", list(&given.span, items.collect())))
}

fn knowledge(flow: &Flow<'_>, given: &Node) -> Node {
    let Some(name) = given.get("knowledgeBaseName").and_then(Node::as_text) else {
        return flag("none", true, &given.span);
    };
    let part = |part: &Entry| match (part.key.text.as_str(), part.value.as_text()) {
        ("knowledgePath" | "knowledgePathTaskId", Some(id)) => {
            entry("knowledgePath", one("targetTaskRef", text(&flow.reference(id, "task"), &part.value.span)))
        }
        _ => Entry { key: part.key.clone(), key_span: part.key_span.clone(), value: kept(&part.value) },
    };
    one(name, map(&given.span, given.as_map().unwrap_or_default().iter().map(part).collect()))
}

/// The language model, a JSON text inside the JSON; all of it has the place of that text.
fn model(flow: &mut Flow<'_>, raw: &Node) -> Option<Node> {
    let written = raw.as_text()?;
    match json::parse(&SourceFile::new("rawNlu", written), Limits::default()) {
        Ok(mut tree) => {
            place(&mut tree, &raw.span);
            Some(tree)
        }
        Err(_) => {
            let at = flow.reader.place(&raw.span);
            let message = "the bot's language model (`rawNlu`) cannot be read";
            let help = "what it understands is only what `stubs: understanding:` says";
            flow.reader.push(Diagnostic::warning(Code::FLOW_WRONG_SHAPE, message).at(at).help(help));
            None
        }
    }
}

fn place(node: &mut Node, at: &Span) {
    node.span = at.clone();
    match &mut node.value {
        Value::Map(entries) => {
            for entry in entries {
                entry.key_span = at.clone();
                place(&mut entry.value, at);
            }
        }
        Value::List(items) => items.iter_mut().for_each(|item| place(item, at)),
        Value::Scalar(_) => {}
    }
}
