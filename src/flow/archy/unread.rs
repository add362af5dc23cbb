//! What of an action, or of a flow's own settings, nobody has read: kept with its path, so that nothing of a file is dropped in silence.
//! Costs nothing while a flow runs. Must not know any one kind.

use std::collections::HashSet;

use crate::yaml::{Node, Value};

/// A part that was not read: its path (`acdSkills[0].level`), and its text.
pub(crate) type Unread = (Box<str>, Box<str>);

/// The key under which an action of an export brings its id; no Archy file has it.
pub(crate) const GUID: &str = "$guid";

/// Keys of every action that are not parameters.
const OF_EVERY_ACTION: &[&str] = &["name", "actions", GUID];

/// Parts that say nothing about what a flow does here, each with the reason.
pub(super) const IRRELEVANT: &[(&str, &str)] = &[
    ("actionId", "an id beside the name"),
    ("askResult", "the slot names the variable"),
    ("collectionHighConfidenceThreshold", "confidence is not modelled"),
    ("collectionLowConfidenceThreshold", "confidence is not modelled"),
    ("confirmationLowConfidenceThreshold", "confidence is not modelled"),
    ("datatableId", "an id beside the name"),
    ("dtmfTerminatingCharacter", "voice only"),
    ("enableBargeIn", "voice only"),
    ("enableIntentClassificationHinting", "confidence is not modelled"),
    ("failedTransferAudio", "voice only"),
    ("failureTransferAudio", "voice only"),
    ("flowDebugPublished", "a state of the editor"),
    ("flowId", "an id beside the name"),
    ("flowLatestVersion", "the newest version is what is called"),
    ("preTransferAudio", "voice only"),
    ("interDigitTimeout", "voice only"),
    ("processingPrompt", "voice only"),
    ("repromptHandling", "the reprompts that are given are what is said"),
    ("screenPopId", "an id beside the name"),
    ("selectedSlotType", "the slot has its type"),
    ("switchStyle", "the form of the switch shows it"),
    ("taskName", "a name beside the reference"),
    ("useSuggestedTimeout", "the time-out is written out"),
    ("version", "a number that the editor counts by"),
];

/// Keys of a flow that are read, in the head or elsewhere.
const OF_EVERY_FLOW: &[&str] = &[
    "name",
    "startUpRef",
    "defaultLanguage",
    "supportedLanguages",
    "settingsBotFlow",
    "settingsErrorHandling",
    "settingsKnowledge",
    "settingsNaturalLanguageUnderstanding",
    "settingsUserInput",
    "variables",
    "states",
    "tasks",
    "menus",
    "bots",
    "startUpTaskActions",
    "startUpTaskVariables",
];

/// Keys of a flow that say nothing about what it does: words about it, and what the editor counts by.
const DESCRIBING: &[&str] = &["debugSettings", "description", "division", "nextTrackingNumber"];

/// How much of a text is kept.
const LONGEST: usize = 120;

/// What of an action's body is under none of the nodes that were read. A part that is explicitly unset counts as read.
pub(super) fn of_action(body: &Node, read: &[*const Node]) -> Vec<Unread> {
    let mut search = Search { read: read.iter().copied().collect(), found: Vec::new() };
    for entry in body.as_map().unwrap_or_default() {
        let key = entry.key.text.as_str();
        if !OF_EVERY_ACTION.contains(&key) {
            search.look(key.to_owned(), key, &entry.value);
        }
    }
    search.found
}

/// Sections of a bot's settings that are read part by part.
const OF_A_BOT: &[&str] = &["settingsUserInput", "settingsErrorHandling", "settingsBotFlow", "settingsKnowledge"];

/// What of a bot's settings is under none of the nodes that were read.
pub(super) fn of_bot(body: &Node, read: &[*const Node]) -> Vec<Unread> {
    let mut search = Search { read: read.iter().copied().collect(), found: Vec::new() };
    for key in OF_A_BOT {
        if let Some(section) = body.get(key) {
            search.look((*key).to_owned(), key, section);
        }
    }
    search.found
}

/// The settings of a flow that are not read; one that is a map or a list is kept as how much it holds.
pub(super) fn of_flow(body: &Node) -> Vec<Unread> {
    let entries = body.as_map().unwrap_or_default().iter();
    let unread = entries.filter(|entry| {
        let key = entry.key.text.as_str();
        !OF_EVERY_FLOW.contains(&key) && !DESCRIBING.contains(&key) && !is_unset(&entry.value)
    });
    let held = |count: usize| if count == 1 { "1 entry".into() } else { format!("{count} entries").into() };
    let shown = |node: &Node| match &node.value {
        Value::Scalar(scalar) => short(&scalar.text),
        Value::Map(entries) => held(entries.len()),
        Value::List(items) => held(items.len()),
    };
    unread.map(|entry| (entry.key.text.as_str().into(), shown(&entry.value))).collect()
}

