//! `record` and `run --record` as a person meets them: a conversation is held against a served org, recorded, and run offline. Nothing
//! personal and no secret is in a recording or in what is printed.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output, Stdio};

use serde_json::{Value as Json, json};
use tempfile::TempDir;

use crate::serve_support::Served;

/// Greets by what the CRM says, repeats a telephone number, and hands gold customers over.
const CARE: &str = r#"
inboundShortMessage:
  name: Care
  startUpRef: "/inboundShortMessage/states/state[Start_1]"
  defaultLanguage: en-us
  supportedLanguages: { en-us: { defaultLanguageSkill: { noValue: true } } }
  settingsErrorHandling: { errorHandling: { disconnect: { none: true } } }
  variables:
    - stringVariable: { name: Flow.email, initialValue: { noValue: true } }
    - stringVariable: { name: Flow.phone, initialValue: { noValue: true } }
    - stringVariable: { name: Flow.auth_token, initialValue: { noValue: true } }
    - stringVariable: { name: Flow.first_name, initialValue: { noValue: true } }
    - stringVariable: { name: Flow.api_key, initialValue: { noValue: true } }
    - stringVariable: { name: Flow.tier, initialValue: { noValue: true } }
  states:
    - state:
        name: Start
        refId: Start_1
        actions:
          - getParticipantData:
              name: Get who it is
              attributes:
                - attribute: { name: { lit: email }, variable: Flow.email }
                - attribute: { name: { lit: phone }, variable: Flow.phone }
                - attribute: { name: { lit: auth_token }, variable: Flow.auth_token }
          - callData:
              name: Get the customer
              timeout: { lit: { seconds: 5 } }
              category:
                CRM:
                  dataAction:
                    Get Customer:
                      inputs: { email: { exp: Flow.email }, token: { exp: Flow.auth_token } }
                      successOutputs: { first_name: { var: Flow.first_name }, api_key: { var: Flow.api_key }, tier: { var: Flow.tier } }
                      failureOutputs: { errorCode: { noValue: true } }
          - sendResponse: { name: Greet, messageBody: { exp: '"Hello, " + Flow.first_name + ". Shall we call " + Flow.phone + "?"' } }
          - waitForInput: { name: Hear }
          - setParticipantData:
              name: Keep the answer
              attributes:
                - attribute: { name: { lit: answer }, value: { exp: Message.Message.body } }
          - decision:
              name: Is it a gold customer?
              condition: { exp: 'Flow.tier == "Gold"' }
              outputs:
                "yes":
                  actions:
                    - transferToAcd: { name: Hand over, targetQueue: { lit: { name: VIP } } }
          - disconnect: { name: Bye }
"#;

const STUBS: &str = "data_actions:
  CRM:
    Get Customer:
      - { when: { email: ada.lovelace@acme.example.org }, success: { first_name: Ada, tier: Gold, api_key: sentinel-secret-2 } }
      - failure: { errorCode: not.found }
";

const ORG: &str =
    "id: 0f1d2c3b-4a59-6877-8695-a4b3c2d1e0f9\ncredentials: { client_id: c, client_secret: sentinel-secret-3 }\n";

/// What no recording may hold, and nothing that is printed.
const PRIVATE: [&str; 7] = ["sentinel", "lovelace", "Ada", "acme", "555 0199", "5550199", "555-0199"];

/// A served org with the flow.
fn served(org: &str, more: &[&str]) -> Served {
    let files = [("care.yaml", CARE), ("stubs.yaml", STUBS), ("org.yaml", org)];
    let arguments = ["--flow", "care.yaml", "--stubs", "stubs.yaml", "--org", "org.yaml"];
    Served::start(&files, &[&arguments, more].concat())
}

/// A project that may record from it.
fn project(served: &Served) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    let live = format!(
        "live: {{ allowed_orgs: [0f1d2c3b-4a59-6877-8695-a4b3c2d1e0f9], hosts: [\"127.0.0.1:{}\"] }}",
        served.port()
    );
    let text = format!("version: 1\nflows: {{ care: {{ file: care.yaml }} }}\nworld: {{ queues: [VIP] }}\n{live}\n");
    fs::write(folder.path().join("flowproof.yaml"), text).unwrap();
    fs::write(folder.path().join("care.yaml"), CARE).unwrap();
    folder
}

