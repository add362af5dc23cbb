//! Runs in a sandbox org: what may run live does, as in mock, with the fewest calls; what a run would do is said before.

use std::collections::BTreeMap;
use std::fs;

use serde_json::Value as Json;

use crate::live_support::{DATA, STRICT, Sandbox, waiting};

/// All that a scenario may keep as snapshots.
const PARTS: &str = "snapshot: [path, attributes, transcript, ending, calls]";

/// Ids in paths, so that calls of one kind are counted together.
fn kind(method: &str, path: &str) -> String {
    let path = path.split('?').next().unwrap();
    let is_id = |part: &str| part.len() > 8 && part.chars().any(|one| one.is_ascii_digit());
    let parts: Vec<&str> = path.split('/').map(|part| if is_id(part) { "*" } else { part }).collect();
    format!("{method} {}", parts.join("/"))
}

#[tokio::test]
async fn every_scenario_that_may_run_live_does_with_the_snapshots_of_mock_and_the_fewest_calls() {
    let sandbox = Sandbox::shipped().await;
    // Every part of every case becomes a snapshot in mock, so that live is held to all that mock showed.
    for entry in fs::read_dir(sandbox.file("scenarios")).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_some_and(|ending| ending == "yaml") {
            let text = fs::read_to_string(&path).unwrap();
            let own: Vec<&str> = text.lines().filter(|line| !line.starts_with("snapshot:")).collect();
            fs::write(&path, format!("{}\n{PARTS}\n", own.join("\n"))).unwrap();
        }
    }
    sandbox.run(&["run", "--driver", "converse", "--update"]).code(0);
    // Every kind of report, since each file that is left is searched for the secret.
    let reports = ["--report", "json=report.jsonl", "--report", "junit=report.xml", "--report", "github=summary.md"];
    let ended = sandbox.run(&[&["run", "--target", "live"], &reports[..]].concat()).code(0);
    let report = fs::read_to_string(sandbox.file("report.jsonl")).unwrap();
    let events: Vec<Json> = report.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let mut verdicts = String::new();
    let mut passed = 0;
    for one in events.iter().filter(|one| one["event"] == "case_ended") {
        let name = one["case"]["scenario"].as_str().unwrap_or_default();
        let case = one["case"]["case"].as_str().map(|case| format!(": {case}")).unwrap_or_default();
        let reason = one["reason"].as_str().map(|reason| format!("  {reason}")).unwrap_or_default();
        let verdict = one["verdict"].as_str().unwrap();
        passed += usize::from(verdict == "passed");
        let snapshots = one["snapshots"].as_array().map_or(0, Vec::len);
        let stored = if snapshots > 0 { format!("  {snapshots} snapshots") } else { String::new() };
        verdicts.push_str(&format!("{verdict:<8} {name}{case}{stored}{reason}\n"));
    }
    let mut lines: Vec<&str> = verdicts.lines().collect();
    lines.sort_unstable();
    insta::assert_snapshot!("live_shipped", lines.join("\n"));
    assert!(passed >= 18, "{}", ended.out);

    let requests = sandbox.requests().await;
    assert!(requests.iter().all(|(_, _, status)| *status != 429), "{requests:?}");
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    for (method, path, _) in &requests {
        *counts.entry(kind(method, path)).or_default() += 1;
    }
    let of = |kind: &str| counts.get(kind).copied().unwrap_or_default();
    assert_eq!(of("POST /oauth/token"), 1, "{counts:#?}");
    assert_eq!(of("GET /api/v2/organizations/me"), 1, "{counts:#?}");
    assert_eq!(of("POST /api/v2/flows/instances/jobs"), 1, "{counts:#?}");
    // An org that is late is asked again for all that is missing, together.
    assert!(of("POST /api/v2/flows/instances/query") <= 3, "{counts:#?}");
    assert_eq!(of("GET /api/v2/conversations/messages/*"), passed, "{counts:#?}");
    sandbox.is_clean().await;
}

#[tokio::test]
async fn a_dry_run_lists_everything_and_sends_nothing() {
    let sandbox = Sandbox::talking(&[waiting("One", "1s"), waiting("Two", "2s")], "").await;
    let ended = sandbox.run(&["run", "--target", "live", "--dry-run"]).code(0);
    for line in [
        "nothing is sent",
        "flow talk: deployment ",
        "1 conversation, 2 messages  One",
        "2 cases, 2 conversations, 4 messages",
    ] {
        assert!(ended.out.contains(line), "{line}: {}", ended.out);
    }
    assert_eq!(sandbox.requests().await, []);
}

#[tokio::test]
async fn a_run_that_would_exceed_its_budget_or_its_time_does_not_begin() {
    let budget = "  budget: { sessions: 1, messages: 3, calls: 10 }\n";
    let sandbox = Sandbox::talking(&[waiting("One", "90s"), waiting("Two", "90s")], budget).await;
    let ended = sandbox.run(&["run", "--target", "live", "--timeout", "30s"]).code(2);
    for line in [
        "the run would take 2 conversations, and 1 are allowed",
        "the run would take 4 messages, and 3 are allowed",
        "API calls, and 10 are allowed",
        "at least, and 30s are allowed",
    ] {
        assert!(ended.err.contains(line), "{line}: {}", ended.err);
    }
    assert_eq!(sandbox.requests().await, []);
}

