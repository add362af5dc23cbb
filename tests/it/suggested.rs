//! `flowproof suggest`: for the flows of this package and for published ones it writes scenarios that are green, and that leave it nothing
//! to suggest; what it cannot reach it says.

use std::path::Path;
use std::process::Command;

use tempfile::TempDir;

/// Runs of a search: with them every way of these flows is found that can be.
const RUNS: &str = "20000";

/// What is left of the flows of this package, flow by flow: the word for it, the way, and a part of why.
const LEFT: &[(&str, &str, &str, &str)] = &[
    // A bot that is linked says of what its intents are: there is no other.
    ("orders_with_bot", "not reached", "What does the customer want?: default", "Flow.intent"),
    ("orders_with_bot", "not reached", "Note the other wish", "behind `What does the customer want?: default`"),
    ("orders_with_bot", "not reached", "Go to a person", "behind `What does the customer want?: default`"),
    // A bot that is a scenario's flow has no caller; `opening_hours_with_bot` gives it the number.
    ("callback_bot", "reached, but cannot be written", "Is the number unknown?: no", "`Flow.known_phone`"),
];

/// Published flows, by the end of their file's name.
const PUBLISHED: [&str; 11] = [
    "modules__flow__SMS_Schedule_Callback.yaml",
    "modules__inbound-message-flow__BasicMessageFlow.yaml",
    "modules__flows__DudeWheresMyStuffMessage.yaml",
    "modules__flow__InboundMessageFlow.yaml",
    "exports__SchedulingBotInboundMessageFlow.i3InboundMessage",
    "modules__inbound-message-flow__SchedulerBotInboundMessageFlow.yaml",
    "modules__schedulingbot-flow__SchedulingBot.yaml",
    "modules__inbound-message-flow__Switch_from_Voice_Channel_with_Context.yaml",
    "modules__flows__DevOpsKnowledgeInbound_v1-0.yaml",
    "genesys-cloud-cx-as-code-demo__terraform__flows__inbound-msg.yaml",
    "genesys-cloud-cx-as-code-demo__terraform__flows__digital-bot.yaml",
];