fn flowproof(folder: &Path, api: &str, arguments: &[&str]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_flowproof"));
    command.current_dir(folder).stdin(Stdio::null()).args(arguments);
    command.env_remove("CI").env_remove("INSTA_UPDATE");
    command.env("GENESYS_ENVIRONMENT", api).env("GENESYS_CLIENT_ID", "c");
    command.env("GENESYS_CLIENT_SECRET", "sentinel-secret-3");
    command.output().unwrap()
}

/// What it printed, both ways.
fn printed(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr)
}

fn code(output: &Output) -> i32 {
    output.status.code().unwrap_or_else(|| panic!("{}", printed(output)))
}

/// Holds the conversation; its id.
async fn hold(served: &Served) -> String {
    let mut guest = served.guest_of("Care").await;
    let attributes = json!({ "email": "ada.lovelace@acme.example.org", "phone": "+1 312 555 0199", "auth_token": "sentinel-secret-1" });
    let say = |text: &str, attributes: Json| {
        let message = json!({ "type": "Text", "text": text });
        let channel = json!({ "metadata": { "customAttributes": attributes } });
        json!({ "action": "onMessage", "token": "t-1", "message": message, "channel": channel })
    };
    guest.send(say("Hi, I am Ada, and my token is sentinel-secret-1.", attributes)).await;
    assert_eq!(guest.hear().await, "Hello, Ada. Shall we call +1 312 555 0199?");
    guest.send(say("Yes, at +1-312-555-0199.", json!({}))).await;
    loop {
        let told = served.get("conversations").await;
        let conversation = &told["conversations"][0];
        if conversation["ending"]["type"] != "waiting" {
            assert_eq!(conversation["ending"]["type"], "transferred", "{told}");
            return conversation["id"].as_str().unwrap().to_owned();
        }
    }
}

/// The files of a folder, those of folders in it too.
fn files(folder: &Path) -> Vec<PathBuf> {
    let Ok(entries) = fs::read_dir(folder) else { return Vec::new() };
    let paths = entries.map(|entry| entry.unwrap().path());
    paths.flat_map(|path| if path.is_dir() { files(&path) } else { vec![path] }).collect()
}

fn hides_everything(text: &str) {
    for private in PRIVATE {
        assert!(!text.contains(private), "`{private}` is in\n{text}");
    }
}

