//! However a run stops, nothing of it stays in the org; and what a killed run leaves is swept, and nothing else.

use std::process::{Child, Command};

use rstest::rstest;

use crate::live_support::{STRICT, Sandbox, fault, waiting};

const RUN: [&str; 4] = ["run", "--target", "live", "--provision"];

fn signal(child: &Child, name: &str) {
    assert!(Command::new("kill").args([name, &child.id().to_string()]).status().unwrap().success());
}

/// A run that has made a deployment and has two conversations open.
async fn talking() -> (Sandbox, Child) {
    let scenarios = [waiting("One", "60s"), waiting("Two", "60s")];
    let sandbox = Sandbox::talking_in(STRICT, &scenarios, "", false).await;
    let child = sandbox.begin(&RUN);
    sandbox.until_open(2).await;
    (sandbox, child)
}

#[rstest]
#[case::ctrl_c("-INT")]
#[case::sigterm("-TERM")]
#[tokio::test]
async fn a_signal_ends_the_run_and_what_it_has_open(#[case] name: &str) {
    let (sandbox, child) = talking().await;
    signal(&child, name);
    let ended = sandbox.finish(child).code(130);
    assert!(ended.out.contains("2 conversations, 2 ended"), "{}", ended.all());
    sandbox.is_clean().await;
}

#[tokio::test]
async fn a_signal_while_deployments_are_made_removes_them() {
    let sandbox = Sandbox::talking_in(STRICT, &[waiting("One", "60s")], "", false).await;
    // The deployment is made, and its answer does not come.
    fault(&sandbox, &["POST /api/v2/webdeployments/deployments=delay:30s,times=1"]).await;
    let child = sandbox.begin(&RUN);
    sandbox.until_asked("POST", "/api/v2/webdeployments/deployments").await;
    signal(&child, "-TERM");
    sandbox.finish(child).code(130).says("interrupted before it began");
    sandbox.is_clean().await;
}