fn flowproof(root: &Path, args: &[&str]) -> (String, bool) {
    let output = Command::new(env!("CARGO_BIN_EXE_flowproof"))
        .arg("--project")
        .arg(root)
        .args(args)
        .env("CI", "true")
        .output()
        .unwrap();
    let text = format!("{}{}", String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    (text, output.status.success())
}

fn copy(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap().map(Result::unwrap) {
        if entry.path().is_dir() {
            copy(&entry.path(), &to.join(entry.file_name()));
        } else {
            std::fs::copy(entry.path(), to.join(entry.file_name())).unwrap();
        }
    }
}

/// The project of this package, with its flows and without scenarios.
fn shipped() -> TempDir {
    let own = Path::new(env!("CARGO_MANIFEST_DIR"));
    let folder = tempfile::tempdir().unwrap();
    std::fs::copy(own.join("flowproof.yaml"), folder.path().join("flowproof.yaml")).unwrap();
    copy(&own.join("fixtures/flows"), &folder.path().join("fixtures/flows"));
    copy(&own.join("blocks"), &folder.path().join("blocks"));
    folder
}

fn suggested(root: &Path) -> Vec<String> {
    let mut names: Vec<String> = std::fs::read_dir(root.join("scenarios/suggested"))
        .into_iter()
        .flatten()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .filter(|name| name.ends_with(".yaml"))
        .collect();
    names.sort();
    names
}

/// The lines below `left:`.
fn left(text: &str) -> Vec<&str> {
    text.lines().skip_while(|line| *line != "left:").skip(1).take_while(|line| line.starts_with("  ")).collect()
}

#[test]
fn every_way_of_our_own_flows_gets_a_green_scenario() {
    let folder = shipped();
    let root = folder.path();
    let flows = [
        "support",
        "orders",
        "order_bot",
        "orders_with_bot",
        "opening_hours",
        "callback_bot",
        "feedback_bot",
        "opening_hours_with_bot",
        "complaints",
        "returns",
        "support_without_vip",
    ];
    let known = flowproof(root, &["suggest", "nobody"]).0;
    for flow in flows {
        assert!(known.contains(&format!("`{flow}`")), "{flow} is no flow of the project: {known}");
        let (text, green) = flowproof(root, &["suggest", flow, "--all", "--runs", RUNS]);
        assert!(green, "{flow}: {text}");
        let expected: Vec<_> = LEFT.iter().filter(|(of, ..)| *of == flow).collect();
        let left = left(&text);
        assert_eq!(left.len(), expected.len(), "{flow}: {text}");
        for (_, word, way, why) in expected {
            let told = |line: &&&str| [word, way, why].iter().all(|part| line.contains(**part));
            assert!(left.iter().any(|line| told(&line)), "{flow} {way}: {text}");
        }
    }
    let (text, green) = flowproof(root, &["run"]);
    assert!(green && text.contains(&format!("of {} cases", suggested(root).len())), "{text}");
    let before = suggested(root);
    // What is left of one flow may be taken through another: a bot's ways through the flow that calls it.
    for flow in ["support", "orders", "callback_bot", "opening_hours_with_bot", "complaints"] {
        let (text, green) = flowproof(root, &["suggest", flow, "--runs", "1000"]);
        assert!(green && text.contains("nothing is left to suggest"), "{flow}: {text}");
        assert!(left(&text).is_empty(), "{flow}: {text}");
    }
    assert_eq!(suggested(root), before);
}

#[test]
fn the_same_seed_writes_the_same_and_nothing_is_written_over() {
    let folder = shipped();
    let root = folder.path();
    let only = ["suggest", "support", "--all", "--only", "Transfer to ACD"];
    let (text, _) = flowproof(root, &[&only[..], &["--dry-run"]].concat());
    assert!(text.contains("support_transfer_to_acd_failure.yaml") && suggested(root).is_empty(), "{text}");
    flowproof(root, &only);
    let file = root.join("scenarios/suggested/support_transfer_to_acd_failure.yaml");
    let written = std::fs::read_to_string(&file).unwrap();
    assert!(written.contains("failing_transfers"), "{written}");
    assert!(written.starts_with("# yaml-language-server: $schema=../../schema/scenario.schema.json\n"), "{written}");
    assert!(written.contains("Transfer to ACD fails"), "{written}");
    // Constants of messages (`"Welcome, "`) are no values.
    assert!(!written.contains("\"Welcome, \""), "{written}");
    let count = suggested(root).len();
    let (text, _) = flowproof(root, &only);
    assert!(text.contains("is there already"), "{text}");
    assert_eq!((suggested(root).len(), std::fs::read_to_string(&file).unwrap()), (count, written));
    let mine = "# mine\n";
    std::fs::write(&file, mine).unwrap();
    flowproof(root, &only);
    assert_eq!((suggested(root).len(), std::fs::read_to_string(&file).unwrap().as_str()), (count + 1, mine));
}

#[test]
fn a_flow_or_an_action_that_is_not_there_is_told_with_those_that_are() {
    let folder = shipped();
    let (text, green) = flowproof(folder.path(), &["suggest", "suport"]);
    assert!(!green && text.contains("no flow is named `suport`") && text.contains("`support`"), "{text}");
    let (text, green) = flowproof(folder.path(), &["suggest", "support", "--only", "Transfer to ADC"]);
    assert!(!green && text.contains("has no action `Transfer to ADC`") && text.contains("Transfer to ACD"), "{text}");
}

#[test]
fn published_flows_get_green_scenarios_for_every_way() {
    let Some(shared) = super::shared::flows() else { return };
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path();
    let mut project = "version: 1\nflows:\n".to_owned();
    for (at, ending) in PUBLISHED.iter().enumerate() {
        let named = |path: &std::path::PathBuf| path.to_string_lossy().ends_with(ending);
        let path = std::fs::read_dir(&shared).unwrap().map(|entry| entry.unwrap().path()).find(named).unwrap();
        let name = format!("flow{at}.{}", path.extension().unwrap().to_string_lossy());
        std::fs::copy(&path, root.join(&name)).unwrap();
        project += &format!("  flow{at}: {name}\n");
    }
    std::fs::write(root.join("flowproof.yaml"), project).unwrap();
    for (at, ending) in PUBLISHED.iter().enumerate() {
        let (text, green) = flowproof(root, &["suggest", &format!("flow{at}"), "--all"]);
        assert!(green, "{ending}: {text}");
        println!("{ending}: {}", text.lines().last().unwrap_or_default());
        assert!(left(&text).is_empty(), "{ending}: {text}");
    }
    let (text, green) = flowproof(root, &["run"]);
    assert!(green, "{text}");
    for (at, ending) in PUBLISHED.iter().enumerate() {
        let (text, _) = flowproof(root, &["suggest", &format!("flow{at}"), "--runs", "100"]);
        assert!(text.contains("nothing is left to suggest") && left(&text).is_empty(), "{ending}: {text}");
    }
}
