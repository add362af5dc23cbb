//! Parity and causes against a sandbox org: a served one, reached by the hosts of its own domain over TLS, which is closed where the
//! project says that it is open.

use std::fs;
use std::path::Path;
use std::process::{Command, Output, Stdio};

use serde_json::Value as Json;
use tempfile::TempDir;

use crate::serve_support::Served;

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
          - evaluateSchedule:
              name: Are we open?
              evaluationType: { schedule: { selectedSchedule: { lit: { name: Desk Hours } }, evaluate: { now: true } } }
              outputs:
                active: { actions: [ { sendResponse: { name: Greet, messageBody: { lit: Welcome } } } ] }
                inactive: { actions: [ { sendResponse: { name: Say sorry, messageBody: { lit: We are closed } } } ] }
          - decision:
              name: Is anyone there?
              condition: { exp: 1 == 2 }
              outputs:
                "yes": { actions: [ { sendResponse: { name: Hand over, messageBody: { lit: One moment } } } ] }
                "no": { actions: [ { sendResponse: { name: Say goodbye, messageBody: { lit: Nobody is here } } } ] }
          - disconnect: { name: Bye }
"#;

/// The id of the served org.
const ORG: &str = "0f1d2c3b-4a59-6877-8695-a4b3c2d1e0f9";

const CLOSED: &str = "stubs: {}\nworld: { schedules: { Desk Hours: closed } }\n";

const SCENARIO: &str = r#"version: 1
scenario: Desk
flow: desk
conversation: [ { say: Hi } ]
cases:
  - { case: open, expect: { path: [ "Are we open?: active" ] } }
  - { case: staffed, expect: { path: [ "Is anyone there?: yes" ] } }
"#;

/// A project whose sandbox org is the served one.
fn project(served: &Served) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    let deployments = served.ready["deployments"].as_array().unwrap();
    let own = deployments.iter().find(|one| one["flow"] == "Desk").unwrap();
    let deployment = own["id"].as_str().unwrap();
    let settings = format!(
        "version: 1\nflows: {{ desk: {{ file: desk.yaml, live: {{ deployment_id: {deployment} }} }} }}\n\
         live: {{ allowed_orgs: [{}], hosts: [\"sandbox.localhost:{}\"], ca: {}, quiet: 300ms }}\n\
         world: {{ schedules: {{ Desk Hours: open }} }}\n",
        ORG,
        served.port(),
        served.text("ca"),
    );
    fs::create_dir(folder.path().join("scenarios")).unwrap();
    for (path, text) in [("flowproof.yaml", settings.as_str()), ("desk.yaml", FLOW), ("scenarios/desk.yaml", SCENARIO)]
    {
        fs::write(folder.path().join(path), text).unwrap();
    }
    folder
}

fn flowproof(folder: &Path, served: &Served, arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_flowproof"));
    command.current_dir(folder).args(arguments).stdin(Stdio::null()).env("NO_COLOR", "1").env("CI", "true");
    command.env("GENESYS_ENVIRONMENT", format!("https://api.sandbox.localhost:{}", served.port()));
    command.env("GENESYS_CLIENT_ID", served.text("client_id"));
    command.env("GENESYS_CLIENT_SECRET", served.text("client_secret"));
    let output = command.output().unwrap();
    for shown in [&output.stdout, &output.stderr] {
        assert!(!text(shown).contains(served.text("client_secret")), "the secret is shown: {}", text(shown));
    }
    output
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

fn served() -> Served {
    let files = [("desk.yaml", FLOW), ("closed.yaml", CLOSED), ("org.yaml", &format!("id: {ORG}\nname: Sandbox\n"))];
    Served::start(
        &files,
        &[
            "--flow",
            "desk.yaml",
            "--stubs",
            "closed.yaml",
            "--org",
            "org.yaml",
            "--tls",
            "tls",
            "--tls-name",
            "*.sandbox.localhost",
        ],
    )
}

#[test]
fn a_case_that_fails_in_the_org_is_run_offline_at_once_and_called_by_its_cause() {
    let served = served();
    let folder = project(&served);
    let output = flowproof(folder.path(), &served, &["run", "--target", "live", "--report", "json=report.jsonl"]);
    let (out, err) = (text(&output.stdout), text(&output.stderr));
    assert_eq!(output.status.code(), Some(1), "{out}{err}");
    let report = fs::read_to_string(folder.path().join("report.jsonl")).unwrap();
    let lines: Vec<Json> = report.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let cause = |case: &str| {
        let ended = lines.iter().find(|line| line["event"] == "case_ended" && line["case"]["case"] == case).unwrap();
        ended["cause"].clone()
    };
    assert_eq!(cause("open")["class"], "changed data", "{out}{err}");
    assert_eq!(cause("open")["reasons"][1], "Are we open?: output was \"inactive\", as written \"active\"");
    assert_eq!(cause("staffed")["class"], "flow logic", "{out}{err}");
    assert!(
        out.contains(
            "changed data, because offline it is green as written, and fails in the same way with the live conversation's data"
        ),
        "{out}"
    );
    assert!(
        out.contains("flow logic, because offline it fails in the same way: expected Is anyone there?: yes"),
        "{out}"
    );
}

#[test]
fn the_org_and_the_fake_side_by_side_and_what_a_run_says_of_it_later() {
    let served = served();
    let folder = project(&served);
    let output = flowproof(folder.path(), &served, &["parity", "--format", "json"]);
    let (out, err) = (text(&output.stdout), text(&output.stderr));
    assert_eq!(output.status.code(), Some(1), "{out}{err}");
    let document: Json = serde_json::from_str(&out).unwrap();
    for case in document["cases"].as_array().unwrap() {
        let list = case["differences"].as_array().unwrap();
        let own: Vec<&Json> = list.iter().filter(|one| one["after"].is_null()).collect();
        assert_eq!(own.len(), 1, "{case:#}");
        assert_eq!((&own[0]["left"], &own[0]["right"]), (&Json::from("active"), &Json::from("inactive")), "{case:#}");
        assert_eq!(own[0]["kind"], "evaluateSchedule");
    }
    assert!(err.contains("in org Sandbox, run "), "{err}");
    assert!(err.contains("2 conversations, 2 ended"), "{err}");

    let kept = fs::read_to_string(folder.path().join("scenarios/snapshots/desk__open.parity")).unwrap();
    for line in ["org_name: Sandbox", "flow: Desk", "left: mock converse", "right: live converse", "differed: 1"] {
        assert!(kept.lines().any(|one| one == line), "{line} is not in\n{kept}");
    }
    let version = kept.lines().find_map(|line| line.strip_prefix("flow_version: ")).unwrap();
    let later = flowproof(folder.path(), &served, &["run"]);
    let expected =
        format!("proof: last parity today (org Sandbox, flow Desk v{version}); 2 of 2 cases; 2 with differences\n");
    assert!(text(&later.stdout).ends_with(&expected), "{}", text(&later.stdout));
}
