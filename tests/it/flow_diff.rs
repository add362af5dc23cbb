//! `flow diff` as a person meets it: words, exit codes, and which cases go through what changed. What each kind of change is called is
//! tested in the room.

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};

use rstest::rstest;
use serde_json::{Value as Json, json};
use tempfile::TempDir;

use crate::published_support::Ended;

const FLOW: &str = r#"inboundShortMessage:
  name: Desk
  startUpRef: "/inboundShortMessage/states/state[Start_1]"
  defaultLanguage: en-us
  supportedLanguages: { en-us: { defaultLanguageSkill: { noValue: true } } }
  settingsErrorHandling: { errorHandling: { disconnect: { none: true } } }
  states:
    - state:
        name: Start
        refId: Start_1
        actions:
          - decision:
              name: Short?
              condition: { exp: Length(Message.Message.body) < 5 }
              outputs:
                yes:
                  actions:
                    - sendResponse: { name: Ask more, messageBody: { lit: What is it? } }
                no:
                  actions:
                    - sendResponse: { name: Thank, messageBody: { lit: Thank you } }
          - disconnect: { name: Close }
"#;

const SHORT: &str = "version: 1\nscenario: Short\nflow: FLOW\nconversation: [ { say: Hi }, { receive: What is it? } ]\nexpect: { ending: disconnected }\n";
const LONG: &str = "version: 1\nscenario: Long\nflow: FLOW\nconversation: [ { say: \"${text}\" } ]\nexpect: { ending: disconnected }\ncases:\n  - { case: one, with: { text: Hello there } }\n  - { case: two, with: { text: Good morning } }\n";
const LIVE: &str = "version: 1\nscenario: Live\nflow: FLOW\ntargets: [live]\nconversation: [ { say: Hi } ]\nexpect: { ending: disconnected }\n";
const UNKNOWN: &str = "version: 1\nscenario: Later\nflow: FLOW\nskip: not yet\nconversation: [ { say: Hi } ]\nexpect: { ending: disconnected }\n";
const OTHER: &str =
    "version: 1\nscenario: Other\nflow: other.yaml\nconversation: [ { say: Hi } ]\nexpect: { ending: disconnected }\n";

/// A project with the flow as it was and as it is; scenarios call it so.
fn project(flows: &str, name: &str, change: (&str, &str)) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    let other = FLOW.replace("name: Desk", "name: Other");
    assert!(FLOW.contains(change.0));
    for (path, text) in [
        ("flowproof.yaml", format!("version: 1\n{flows}").as_str()),
        ("flows/desk.yaml", FLOW),
        ("flows/new.yaml", &FLOW.replace(change.0, change.1)),
        ("other.yaml", &other),
        ("scenarios/a.yaml", &SHORT.replace("FLOW", name)),
        ("scenarios/b.yaml", &LONG.replace("FLOW", name)),
        ("scenarios/c.yaml", &LIVE.replace("FLOW", name)),
        ("scenarios/d.yaml", &UNKNOWN.replace("FLOW", name)),
        ("scenarios/e.yaml", OTHER),
        ("scenarios/snapshots/c@path.snap", "---\nsource: scenarios/c.yaml\n---\nShort?: yes\nAsk more\nClose\n"),
    ] {
        let path = folder.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    folder
}

fn diff(folder: &Path, arguments: &[&str]) -> Ended {
    let mut command = Command::new(env!("CARGO_BIN_EXE_flowproof"));
    command.current_dir(folder).stdin(Stdio::null()).env("NO_COLOR", "1").env_remove("CI");
    Ended::of(command.args(["flow", "diff"]).args(arguments).output().unwrap())
}

const NAMED: (&str, &str) = ("flows: { desk: { file: flows/desk.yaml } }\n", "desk");
const BY_PATH: (&str, &str) = ("", "../flows/desk.yaml");

#[rstest]
#[case::named(NAMED)]
#[case::by_path(BY_PATH)]
fn every_case_of_the_flow_is_told_by_whether_its_path_goes_through_the_change(#[case] (flows, name): (&str, &str)) {
    let folder = project(flows, name, ("lit: What is it?", "lit: Tell me more"));
    let found = diff(folder.path(), &["flows/desk.yaml", "flows/new.yaml"]);
    assert_eq!(found.code, Some(1), "{found:?}");
    let expected = r#"from flows/desk.yaml to flows/new.yaml: 1 change
state Start
  ~ sendResponse `Ask more`: messageBody: "What is it?" → "Tell me more"

5 cases of the flow: 2 through what changed, 1 with another verdict
! scenarios/a.yaml:2:11  Short: takes `Ask more`; passed → failed (expected "What is it?", "Tell me more")
  scenarios/c.yaml:2:11  Live: takes `Ask more`, by its snapshot; skipped with both
2 cases not touched
  scenarios/b.yaml:7:5  Long: one
  scenarios/b.yaml:8:5  Long: two
1 case whose path is not known
  scenarios/d.yaml:2:11  Later: not yet
"#;
    assert_eq!(found.out, expected, "{}", found.err);
    // Nothing is written, and the files are as they were.
    assert_eq!(fs::read_dir(folder.path().join("scenarios/snapshots")).unwrap().count(), 1);
    assert_eq!(fs::read_to_string(folder.path().join("flows/desk.yaml")).unwrap(), FLOW);
}