#[tokio::test]
async fn the_time_out_of_the_run_ends_what_it_has_open() {
    // By its plan it is short; what it waits for never comes.
    let scenario = "version: 1
scenario: One
flow: talk
conversation: [ say: Hi, receive: \"Hello, stranger\", { receive: More, timeout: 50s } ]
expect: { path: [Greet] }
";
    let sandbox = Sandbox::talking_in(STRICT, &[scenario.to_owned()], "", false).await;
    let ended = sandbox.run(&["run", "--target", "live", "--provision", "--timeout", "4s"]).code(1);
    assert!(ended.out.contains("the run's time-out was reached while this case ran"), "{}", ended.all());
    assert!(ended.out.contains("1 conversation, 1 ended"), "{}", ended.all());
    sandbox.is_clean().await;
}

#[tokio::test]
async fn the_time_out_of_a_case_ends_its_conversation() {
    let scenario = waiting("One", "20s").replace("flow: talk", "flow: talk\ntimeout: 2s");
    let sandbox = Sandbox::talking(&[scenario], "").await;
    let ended = sandbox.run(&["run", "--target", "live"]);
    assert_eq!(ended.code, Some(1), "{}", ended.all());
    assert!(ended.out.contains("1 conversation, 1 ended"), "{}", ended.all());
    sandbox.is_clean().await;
}

#[tokio::test]
async fn what_a_killed_run_leaves_is_swept_and_what_another_has_open_is_not() {
    let (sandbox, mut dead) = talking().await;
    let of_the_dead = sandbox.open_conversations().await;
    dead.kill().unwrap();
    dead.wait().unwrap();
    let alive = sandbox.begin(&RUN);
    sandbox.until_open(4).await;

    let listed = sandbox.run(&["sweep"]).code(1);
    for id in &of_the_dead {
        assert!(listed.out.contains(id), "{}", listed.out);
    }
    assert!(listed.out.contains("its run is alive"), "{}", listed.out);
    assert_eq!(sandbox.open_conversations().await.len(), 4, "a sweep is dry unless told otherwise");
    sandbox.run(&["sweep", "--delete", "--older-than", "1h"]).code(1).says("later than `--older-than` says");
    assert_eq!(sandbox.open_conversations().await.len(), 4);

    sandbox.run(&["sweep", "--delete"]).code(0);
    let left = sandbox.open_conversations().await;
    assert_eq!(left.len(), 2, "{left:?}");
    assert!(!left.iter().any(|id| of_the_dead.contains(id)), "{left:?}");
    let made = sandbox.made().await;
    assert_eq!(made.iter().filter(|name| name.starts_with("flowproof ")).count(), 2, "the other run's own: {made:?}");

    signal(&alive, "-INT");
    sandbox.finish(alive).code(130);
    sandbox.run(&["sweep"]).code(0).says("nothing is left");
    sandbox.is_clean().await;
}

#[tokio::test]
async fn settings_that_a_killed_run_changed_are_put_back_by_a_sweep() {
    let org =
        "name: Sandbox\nguest: { limits: strict, clear: false }\nexecution_data: { values: false, names: false }\n";
    let sandbox = Sandbox::talking_in(org, &[waiting("One", "60s")], "", true).await;
    let before = sandbox.read("/api/v2/webdeployments/deployments").await;
    let mut dead = sandbox.begin(&["run", "--target", "live", "--prepare-org"]);
    sandbox.until_open(1).await;
    dead.kill().unwrap();
    dead.wait().unwrap();
    let listed = sandbox.run(&["sweep"]).code(1);
    for words in [
        "the log level of flow `Talk`",
        "the configuration of deployment `",
        "configuration `flowproof ",
        "the conversation of \"One\"",
    ] {
        assert!(listed.out.contains(words), "{words}: {}", listed.out);
    }
    sandbox.run(&["sweep", "--delete"]).code(0);
    let after = sandbox.read("/api/v2/webdeployments/deployments").await;
    assert_eq!(after["entities"][0]["configuration"], before["entities"][0]["configuration"]);
    sandbox.is_clean().await;
}

/// As strict, and it does not say for an hour which conversation a message is in; attributes stand behind a prefix.
const SECRETIVE: &str = "name: Sandbox
guest: { limits: strict, attribute_keys: context }
lags: { message: 1h }
";

#[tokio::test]
async fn a_conversation_whose_id_nobody_learnt_is_ended_by_its_mark() {
    let sandbox = Sandbox::talking_in(
        SECRETIVE,
        &["version: 1
scenario: One
flow: talk
conversation: [ say: Hi ]
expect: { path: [Greet] }
"
        .to_owned()],
        "",
        true,
    )
    .await;
    let child = sandbox.begin(&["run", "--target", "live"]);
    sandbox.until_looked_up().await;
    signal(&child, "-INT");
    let ended = sandbox.finish(child).code(130);
    assert!(ended.out.contains("1 conversation, 1 ended"), "{}", ended.all());
    sandbox.is_clean().await;
}

#[tokio::test]
async fn a_sweep_finds_what_nobody_learnt_the_id_of_and_keeps_the_ledger_of_what_it_cannot_find() {
    let sandbox = Sandbox::talking_in(SECRETIVE, &[waiting("One", "60s")], "", true).await;
    let mut dead = sandbox.begin(&["run", "--target", "live"]);
    let open = sandbox.until_open(1).await;
    dead.kill().unwrap();
    dead.wait().unwrap();
    sandbox.run(&["sweep"]).code(1).says(&open[0]);
    sandbox.run(&["sweep", "--delete"]).code(0).says(&open[0]);
    sandbox.is_clean().await;

    // One that was noted and is nowhere: perhaps it began, perhaps not.
    let run = "20261126T155507Z-00007f3a";
    let id = sandbox.org().await["id"].as_str().unwrap().to_owned();
    let now = jiff::Timestamp::now();
    let run = run.replace("20261126T155507Z", &now.strftime("%Y%m%dT%H%M%SZ").to_string());
    let head = format!(r#"{{"note":"run","run":"{run}","org":"{id}","api":"x","marker":"flowproof","until":"{now}"}}"#);
    let begin = r#"{"note":"begin","number":0,"thing":{"kind":"conversation","case":"Two","deployment":"d"}}"#;
    let ledger = sandbox.file(".flowproof/ledger").join(format!("{run}.jsonl"));
    std::fs::write(&ledger, format!("{head}\n{begin}\n")).unwrap();
    for command in [&["sweep"][..], &["sweep", "--delete"]] {
        sandbox.run(command).code(1).says("neither its id nor its mark is found");
        assert!(ledger.exists());
    }
}

#[tokio::test]
async fn a_run_that_used_up_its_requests_is_cleaned_up_all_the_same() {
    let scenarios = [waiting("One", "60s"), waiting("Two", "60s"), waiting("Three", "60s")];
    let sandbox = Sandbox::talking(&scenarios, "  rate: 13\n").await;
    let child = sandbox.begin(&["run", "--target", "live"]);
    sandbox.until_open(3).await;
    signal(&child, "-TERM");
    sandbox.finish(child).code(130);
    sandbox.is_clean().await;
}

#[tokio::test]
async fn what_an_admin_changed_meanwhile_is_left_as_it_is() {
    let org = "name: Sandbox\nguest: { limits: strict }\nexecution_data: { values: false, names: false }\n";
    let sandbox = Sandbox::talking_in(org, &[waiting("One", "60s")], "", true).await;
    let flow = sandbox.served.ready["flows"][0]["id"].as_str().unwrap().to_owned();
    let level = format!("/api/v2/flows/{flow}/instances/settings/loglevels");
    let child = sandbox.begin(&["run", "--target", "live", "--prepare-org"]);
    sandbox.until_open(1).await;
    assert_eq!(sandbox.read(&level).await["logLevelCharacteristics"]["level"], "All");
    let token = sandbox.served.token().await;
    let request = sandbox.served.http.put(format!("{}{level}", sandbox.served.text("api"))).bearer_auth(token);
    let base = serde_json::json!({ "logLevelCharacteristics": { "level": "Base" } });
    assert_eq!(request.json(&base).send().await.unwrap().status(), 200);
    signal(&child, "-INT");
    sandbox.finish(child).code(130);
    assert_eq!(sandbox.read(&level).await["logLevelCharacteristics"]["level"], "Base");
    sandbox.is_clean().await;
}
