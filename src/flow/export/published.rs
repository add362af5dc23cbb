//! Published exports: every one loads, and one that is published as YAML too is the same model. The flows lie outside the package; the
//! tests skip visibly without them.

use std::path::Path;
use std::sync::Arc;

use indexmap::IndexMap;
use regex::Regex;

use super::model::comparable;
use crate::diagnostic::{RenderStyle, SourceFile, render_all};
use crate::flow::host::{Session, SessionStart};
use crate::flow::program::Program;
use crate::flow::shared::shared;
use crate::flow::stubs::{BotStub, DataActionReply, DataActionStub, Stubs};
use crate::flow::world::World;
use crate::flow::{FlowSource, Loaded, load};

fn loaded(name: &str, text: &str) -> Loaded {
    load(vec![FlowSource { source: SourceFile::new(name, text), substitutions: IndexMap::new() }])
}

#[test]
fn every_published_export_loads() {
    let Some(folder) = shared("flows") else { return };
    let (mut count, mut failed) = (0, String::new());
    for file in std::fs::read_dir(folder).unwrap() {
        let path = file.unwrap().path();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        if !name.contains(".i3") && !name.ends_with(".json") {
            continue;
        }
        count += 1;
        let loaded = loaded(&name, &std::fs::read_to_string(&path).unwrap());
        if !loaded.diagnostics.is_empty() || loaded.program.is_none() {
            failed.push_str(&render_all(&loaded.diagnostics, RenderStyle::Plain));
        }
    }
    assert!(failed.is_empty(), "{failed}");
    assert!(count >= 20, "only {count} exports were found");
}

/// Exports that are published as YAML too: how both names start, the export's end, the YAML's end, and words of lines in which the two
/// published versions differ.
const PAIRS: &[(&str, &str, &str, &[&str])] = &[
    (
        "GenesysCloudBlueprints__ani-blacklist__",
        "Blacklist.i3WorkFlow",
        "blacklist.yaml",
        &["/Call Data Action CallData"],
    ),
    (
        "GenesysCloudBlueprints__automatic-offer-callback-for-disconnected-call__",
        "SMS_Schedule_Callback.i3InboundMessage",
        "flow__SMS_Schedule_Callback.yaml",
        &["Named(Skill, \"Santa\")", "skills: [], "],
    ),
    (
        "GenesysCloudBlueprints__automatic-offer-callback-for-disconnected-call__",
        "Send_SMS_to_Schedule_Callback.i3WorkFlow",
        "Send_SMS_to_Schedule_Callback.yaml",
        &[],
    ),
    ("GenesysCloudBlueprints__callback-prioritization__", ".i3WorkFlow", ".yaml", &[]),
    ("GenesysCloudBlueprints__negative-sentiment-callback__", ".i3WorkFlow", ".yaml", &[]),
    ("GenesysCloudBlueprints__process-automation-workitem-blueprint__", ".i3WorkitemFlow", ".yaml", &[]),
    ("GenesysCloudBlueprints__scheduling-bot-blueprint__", ".i3BotFlow", "SchedulingBot.yaml", &[]),
    ("GenesysCloudBlueprints__scheduling-bot-blueprint__", ".i3InboundMessage", "InboundMessageFlow.yaml", &[]),
    (
        "GenesysCloudBlueprints__switch-voice-to-web-messaging__",
        ".i3InboundMessage",
        "Context.yaml",
        &["/Set default target queue UpdateData"],
    ),
    (
        "GenesysCloudBlueprints__switch-voice-to-web-messaging__",
        ".i3InQueueFlow",
        "SMS.yaml",
        &["/Initialize SMS variables UpdateData"],
    ),
    (
        "GenesysCloudBlueprints__terminate-voice-calls-with-no-queue__",
        "Missing_Queue.i3WorkFlow",
        "missing-queue.yaml",
        &["Flow.addressTo", "Flow.ani", "Flow.dnis", "Flow.provider"],
    ),
    (
        "GenesysCloudBlueprints__terminate-voice-calls-with-no-queue__",
        "Leg_Check.i3WorkFlow",
        "leg-check.yaml",
        &["Flow.addressTo", "Flow.ani", "Flow.dnis", "Flow.provider"],
    ),
    (
        "GenesysCloudBlueprints__web-messaging-chatbot-with-knowledge-base__",
        ".i3BotFlow",
        "modules__flows__DevOpsKnowledgeChatBot_v2-0.yaml",
        &[],
    ),
    (
        "GenesysCloudBlueprints__web-messaging-chatbot-with-knowledge-base__",
        ".i3InboundMessage",
        "modules__flows__DevOpsKnowledgeInbound_v1-0.yaml",
        &[],
    ),
];