#[tokio::test]
async fn a_conversation_becomes_a_scenario_that_is_green_offline_and_red_when_its_flow_is_changed() {
    let served = served(ORG, &[]);
    let id = hold(&served).await;
    let project = project(&served);
    let (root, api) = (project.path(), served.text("api"));

    let output = flowproof(root, api, &["record", &id]);
    let words = printed(&output);
    assert_eq!(
        code(&output),
        0,
        "{words}\n{}",
        files(&root.join("scenarios")).iter().map(|file| fs::read_to_string(file).unwrap()).collect::<String>()
    );
    assert!(words.contains("it reproduces the conversation offline"), "{words}");
    assert!(words.contains("redacted: `customer1@example.com` stands for an e-mail address"), "{words}");
    let written = files(&root.join("scenarios"));
    assert_eq!(written.len(), 1, "{written:?}");
    let text = fs::read_to_string(&written[0]).unwrap();
    hides_everything(&(words + &text));
    assert!(text.contains("Shall we call +1 202 555 0101?"), "{text}");
    assert!(text.contains("Yes, at +1-202-555-0101."), "{text}");

    // Offline: the org is gone.
    drop(served);
    let file = written[0].to_str().unwrap();
    let run = |root: &Path| flowproof(root, "", &["run", file]);
    let output = run(root);
    assert_eq!(code(&output), 0, "{}", printed(&output));
    for (from, to) in [
        (r#"Flow.tier == "Gold""#, r#"Flow.tier == "Silver""#),
        ("Shall we call ", "May we call "),
        ("exp: Message.Message.body", "exp: Upper(Message.Message.body)"),
        ("exp: Flow.auth_token }", "exp: Flow.phone }"),
        ("lit: { name: VIP }", "lit: { name: Other }"),
    ] {
        assert!(CARE.contains(from));
        fs::write(root.join("care.yaml"), CARE.replace(from, to)).unwrap();
        let output = run(root);
        assert_eq!(code(&output), 1, "green though `{from}` became `{to}`:\n{}", printed(&output));
    }
}

#[tokio::test]
async fn nothing_is_written_over_unless_it_is_asked_for() {
    let served = served(ORG, &[]);
    let id = hold(&served).await;
    let project = project(&served);
    let (root, api) = (project.path(), served.text("api"));
    fs::write(root.join("mine.yaml"), "mine").unwrap();
    let output = flowproof(root, api, &["record", &id, "-o", "mine.yaml"]);
    assert_eq!((code(&output), printed(&output).contains("`mine.yaml` is there already")), (2, true));
    assert_eq!(fs::read_to_string(root.join("mine.yaml")).unwrap(), "mine");
    let output = flowproof(root, api, &["record", &id, "-o", "mine.yaml", "--force"]);
    assert_eq!(code(&output), 0, "{}", printed(&output));
    assert!(fs::read_to_string(root.join("mine.yaml")).unwrap().starts_with("# Recorded"));
}

#[tokio::test]
async fn what_cannot_be_recorded_is_said_and_nothing_is_written() {
    let served = served(ORG, &[]);
    let project = project(&served);
    let (root, api) = (project.path(), served.text("api"));
    let before = files(root);
    let unknown = "00000000-0000-4000-8000-000000000000";
    assert_eq!(code(&flowproof(root, api, &["record", unknown])), 2);
    let id = hold(&served).await;
    let output = flowproof(root, api, &["record", &id, "--flow", "caer"]);
    assert_eq!((code(&output), printed(&output).contains("did you mean `care`")), (2, true), "{}", printed(&output));
    assert_eq!(code(&flowproof(root, "", &["record", &id])), 4, "no org is named");
    let settings = fs::read_to_string(root.join("flowproof.yaml")).unwrap();
    fs::write(root.join("flowproof.yaml"), settings.replace("0f1d2c3b", "1f1d2c3b")).unwrap();
    let output = flowproof(root, api, &["record", &id]);
    assert_eq!(code(&output), 4, "{}", printed(&output));
    assert_eq!(files(root), before);
    hides_everything(&printed(&output));
}

#[tokio::test]
async fn without_execution_data_a_recording_is_partial_and_not_green() {
    let served = served(&format!("{ORG}execution_data: {{ enabled: false }}\n"), &[]);
    let id = hold(&served).await;
    let project = project(&served);
    let output = flowproof(project.path(), served.text("api"), &["record", &id, "--flow", "care", "-o", "a.yaml"]);
    let (words, text) = (printed(&output), fs::read_to_string(project.path().join("a.yaml")).unwrap());
    assert_eq!(code(&output), 1, "{words}");
    assert!(words.contains("not known: what the flow called"), "{words}");
    assert!(text.contains("# Partial: "), "{text}");
    assert!(text.contains("Shall we call"), "{text}");
}

/// A project whose scenarios are held in a served org over TLS, with hosts of its own.
fn live_project(served: &Served) -> (TempDir, String) {
    let folder = tempfile::tempdir().unwrap();
    let port = served.port();
    let hosts: Vec<String> =
        ["login", "api", "webmessaging"].iter().map(|host| format!("\"{host}.sandbox.localhost:{port}\"")).collect();
    let ca = fs::canonicalize(served.text("ca")).unwrap();
    let live = format!(
        "live: {{ allowed_orgs: [0f1d2c3b-4a59-6877-8695-a4b3c2d1e0f9], hosts: [{}], ca: {}, quiet: 200ms, data_actions: {{ CRM: [Get Customer] }}, queues: [VIP] }}",
        hosts.join(", "),
        ca.display()
    );
    let flow_id =
        served.ready["flows"].as_array().unwrap().iter().find(|one| one["name"] == "Care").unwrap()["id"].clone();
    let flows = format!(
        "flows: {{ care: {{ file: care.yaml, live: {{ flow_id: {}, deployment_id: {} }} }} }}",
        flow_id.as_str().unwrap(),
        served.deployment("Care")
    );
    let scenario = |title: &str, heard: &str| {
        format!(
            "version: 1\nscenario: {title}\nflow: care\nparticipant:\n  attributes: {{ email: ada.lovelace@acme.example.org, phone: \"+1 312 555 0199\", auth_token: sentinel-secret-1 }}\nconversation:\n  - say: Hi\n  - receive: {{ contains: {heard} }}\n  - say: \"Yes, at +1-312-555-0199.\"\nexpect: {{ ending: {{ transferred: {{ queue: VIP }} }} }}\n"
        )
    };
    fs::create_dir(folder.path().join("scenarios")).unwrap();
    for (name, text) in [
        ("flowproof.yaml", format!("version: 1\n{flows}\nworld: {{ queues: [VIP] }}\n{live}\n")),
        ("care.yaml", CARE.to_owned()),
        ("scenarios/held.yaml", scenario("It is held", "Shall we call")),
        ("scenarios/failed.yaml", scenario("It fails", "Goodbye")),
    ] {
        fs::write(folder.path().join(name), text).unwrap();
    }
    (folder, format!("https://api.sandbox.localhost:{port}"))
}

#[tokio::test]
async fn a_live_run_records_each_case_the_failed_ones_too() {
    let names = [
        "--tls-name",
        "login.sandbox.localhost",
        "--tls-name",
        "api.sandbox.localhost",
        "--tls-name",
        "webmessaging.sandbox.localhost",
    ];
    let served = served(ORG, &[&["--tls", "tls"], &names[..]].concat());
    let (project, api) = live_project(&served);
    let root = project.path();
    let output = flowproof(root, &api, &["run", "--target", "live", "--record", "recorded"]);
    let words = printed(&output);
    assert_eq!(code(&output), 1, "{words}");
    assert!(words.contains("1 passed") && words.contains("1 failed"), "{words}");
    assert!(words.contains("recorded 2 cases in recorded, and each reproduces offline what was seen"), "{words}");
    let mut written = files(&root.join("recorded"));
    written.sort();
    let names: Vec<_> = written.iter().map(|file| file.file_name().unwrap().to_str().unwrap()).collect();
    assert_eq!(names, ["failed.yaml", "held.yaml"]);
    for file in &written {
        hides_everything(&fs::read_to_string(file).unwrap());
    }
    drop(served);
    let offline = flowproof(root, "", &["run", "recorded"]);
    assert_eq!(code(&offline), 0, "{}", printed(&offline));
    fs::write(root.join("care.yaml"), CARE.replace("\"Gold\"", "\"Silver\"")).unwrap();
    assert_eq!(code(&flowproof(root, "", &["run", "recorded/held.yaml"])), 1);

    // Recordings write over nothing: said before anything runs.
    let again = flowproof(root, &api, &["run", "--target", "live", "--record", "recorded"]);
    assert_eq!((code(&again), printed(&again).contains("`recorded` is not empty")), (2, true), "{}", printed(&again));
}

#[test]
fn a_run_on_the_fake_records_each_case_under_a_name_of_its_own() {
    let folder = tempfile::tempdir().unwrap();
    let root = folder.path();
    let scenario = "version: 1\nscenario: Care\nflow: flow.yaml\nparticipant: { attributes: { email: \"${mail}\", phone: \"+1 312 555 0199\" } }\nstubs:\n  data_actions: { CRM: { Get Customer: [ { success: { first_name: \"${name}\" } } ] } }\nconversation: [ { say: Hi }, { receive: { contains: \"${name}\" } } ]\ncases:\n  - { case: one, with: { mail: ada.lovelace@acme.example.org, name: Ada } }\n  - { case: two, with: { mail: grace@acme.example.org, name: Grace } }\n";
    fs::create_dir_all(root.join("scenarios/more")).unwrap();
    for (name, text) in [
        ("flowproof.yaml", "version: 1\nworld: { queues: [VIP] }\n"),
        ("flow.yaml", CARE),
        ("scenarios/care.yaml", scenario),
        ("scenarios/more/care.yaml", scenario),
    ] {
        fs::write(root.join(name), text).unwrap();
    }
    let output = flowproof(root, "", &["run", "--record", "out"]);
    let words = printed(&output);
    assert_eq!(code(&output), 0, "{words}");
    assert!(words.contains("recorded 4 cases in out, and each reproduces offline what was seen"), "{words}");
    let mut written = files(&root.join("out"));
    written.sort();
    let names: Vec<_> = written.iter().map(|file| file.file_name().unwrap().to_str().unwrap()).collect();
    assert_eq!(names, ["care__one.yaml", "care__one_2.yaml", "care__two.yaml", "care__two_2.yaml"]);
    written.iter().for_each(|file| hides_everything(&fs::read_to_string(file).unwrap()));
    let output = flowproof(root, "", &["run", "out"]);
    assert_eq!(code(&output), 0, "{}", printed(&output));
    fs::write(root.join("flow.yaml"), CARE.replace("Shall we call ", "May we call ")).unwrap();
    assert!(printed(&flowproof(root, "", &["run", "out"])).contains("4 failed"));
}