#[tokio::test]
async fn deployments_that_the_run_makes_are_removed_by_it() {
    let sandbox = Sandbox::talking_in(STRICT, &[waiting("One", "10ms")], "", false).await;
    let before = sandbox.made().await;
    sandbox.run(&["run", "--target", "live"]).code(4).says("no deployment is named for flow `talk`");
    sandbox.forget().await;
    sandbox.run(&["run", "--target", "live", "--provision"]).code(0).says("1 passed");
    let requests = sandbox.requests().await;
    let made = |method: &str| {
        let of = |(one, path, _): &&(String, String, u64)| one == method && path.contains("/webdeployments/");
        requests.iter().filter(of).count()
    };
    // A configuration, its publication and a deployment; then both are deleted.
    assert_eq!((made("POST"), made("DELETE")), (3, 2), "{requests:?}");
    assert_eq!(sandbox.made().await, before);
    sandbox.is_clean().await;
}

#[tokio::test]
async fn what_tests_read_is_switched_on_for_a_run_and_put_back() {
    let org = "name: Sandbox\nguest: { limits: strict, clear: false, disconnect: \"off\" }\nexecution_data: { values: false, names: false }\n";
    let sandbox = Sandbox::talking_in(org, &[waiting("One", "10ms")], "", true).await;
    let flow = sandbox.served.ready["flows"][0]["id"].as_str().unwrap().to_owned();
    let level = format!("/api/v2/flows/{flow}/instances/settings/loglevels");
    let (before, deployments) = (sandbox.made().await, sandbox.read("/api/v2/webdeployments/deployments").await);
    sandbox.run(&["run", "--target", "live", "--prepare-org"]).code(0).says("1 passed");
    let requests = sandbox.requests().await;
    let sent = |method: &str, part: &str| {
        requests.iter().filter(|(one, path, _)| one == method && path.contains(part)).count()
    };
    assert_eq!((sent("POST", "loglevels"), sent("DELETE", "loglevels")), (1, 1), "{requests:?}");
    assert_eq!((sent("PUT", "/webdeployments/deployments/"), sent("POST", "/webdeployments/configurations")), (2, 2));
    assert_eq!(sandbox.made().await, before);
    let after = sandbox.read("/api/v2/webdeployments/deployments").await;
    assert_eq!(after["entities"][0]["configuration"], deployments["entities"][0]["configuration"]);
    assert_eq!(sandbox.read(&level).await["code"], "not.found");
    sandbox.is_clean().await;
}

#[tokio::test]
async fn options_of_a_live_run_mean_nothing_elsewhere_and_say_so() {
    let sandbox = Sandbox::talking(&[waiting("One", "10ms")], "").await;
    for option in ["--dry-run", "--provision", "--prepare-org"] {
        sandbox.run(&["run", option]).code(2).says(&format!("`{option}` is about a live org"));
    }
    assert_eq!(sandbox.requests().await, []);
}

#[tokio::test]
async fn a_live_failure_says_at_once_whether_the_org_holds_other_data() {
    let sandbox = Sandbox::shipped_in(STRICT, &DATA.replace("first_name: Ada", "first_name: Bea")).await;
    let ended = sandbox.run(&["run", "--target", "live", "scenarios/known_customer.yaml"]).code(1);
    assert!(ended.out.contains("cause      changed data, because offline it is green as written, and fails in the same way with the live conversation's data"), "{}", ended.out);
    assert!(ended.out.contains("Bea"), "{}", ended.out);
    sandbox.is_clean().await;
}

#[tokio::test]
async fn a_message_after_an_end_that_nobody_told_begins_nothing_that_stays_open() {
    // The org does not show that a flow has ended, and the client may not read that it does not.
    let org = "name: Sandbox\nguest: { limits: strict, disconnect: \"off\" }\nlacks: [\"webDeployments:configuration:view\"]\n";
    let scenario = "version: 1
scenario: One
flow: talk
conversation: [ say: Hi, say: A, say: B, say: C ]
expect: { path: [Greet] }
";
    let sandbox = Sandbox::talking_in(org, &[scenario.to_owned()], "", true).await;
    let ended = sandbox.run(&["run", "--target", "live"]).code(1);
    assert!(ended.out.contains("the last message began another one"), "{}", ended.all());
    assert!(ended.out.contains("2 conversations, 2 ended"), "{}", ended.all());
    sandbox.is_clean().await;
}

#[tokio::test]
async fn where_the_org_records_no_values_what_needs_them_is_unverifiable_and_nothing_fails() {
    let org = "name: Sandbox\nguest: { limits: strict }\nexecution_data: { values: false }\n";
    let sandbox = Sandbox::shipped_in(org, DATA).await;
    // Path and attributes show without values; with which priority a customer was handed over does not.
    let ended =
        sandbox.run(&["run", "--target", "live", "scenarios/bronze_never_vip.yaml", "scenarios/tiers.yaml", "-v"]);
    assert!(!ended.out.contains("FAILED"), "{}", ended.all());
    assert!(ended.out.contains("the org records no values of actions"), "{}", ended.all());
    let ended = sandbox.run(&["run", "--target", "live", "scenarios/known_customer.yaml"]).code(1);
    assert!(ended.out.contains("UNVERIFIABLE") && !ended.out.contains("it differs"), "{}", ended.all());
    sandbox.is_clean().await;
}