/// The programs of the pairs: export, YAML, words of the lines in which the versions differ.
fn pairs(folder: &Path) -> Vec<(String, Arc<Program>, Arc<Program>, &'static [&'static str])> {
    let files = std::fs::read_dir(folder).unwrap().map(|file| file.unwrap().file_name().to_string_lossy().into_owned());
    let files: Vec<String> = files.collect();
    let program = |start: &str, end: &str| {
        let mut fit = files.iter().filter(|name| name.starts_with(start) && name.ends_with(end));
        let name = fit.next().unwrap_or_else(|| panic!("no file {start}…{end}"));
        assert_eq!(fit.next(), None, "{start}…{end} is not one file");
        loaded(name, &std::fs::read_to_string(folder.join(name)).unwrap()).program.unwrap()
    };
    let pair = |&(start, export, yaml, differences): &(_, _, _, _)| {
        (format!("{start}…{export}"), program(start, export), program(start, yaml), differences)
    };
    PAIRS.iter().map(pair).collect()
}

#[test]
fn a_flow_published_in_both_forms_is_one_model() {
    let Some(folder) = shared("flows") else { return };
    let placeholder = Regex::new(r"\\\{\\\{.*?\\\}\\\}").unwrap();
    let mut failed = Vec::new();
    for (name, export, yaml, differences) in pairs(&folder) {
        let (export, yaml) = (comparable(&export, differences), comparable(&yaml, differences));
        assert!(export.len() > 3, "{name}");
        assert_eq!(export.len(), yaml.len(), "{name}");
        for (left, right) in export.iter().zip(&yaml) {
            // A placeholder of the YAML stands for whatever the export says there.
            let expected = placeholder.replace_all(&regex::escape(right), ".*?").into_owned();
            if !Regex::new(&format!("^{expected}$")).unwrap().is_match(left) {
                failed.push(format!("{name}\n  export {left}\n  yaml   {right}"));
            }
        }
    }
    assert!(failed.is_empty(), "{}", failed.join("\n"));
}

/// The path that a conversation takes when every data action answers like this.
fn path(program: &Arc<Program>, message: &str, reply: &DataActionReply) -> Vec<(Arc<str>, Arc<str>, Option<Arc<str>>)> {
    let inventory = program.inventory();
    let mut stubs = Stubs::default();
    for action in inventory.data_actions {
        let stub = DataActionStub { when: Vec::new(), reply: reply.clone(), latency: std::time::Duration::ZERO };
        stubs.data_actions.entry(action.category).or_default().insert(action.action, vec![stub]);
    }
    for (bot, _) in inventory.bots {
        stubs.bots.insert(bot, BotStub::default());
    }
    let start = SessionStart { message: Some(message.into()), ..SessionStart::default() };
    let now = "2026-11-23T10:00:00Z".parse().unwrap();
    let outcome =
        Session::start(program, start, Arc::new(stubs), Arc::new(World { open: true, ..World::default() }), now)
            .into_outcome();
    let taken = outcome.trace.taken.iter();
    taken.map(|taken| (taken.id.container.clone(), taken.id.name.clone(), taken.output.clone())).collect()
}

#[test]
fn a_flow_published_in_both_forms_takes_the_same_path() {
    let Some(folder) = shared("flows") else { return };
    let replies = [
        DataActionReply::Success(serde_json::Map::new()),
        DataActionReply::Failure(serde_json::Map::new()),
        DataActionReply::Timeout,
    ];
    let mut longest = 0;
    for (name, export, yaml, _) in pairs(&folder) {
        if &**export.flow_type() != "inboundShortMessage" {
            continue;
        }
        for message in ["AGENT", "CALLBACK", "hello"] {
            for reply in &replies {
                let taken = path(&export, message, reply);
                assert_eq!(taken, path(&yaml, message, reply), "{name}: {message}, {reply:?}");
                longest = longest.max(taken.len());
            }
        }
    }
    assert!(longest >= 5, "{longest}");
}
