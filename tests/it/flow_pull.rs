//! `flow pull`: a flow that a served org has published comes into a file whole or not at all, with its version, and the file is the flow.

use std::fs;

use serde_json::{Value as Json, json};

use crate::published_support::{Ended, ORG_ID, Published, SUPPORT};

/// Parts of the project besides the org.
const REST: &str =
    "flows: { support: { file: FILE } }\nworld: { queues: [Support, VIP Support], skills: [Worldwide] }\n";

#[test]
fn a_pulled_flow_says_its_version_and_runs_as_the_one_that_was_published() {
    let org = Published::start(SUPPORT);
    let pulled = org.run(&["flow", "pull", "Support", "--output", "deep/pulled.json"]);
    assert_eq!(pulled.code, Some(0), "{pulled:?}");
    assert!(pulled.out.starts_with("wrote `deep/pulled.json`: version 1.0 of `Support`, org `Acme`"), "{pulled:?}");
    let text = org.read("deep/pulled.json");
    let document: Json = serde_json::from_str(&text).unwrap();
    let note = &document["pulled"];
    assert!(text.trim_start_matches(['{', '\n', ' ']).starts_with("\"pulled\""));
    for (key, value) in
        [("flowName", "Support"), ("flowType", "INBOUNDSHORTMESSAGE"), ("version", "1.0"), ("orgId", ORG_ID)]
    {
        assert_eq!(note[key], value);
    }
    assert!(note["date"].as_str().unwrap().parse::<jiff::Timestamp>().is_ok());
    let secret = org.served.text("client_secret");
    assert!(!text.contains(secret) && !pulled.out.contains(secret));

    let scenario =
        include_str!("../../scenarios/known_customer.yaml").replace("snapshot: [path, transcript, calls]", "");
    org.write("scenarios/known.yaml", &scenario);
    org.write("support.json", SUPPORT);
    let evidence = |file: &str| {
        org.write("flowproof.yaml", &org.project(ORG_ID, &REST.replace("FILE", file)));
        let ran = org.run(&["run", "--report", "json=report.jsonl"]);
        assert_eq!(ran.code, Some(0), "{ran:?}");
        let report = org.read("report.jsonl");
        let ended = report.lines().find(|line| line.contains("case_ended")).unwrap();
        serde_json::from_str::<Json>(ended).unwrap()["evidence"].clone()
    };
    let original = evidence("support.json");
    assert!(original["path"].as_array().unwrap().len() > 10);
    assert_eq!(evidence("deep/pulled.json"), original);
}

#[test]
fn a_file_is_written_over_only_where_nothing_but_the_version_differs_or_by_force() {
    let org = Published::start(SUPPORT);
    assert_eq!(org.run(&["flow", "pull", "Support"]).code, Some(0));
    let first = org.read("flows/support.json");
    let again = org.run(&["flow", "pull", "Support"]);
    assert_eq!(
        (again.code, again.out.trim()),
        (Some(0), "`flows/support.json` is up to date: version 1.0 of `Support`, org `Acme`")
    );
    assert_eq!(org.read("flows/support.json"), first);

    // An earlier version with the same configuration is not another flow.
    org.write("flows/support.json", &first.replacen("\"version\": \"1.0\"", "\"version\": \"0.9\"", 1));
    let newer = org.run(&["flow", "pull", "Support"]);
    assert_eq!(newer.code, Some(0), "{newer:?}");
    assert!(newer.out.starts_with("wrote "));
    assert!(org.read("flows/support.json").contains("\"version\": \"1.0\""));

    for other in [first.replace("Greet by name", "Hello again"), "not a flow".to_owned(), String::new()] {
        org.write("flows/support.json", &other);
        let refused = org.run(&["flow", "pull", "Support"]);
        assert_eq!(refused.code, Some(1), "{refused:?}");
        assert!(refused.err.contains("FP0852") && refused.err.contains("`--force`"), "{refused:?}");
        assert_eq!(
            refused.err.contains("~ sendResponse `Greet by name` was `Hello again`"),
            other.contains("Hello again")
        );
        assert_eq!(org.read("flows/support.json"), other);
    }
    assert_eq!(org.run(&["flow", "pull", "Support", "--force"]).code, Some(0));
    assert!(org.read("flows/support.json").contains("Greet by name"));
}

#[test]
fn a_full_disk_leaves_the_file_as_it_was() {
    let org = Published::start(SUPPORT);
    org.write("flows/support.json", "precious");
    // No file may grow beyond 8 blocks, and the signal that says so is ignored: a write fails as on a full disk.
    let limited = "trap '' XFSZ; ulimit -f 8; exec \"$0\" flow pull Support --force";
    let mut shell = org.ready("sh");
    let full = Ended::of(shell.args(["-c", limited, env!("CARGO_BIN_EXE_flowproof")]).output().unwrap());
    assert_eq!(full.code, Some(2), "{full:?}");
    assert!(full.err.contains("FP0852") && full.err.contains("`flows/support.json` cannot be written"), "{full:?}");
    assert_eq!(org.read("flows/support.json"), "precious");
    assert_eq!(fs::read_dir(org.path().join("flows")).unwrap().count(), 1);
}

