//! The settings of a bot flow: `settingsUserInput`, `settingsErrorHandling`, `settingsBotFlow`, `settingsKnowledge`. Must not know what an
//! action makes of them.

use std::sync::Arc;

use super::language_model;
use super::site::Site;
use crate::diagnostic::{Code, Diagnostic, list_of};
use crate::flow::expression::Type;
use crate::flow::program::{
    Apologies, Argument, BotSettings, ContainerIndex, ContainerKind, Handover, IntentSetting, Knowledge, Then,
};
use crate::yaml::{Entry, Node};

/// Reads the settings of a bot flow; none for a flow of another type.
pub(super) fn read(site: &mut Site<'_>, body: &Node) -> Option<Box<BotSettings>> {
    site.draft.flows.get(site.flow.get()).filter(|flow| flow.is_bot())?;
    let input = body.get("settingsUserInput");
    let events = body.get("settingsErrorHandling");
    let mut from = |section: Option<&Node>, key: &str, value_type: Type| {
        section.and_then(|section| section.get(key)).map_or(Argument::Absent, |node| site.argument(node, value_type))
    };
    let words = Type::Communication;
    let mut settings = BotSettings {
        no_matches_max: from(input, "noMatchesMax", Type::Integer),
        no_inputs_max: from(input, "noInputsMax", Type::Integer),
        no_inputs_timeout: from(input, "noInputsTimeout", Type::Duration),
        confirmation_rejections_max: from(input, "confirmationRejectionsMax", Type::Integer),
        apologies: Apologies {
            no_match: from(input, "noMatchApology", words),
            no_input: from(input, "noInputApology", words),
            no_to_confirmation: from(input, "noToConfirmationApology", words),
            confirmation_no_match: from(input, "confirmationNoMatchApology", words),
            confirmation_no_input: from(input, "confirmationNoInputApology", words),
        },
        end_of_session: from(input, "endOfSessionMessage", words),
        automatic_quick_replies: from(input, "enableAutomaticQuickReplies", Type::Boolean),
        error_handover: from(events, "errorEventHandover", words),
        recognition_failure: Handover {
            words: from(events, "recognitionFailureEventHandover", words),
            then: Then::Exit,
        },
        agent_escalation: from(events, "enableAgentEscalation", Type::Boolean),
        agent_confirmation: from(events, "agentEscalationConfirmation", words),
        agent: Handover { words: from(events, "agentEscalationHandover", words), then: Then::Exit },
        knowledge: Knowledge::default(),
        intents: Vec::new(),
        model: language_model::read(&mut site.reader, body),
    };
    settings.recognition_failure.then = then(site, events, "recognitionFailureEventHandling");
    settings.agent.then = then(site, events, "agentEscalationHandling");
    settings.knowledge = knowledge(site, body.get("settingsKnowledge"));
    settings.intents = intents(site, body.path(&["settingsBotFlow", "intentSettings"]));
    Some(Box::new(settings))
}

/// `{exit: {none: true}}`, `{disconnect: …}`, `{task: {targetTaskRef}}`; exit where nothing is said.
fn then(site: &mut Site<'_>, events: Option<&Node>, key: &str) -> Then {
    let given = events.and_then(|events| events.get(key)).and_then(Node::as_map).and_then(<[Entry]>::first);
    let Some(Entry { key: word, value, .. }) = given else { return Then::Exit };
    site.note_read(value);
    match word.text.as_str() {
        "exit" => Then::Exit,
        "disconnect" => Then::Disconnect,
        other => match target(site, value) {
            Some(container) => Then::Go(container),
            None => Then::Unknown(other.into()),
        },
    }
}

/// The container of the first reference in a map.
fn target(site: &mut Site<'_>, node: &Node) -> Option<ContainerIndex> {
    let reference = node.as_map()?.iter().find(|entry| entry.key.text.ends_with("Ref"))?;
    site.reference(&reference.value)
}

/// `{<knowledge base>: {knowledgePathMode, knowledgePath, …}}`.
fn knowledge(site: &mut Site<'_>, section: Option<&Node>) -> Knowledge {
    let base = section.and_then(Node::as_map).and_then(<[Entry]>::first).map(|entry| &entry.value);
    let Some(base) = base.filter(|base| base.as_map().is_some()) else { return Knowledge::default() };
    for key in ["knowledgePathMode", "knowledgePath"] {
        base.get(key).into_iter().for_each(|part| site.note_read(part));
    }
    let to_task = base.path(&["knowledgePathMode", "lit"]).and_then(Node::as_text) == Some("task");
    let task = base.get("knowledgePath").filter(|_| to_task).and_then(|path| target(site, path));
    let follow_up = base
        .get("knowledgeInitialResponseFollowup")
        .map_or(Argument::Absent, |node| site.argument(node, Type::Communication));
    Knowledge { task, follow_up }
}

/// `[{intent: {name, task: {name}}}]`; tasks are named, not referred to.
fn intents(site: &mut Site<'_>, list: Option<&Node>) -> Vec<IntentSetting> {
    let items = list.and_then(Node::as_list).unwrap_or_default().iter().filter_map(|item| item.get("intent"));
    let setting = |intent: &Node| {
        let task = intent.path(&["task", "name"]);
        intent.get("name").into_iter().chain(task).for_each(|part| site.note_read(part));
        Some(IntentSetting {
            name: intent.get("name")?.as_text()?.into(),
            task: task.and_then(|name| task_named(site, name)),
        })
    };
    items.filter_map(setting).collect()
}

fn task_named(site: &mut Site<'_>, node: &Node) -> Option<ContainerIndex> {
    let name = node.as_text()?;
    let tasks = site.draft.containers.iter().enumerate();
    let tasks = tasks.filter(|(_, one)| one.flow == site.flow && one.kind == ContainerKind::Task);
    let tasks: Vec<(usize, Arc<str>)> = tasks.map(|(index, one)| (index, one.name.clone())).collect();
    let found = tasks.iter().find(|(_, task)| **task == *name);
    if found.is_none() {
        let place = site.reader.place(&node.span);
        let help = list_of("tasks", name, tasks.iter().map(|(_, task)| &**task));
        let message = format!("an intent leads to task `{name}`, which the bot does not have");
        site.reader.push(Diagnostic::error(Code::UNKNOWN_REFERENCE, message).at(place).help_maybe(help));
    }
    found.map(|(index, _)| ContainerIndex::next(*index))
}
