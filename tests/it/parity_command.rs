//! `flowproof parity` as a person meets it: exit codes, what is printed, what is kept, and what a later run says of it.

use std::fs;
use std::path::Path;
use std::process::{Command, Output, Stdio};

use regex::Regex;
use serde_json::Value as Json;
use tempfile::TempDir;

use crate::hello::FLOW;
use crate::serve_support::Served;

/// The id of the served org.
const ORG: &str = "0f1d2c3b-4a59-6877-8695-a4b3c2d1e0f9";

const SCENARIO: &str = "version: 1\nscenario: Hello\nflow: hello\nconversation: [ { say: Hi }, { receive: Hello } ]\nexpect: { path: [Greet], ending: disconnected }\n";

const PROJECT: &str = "version: 1\nflows: { hello: flows/hello.yaml }\n";

/// A project, and in the folder `other` the same one whose flow says something else.
fn project(scenario: &str) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    let other = FLOW.replace("lit: Hello", "lit: Good day");
    let files = [
        ("flowproof.yaml", PROJECT),
        ("flows/hello.yaml", FLOW),
        ("scenarios/a.yaml", scenario),
        ("other/flowproof.yaml", PROJECT),
        ("other/flows/hello.yaml", &other),
    ];
    for (path, text) in files {
        let path = folder.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    folder
}

fn flowproof(folder: &Path, arguments: &[&str], environment: &[(&str, &str)]) -> Output {
    let mut command = Command::new(env!("CARGO_BIN_EXE_flowproof"));
    command.current_dir(folder).args(arguments).stdin(Stdio::null()).env("NO_COLOR", "1");
    for name in ["CI", "INSTA_UPDATE", "GENESYS_CLIENT_ID", "GENESYS_CLIENT_SECRET", "GENESYS_ENVIRONMENT"] {
        command.env_remove(name);
    }
    command.envs(environment.iter().copied()).output().unwrap()
}

fn out(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned()
}

fn err(output: &Output) -> String {
    String::from_utf8_lossy(&output.stderr).into_owned()
}

#[rstest::rstest]
#[case::equal(SCENARIO, &["--left", "mock", "--right", "mock"], 0, "0 differences")]
#[case::another(SCENARIO, &["--left", "mock", "--right", "mock:other"], 1, "1 difference, ")]
#[case::left_out("version: 1\nscenario: Hello\nflow: hello\ntargets: [live]\nconversation: [ { say: Hi } ]\nexpect: { path: [Greet] }\n", &["--right", "mock"], 3, "mock (left): not meant for target mock")]
#[case::no_match(SCENARIO, &["--right", "mock", "--filter", "zzz"], 3, "none of 1 case was chosen")]
#[case::no_credentials(SCENARIO, &[], 4, "GENESYS_CLIENT_ID")]
#[case::no_such_target(SCENARIO, &["--right", "prod"], 2, "`prod` is no target")]
fn exit_codes(#[case] scenario: &str, #[case] arguments: &[&str], #[case] code: i32, #[case] says: &str) {
    let folder = project(scenario);
    let output = flowproof(folder.path(), &[&["parity"], arguments].concat(), &[]);
    let printed = out(&output) + &err(&output);
    assert_eq!(output.status.code(), Some(code), "{printed}");
    assert!(printed.contains(says), "{printed}");
}

#[test]
fn a_difference_is_shown_with_both_values_and_its_place_in_each_form() {
    let folder = project(SCENARIO);
    let run =
        |format: &str| out(&flowproof(folder.path(), &["parity", "--right", "mock:other", "--format", format], &[]));
    insta::assert_snapshot!("parity_text", run("text"));
    insta::assert_snapshot!("parity_markdown", run("markdown"));
    let document: Json = serde_json::from_str(&run("json")).unwrap();
    assert_eq!(document["exit"], 1);
    assert_eq!(document["kinds"]["sendResponse"]["inputs"], 1);
    let differences = &document["cases"][0]["differences"];
    assert_eq!((&differences[0]["left"], &differences[0]["right"]), (&Json::from("Hello"), &Json::from("Good day")));
    assert_eq!(differences[0]["at"], "flows/hello.yaml:12:35");
    assert_eq!(differences[1]["after"], 0);
}

/// The proof is written beside the snapshots, merges as a file a case, and a run on the mock says how old it is.
#[test]
fn what_was_proven_is_kept_and_its_age_is_told() {
    let served = Served::start(&[("org.yaml", &format!("id: {ORG}\nname: Sandbox\n"))], &["--org", "org.yaml"]);
    let folder = served.folder.path();
    fs::create_dir_all(folder.join("scenarios")).unwrap();
    let scenario =
        "version: 1\nscenario: Talk\nflow: ../talk.yaml\nconversation: [ { say: Hi } ]\nexpect: { path: [Greet] }\n";
    fs::write(folder.join("scenarios/first.yaml"), scenario).unwrap();
    let environment = [
        ("GENESYS_ENVIRONMENT", served.text("api")),
        ("GENESYS_CLIENT_ID", served.text("client_id")),
        ("GENESYS_CLIENT_SECRET", served.text("client_secret")),
    ];
    let silent = flowproof(folder, &["run"], &[]);
    assert!(!out(&silent).contains("proof"), "{}", out(&silent));

    let output = flowproof(folder, &["parity", "--driver", "simulate"], &environment);
    assert_eq!(output.status.code(), Some(0), "{}{}", out(&output), err(&output));
    let kept = fs::read_to_string(folder.join("scenarios/snapshots/first.parity")).unwrap();
    let date = Regex::new(r"(?m)^date: \d{4}-\d\d-\d\d$").unwrap();
    assert!(date.is_match(&kept), "{kept}");
    for line in [&format!("org: {ORG}"), "flow: Talk", "left: mock simulate", "right: live simulate", "differed: 0"] {
        assert!(kept.lines().any(|one| one == line), "{line} is not in\n{kept}");
    }

    let told = |folder: &Path| out(&flowproof(folder, &["run"], &[])).lines().last().unwrap().to_owned();
    assert_eq!(told(folder), "proof: last parity today (org Sandbox, flow Talk); 1 of 1 case");
    fs::write(folder.join("scenarios/snapshots/first.parity"), date.replace(&kept, "date: 2020-01-01").as_bytes())
        .unwrap();
    assert!(told(folder).starts_with("proof: last parity 2"), "{}", told(folder));
    let flow = fs::read_to_string(folder.join("talk.yaml")).unwrap();
    fs::write(folder.join("talk.yaml"), format!("{flow}# edited\n")).unwrap();
    assert!(told(folder).ends_with("; 1 stale: the flow has changed since"), "{}", told(folder));
    fs::write(folder.join("scenarios/snapshots/first.parity"), "<<<<<<< HEAD\n").unwrap();
    let output = flowproof(folder, &["run"], &[]);
    assert!(err(&output).contains("first.parity` is no proof: line 1 is not understood"), "{}", err(&output));
    assert!(!out(&output).contains("proof:"), "{}", out(&output));
}