#[test]
fn what_cannot_be_read_writes_nothing() {
    let org = Published::start(SUPPORT);
    let absent = org.run(&["flow", "pull", "Suport"]);
    assert_eq!(absent.code, Some(2), "{absent:?}");
    assert!(absent.err.contains("FP0850") && absent.err.contains("`Support`"), "{absent:?}");
    // The served org cannot make a whole configuration of a YAML file, and says what it has.
    let reduced = org.run(&["flow", "pull", "Talk"]);
    assert_eq!(reduced.code, Some(4), "{reduced:?}");
    assert!(reduced.err.contains("cannot be read as a flow"), "{reduced:?}");
    org.write("flowproof.yaml", &org.project("99999999-4a59-6877-8695-a4b3c2d1e0f9", ""));
    let elsewhere = org.run(&["flow", "pull", "Support"]);
    assert_eq!(elsewhere.code, Some(4), "{elsewhere:?}");
    assert!(elsewhere.err.contains("FP0806"), "{elsewhere:?}");
    assert!(!org.path().join("flows").exists());
}

#[test]
fn a_flow_of_the_project_is_found_by_its_id_and_its_own_file_is_the_one_to_write() {
    let org = Published::start(SUPPORT);
    let flows = org.served.ready["flows"].as_array().unwrap();
    let id = flows.iter().find(|flow| flow["name"] == "Support").unwrap()["id"].as_str().unwrap();
    // Neither the file nor its name is there: the id alone says which flow is meant.
    let named = format!("flows: {{ desk: {{ file: flows/desk.json, live: {{ flow_id: {id} }} }} }}\n");
    org.write("flowproof.yaml", &org.project(ORG_ID, &named));
    let pulled = org.run(&["flow", "pull", "desk"]);
    assert_eq!(pulled.code, Some(0), "{pulled:?}");
    assert!(org.read("flows/desk.json").contains("\"flowName\": \"Support\""));
    let same = org.run(&["flow", "diff", "flows/desk.json", "org:desk"]);
    assert_eq!(same.code, Some(0), "{same:?}");
    assert!(
        same.out.starts_with("no difference from flows/desk.json to org:desk (version 1.0 of `Support`"),
        "{same:?}"
    );
    org.write("flows/desk.json", &org.read("flows/desk.json").replace("Greet by name", "Hello again"));
    let other = org.run(&["flow", "diff", "org:desk", "flows/desk.json"]);
    assert_eq!(other.code, Some(1), "{other:?}");
    assert!(other.out.contains("\n  ~ sendResponse `Hello again` was `Greet by name`\n"), "{other:?}");
    assert_eq!(org.run(&["flow", "diff", "org:Nowhere", "flows/desk.json"]).code, Some(2));

    // A file of the author's own form stays, even one that is no flow; the hint says which one flowproof.yaml names.
    org.write("flowproof.yaml", &org.project(ORG_ID, &named.replace("desk.json", "desk.yaml")));
    org.write("flows/desk.yaml", "mine");
    let beside = org.run(&["flow", "pull", "desk", "--output", "flows/pulled.json"]);
    assert_eq!(beside.code, Some(0), "{beside:?}");
    assert_eq!(org.read("flows/desk.yaml"), "mine");
    assert!(beside.out.contains("flowproof.yaml names `flows/desk.yaml` for flow `desk`"), "{beside:?}");
}

#[test]
fn what_a_flow_calls_comes_with_it_where_that_is_asked_for() {
    let caller = json!({
        "name": "Sum Desk", "type": "inboundshortmessage", "initialSequence": "s1", "defaultLanguage": "en-us",
        "flowSequenceItemList": [{
            "__type": "State", "id": "s1", "name": "Start", "startAction": "a1", "actionList": [
                { "__type": "CallCommonModuleAction", "id": "a1", "name": "Add it up", "commonModuleName": "Order Totals", "nextAction": "a2" },
                { "__type": "DisconnectAction", "id": "a2", "name": "Close" },
            ],
        }],
    });
    let module = include_str!("../../fixtures/flows/order_totals.json");
    let org = Published::of(&[("desk.json", &caller.to_string()), ("totals.json", module)]);
    assert_eq!(org.run(&["flow", "pull", "Sum Desk"]).code, Some(0));
    assert_eq!(fs::read_dir(org.path().join("flows")).unwrap().count(), 1);
    let both = org.run(&["flow", "pull", "Sum Desk", "--with-callees"]);
    assert_eq!(both.code, Some(0), "{both:?}");
    assert!(both.out.starts_with("`flows/sum_desk.json` is up to date"), "{both:?}");
    let pulled = org.read("flows/order_totals.json");
    assert!(pulled.contains("\"flowType\": \"COMMONMODULE\""), "{pulled}");
    let same = org.run(&["flow", "diff", "flows/order_totals.json", "org:Order Totals"]);
    assert_eq!(same.code, Some(0), "{same:?}");
}