#[test]
fn an_output_that_leads_elsewhere_touches_only_those_who_leave_by_it() {
    let swapped = FLOW.replace("yes:", "yes_").replace("no:", "yes:").replace("yes_", "no:");
    let folder = project(NAMED.0, NAMED.1, ("name: Desk", "name: Desk"));
    fs::write(folder.path().join("flows/new.yaml"), swapped).unwrap();
    let found = diff(folder.path(), &["flows/desk.yaml", "flows/new.yaml", "--json"]);
    assert_eq!(found.code, Some(1), "{found:?}");
    let document: Json = serde_json::from_str(&found.out).unwrap();
    let told: Vec<_> = document["changes"].as_array().unwrap().iter().map(|one| (&one["what"], &one["part"])).collect();
    assert_eq!(told, [(&json!("rewired"), &json!("yes")), (&json!("rewired"), &json!("no"))]);
    assert_eq!(document["equal"], false);
    assert_eq!(document["between"], json!(["flows/desk.yaml", "flows/new.yaml"]));
    let cases = &document["cases"];
    assert_eq!(cases["count"], 5);
    let touched = cases["touched"].as_array().unwrap();
    let short = touched.iter().find(|one| one["case"] == "Short").unwrap();
    assert_eq!(
        *short,
        json!({
            "case": "Short", "file": "scenarios/a.yaml", "line": 2, "column": 11, "takes": ["Short?: yes"], "bySnapshot": false,
            "before": "passed", "after": "failed", "why": "expected \"What is it?\", \"Thank you\"",
        })
    );
    let long: Vec<&Json> = touched.iter().filter(|one| one["file"] == "scenarios/b.yaml").collect();
    assert_eq!(long.len(), 2);
    assert!(long.iter().all(|one| one["takes"] == json!(["Short?: no"]) && one["after"] == "passed"));
}

#[test]
fn the_same_flow_is_no_difference_whatever_form_it_has() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let forms =
        ["fixtures/flows/support.yaml", "fixtures/flows/support.json", "fixtures/flows/support.i3InboundMessage"];
    for (a, b) in [(0, 0), (0, 1), (0, 2), (1, 2), (2, 1)] {
        let found = diff(root, &[forms[a], forms[b]]);
        assert_eq!(found.code, Some(0), "{found:?}");
        assert!(found.out.starts_with(&format!("no difference from {} to {}\n", forms[a], forms[b])), "{found:?}");
    }
    let found = diff(root, &[forms[1], forms[2], "--json"]);
    assert_eq!(serde_json::from_str::<Json>(&found.out).unwrap()["equal"], true);
}

#[test]
fn a_file_that_is_no_flow_is_a_mistake_and_no_difference() {
    let folder = project(NAMED.0, NAMED.1, ("Thank you", "Thanks"));
    for (a, b, code) in [
        ("flows/none.yaml", "flows/new.yaml", "FP0101"),
        ("flows/desk.yaml", "scenarios/a.yaml", "FP0401"),
        ("org:desk", "flows/new.yaml", "FP0802"),
    ] {
        let found = diff(folder.path(), &[a, b]);
        let expected = if a == "org:desk" { 4 } else { 2 };
        assert_eq!(found.code, Some(expected), "{found:?}");
        assert!(found.err.contains(code) && found.out.is_empty(), "{found:?}");
    }
}

#[test]
fn without_cases_or_without_a_sound_project_the_flows_are_compared_all_the_same() {
    let folder = project(NAMED.0, NAMED.1, ("Thank you", "Thanks"));
    let found = diff(folder.path(), &["flows/desk.yaml", "flows/new.yaml", "--no-cases"]);
    assert_eq!((found.code, found.out.lines().count(), found.err.as_str()), (Some(1), 3, ""));
    fs::write(folder.path().join("scenarios/a.yaml"), "version: 1\nscenario: [\n").unwrap();
    let found = diff(folder.path(), &["flows/desk.yaml", "flows/new.yaml"]);
    assert_eq!(found.code, Some(1), "{found:?}");
    assert!(found.err.contains("no cases were run: the project's scenarios are wrong"), "{found:?}");
    fs::write(folder.path().join("flowproof.yaml"), "version: 7\n").unwrap();
    let found = diff(folder.path(), &["flows/desk.yaml", "flows/new.yaml"]);
    assert_eq!(found.code, Some(1), "{found:?}");
    assert!(found.err.contains("no cases were run: flowproof.yaml is wrong"), "{found:?}");
    assert_eq!(diff(folder.path(), &["org:desk", "flows/new.yaml"]).code, Some(2));
}
