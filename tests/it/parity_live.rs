//! Parity and causes against a sandbox org: a served one, reached by the hosts of its own domain over TLS, whose data action answers
//! something else than the scenario says.

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
  variables:
    - stringVariable: { name: Flow.tier, initialValue: { noValue: true } }
  settingsErrorHandling: { errorHandling: { disconnect: { none: true } } }
  states:
    - state:
        name: Start
        refId: Start_1
        actions:
          - callData:
              name: Get the tier
              category: { CRM: { dataAction: { Get Tier: { inputs: {}, successOutputs: { tier: { var: Flow.tier } }, failureOutputs: {} } } } }
          - decision:
              name: Is it Gold?
              condition: { exp: Flow.tier == "Gold" }
              outputs:
                "yes": { actions: [ { sendResponse: { name: Greet, messageBody: { lit: Welcome back } } } ] }
                "no": { actions: [ { sendResponse: { name: Greet briefly, messageBody: { lit: Hello } } } ] }
          - decision:
              name: Is anyone there?
              condition: { exp: Flow.tier == "nobody" }
              outputs:
                "yes": { actions: [ { sendResponse: { name: Hand over, messageBody: { lit: One moment } } } ] }
                "no": { actions: [ { sendResponse: { name: Say sorry, messageBody: { lit: Nobody is here } } } ] }
          - disconnect: { name: Bye }
"#;

/// The id of the served org.
const ORG: &str = "0f1d2c3b-4a59-6877-8695-a4b3c2d1e0f9";

const STUBS: &str = "data_actions: { CRM: { Get Tier: [ { success: { tier: Silver } } ] } }\n";

const SCENARIO: &str = r#"version: 1
scenario: Tiers
flow: desk
stubs: { data_actions: { CRM: { Get Tier: [ { success: { tier: Gold } } ] } } }
conversation: [ { say: Hi } ]
cases:
  - { case: gold, expect: { path: [ "Is it Gold?: yes" ] } }
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
         live: {{ allowed_orgs: [{}], hosts: [\"sandbox.localhost:{}\"], ca: {}, quiet: 300ms, data_actions: {{ CRM: [Get Tier] }} }}\n",
        ORG,
        served.port(),
        served.text("ca"),
    );
    fs::create_dir(folder.path().join("scenarios")).unwrap();
    for (path, text) in [("flowproof.yaml", settings.as_str()), ("desk.yaml", FLOW), ("scenarios/tiers.yaml", SCENARIO)]
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
    command.output().unwrap()
}

fn text(bytes: &[u8]) -> String {
    String::from_utf8_lossy(bytes).into_owned()
}

fn served() -> Served {
    let files = [("desk.yaml", FLOW), ("stubs.yaml", STUBS), ("org.yaml", &format!("id: {ORG}\nname: Sandbox\n"))];
    Served::start(&files, &["--flow", "desk.yaml", "--stubs", "stubs.yaml", "--org", "org.yaml", "--tls", "tls"])
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
    assert_eq!(cause("gold")["class"], "changed data", "{out}{err}");
    assert_eq!(
        cause("gold")["reasons"][1],
        "Get the tier (CRM > Get Tier): variable Flow.tier was \"Silver\", as written \"Gold\""
    );
    assert_eq!(cause("staffed")["class"], "flow logic", "{out}{err}");
    assert!(
        out.contains(
            "changed data, because offline the same case is green, and all that differs follows from what the org gave"
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
        assert_eq!((&own[0]["left"], &own[0]["right"]), (&Json::from("Gold"), &Json::from("Silver")), "{case:#}");
        assert_eq!(own[0]["kind"], "callData");
    }
    assert!(err.contains("in org Sandbox, run "), "{err}");
    assert!(err.contains("2 conversations, 2 ended"), "{err}");

    let kept = fs::read_to_string(folder.path().join("scenarios/snapshots/tiers__gold.parity")).unwrap();
    for line in ["org_name: Sandbox", "flow: Desk", "left: mock converse", "right: live converse", "differed: 1"] {
        assert!(kept.lines().any(|one| one == line), "{line} is not in\n{kept}");
    }
    let version = kept.lines().find_map(|line| line.strip_prefix("flow_version: ")).unwrap();
    let later = flowproof(folder.path(), &served, &["run"]);
    let expected =
        format!("proof: last parity today (org Sandbox, flow Desk v{version}); 2 of 2 cases; 2 with differences\n");
    assert!(text(&later.stdout).ends_with(&expected), "{}", text(&later.stdout));
}