struct Search {
    read: HashSet<*const Node>,
    found: Vec<Unread>,
}

impl Search {
    fn look(&mut self, path: String, key: &str, node: &Node) {
        let irrelevant = IRRELEVANT.iter().any(|(known, _)| *known == key);
        if irrelevant || key == "actions" || is_unset(node) || self.read.contains(&std::ptr::from_ref(node)) {
            return;
        }
        match &node.value {
            Value::Scalar(scalar) => self.found.push((path.into(), short(&scalar.text))),
            Value::List(items) => {
                for (index, item) in items.iter().enumerate() {
                    self.look(format!("{path}[{index}]"), "", item);
                }
            }
            Value::Map(entries) => match entries.as_slice() {
                // A value in its wrapper is one part.
                [entry] if matches!(entry.key.text.as_str(), "lit" | "exp" | "var") => match &entry.value.value {
                    _ if self.read.contains(&std::ptr::from_ref(&entry.value)) => {}
                    Value::Scalar(scalar) => self.found.push((path.into(), short(&scalar.text))),
                    _ => self.look(path, key, &entry.value),
                },
                entries => {
                    for entry in entries {
                        self.look(format!("{path}.{}", entry.key.text), &entry.key.text, &entry.value);
                    }
                }
            },
        }
    }
}

/// Whether a part is explicitly unset, or says that there is nothing.
fn is_unset(node: &Node) -> bool {
    node.is_null() || node.get("noValue").is_some() || node.get("none").is_some()
}

fn short(text: &str) -> Box<str> {
    let mut folded = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if let Some((at, _)) = folded.char_indices().nth(LONGEST) {
        folded.truncate(at);
        folded.push('…');
    }
    folded.into()
}

#[cfg(test)]
mod tests {
    use crate::flow::action::testing::Flow;

    fn unread(action: &str) -> Vec<(String, String)> {
        let program = Flow::new().actions(action).program();
        let first = program.actions().first().unwrap();
        first.unread.iter().map(|(path, text)| (path.to_string(), text.to_string())).collect()
    }

    #[rstest::rstest]
    #[case("- disconnect: { name: Bye, farewell: { lit: so long } }", &[("farewell", "so long")])]
    #[case("- disconnect: { name: Bye, farewell: { noValue: true } }", &[])]
    #[case("- transferToAcd: { name: T, targetQueue: { lit: { name: Q } }, priority: { exp: 1 + 1 }, acdSkills: [ { acdSkill: { lit: { name: S } }, level: { lit: 3 } } ], preTransferAudio: { tts: hi } }", &[("acdSkills[0].level", "3")])]
    #[case("- sendResponse: { name: S, messageBody: { lit: hi }, messageBodyStyle: { lit: notice } }", &[("messageBodyStyle", "notice")])]
    #[case("- decision: { name: D, condition: { lit: true }, outputs: { yes: { actions: [ { disconnect: { name: B, x: { y: [ 1, { z: 2 } ] } } } ] }, no: { enabled: false } } }", &[("outputs.no.enabled", "false")])]
    fn what_is_not_read_is_kept_with_its_path(#[case] action: &str, #[case] expected: &[(&str, &str)]) {
        let expected: Vec<_> = expected.iter().map(|(path, text)| ((*path).to_owned(), (*text).to_owned())).collect();
        assert_eq!(unread(action), expected);
    }

    #[test]
    fn an_action_in_a_branch_keeps_its_own_and_texts_are_short() {
        let long = "x".repeat(200);
        let program = Flow::new()
            .actions(&format!("- decision: {{ name: D, condition: {{ lit: true }}, outputs: {{ yes: {{ actions: [ {{ disconnect: {{ name: B, x: {{ y: [ 1, {long} ] }} }} }} ] }} }} }}"))
            .program();
        let inner = program.actions().iter().find(|node| &*node.id.name == "B").unwrap();
        assert_eq!(inner.unread[0], ("x.y[0]".into(), "1".into()));
        assert_eq!((&*inner.unread[1].0, inner.unread[1].1.chars().count()), ("x.y[1]", super::LONGEST + 1));
    }
}
