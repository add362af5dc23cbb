//! What a run does with its cases besides running them: shards, mixed order, stopping early, trying again, groups, lists.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;
use std::process::Output;

use serde_json::{Value as Json, json};
use tempfile::TempDir;

use crate::command::{command, folder_of, out, write};
use crate::hello::FLOW;
use crate::live_support::{Sandbox, waiting};

const GREEN: &str = "expect: { path: [Greet], ending: disconnected }\n";
const RED: &str = "expect: { ending: transferred }\n";

fn scenario(name: &str, extra: &str) -> String {
    format!("version: 1\nscenario: {name}\nflow: flows/hello.yaml\nconversation: [ {{ say: Hi }} ]\n{extra}")
}

/// A folder with the flow and these scenarios.
fn project(scenarios: &[(&str, String)]) -> TempDir {
    let folder = folder_of([("flowproof.yaml", "version: 1\n"), ("flows/hello.yaml", FLOW)]);
    for (name, text) in scenarios {
        write(&folder.path().join(format!("scenarios/{name}.yaml")), text);
    }
    folder
}

/// On a build server, which writes no snapshots.
fn flowproof(folder: &Path, arguments: &[&str]) -> Output {
    command(folder, arguments).env("CI", "true").output().unwrap()
}

fn shipped(arguments: &[&str]) -> Output {
    flowproof(Path::new(env!("CARGO_MANIFEST_DIR")), arguments)
}

/// The objects of each line that has one.
fn lines(text: &str) -> Vec<Json> {
    text.lines().filter_map(|line| serde_json::from_str(line).ok()).collect()
}

/// Every case with its verdict, as a report tells them in their order.
fn verdicts(report: &Path) -> Vec<(String, String)> {
    let text = fs::read_to_string(report).unwrap();
    let ended = lines(&text).into_iter().filter(|line| line["event"] == "case_ended");
    let word = |value: &Json| value.as_str().unwrap_or_default().to_owned();
    ended.map(|line| (format!("{}: {}", line["case"]["file"], line["case"]["case"]), word(&line["verdict"]))).collect()
}

fn run_into(folder: &Path, report: &str, arguments: &[&str]) -> (Output, Vec<(String, String)>) {
    let reports = tempfile::tempdir().unwrap();
    let file = reports.path().join(report);
    let option = format!("json={}", file.display());
    let arguments: Vec<&str> = ["run", "--report", &option].into_iter().chain(arguments.iter().copied()).collect();
    let output = flowproof(folder, &arguments);
    let found = verdicts(&file);
    (output, found)
}

#[test]
fn four_shards_together_run_each_case_once() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let (_, mut whole) = run_into(root, "whole.jsonl", &["--quiet"]);
    let mut parts = Vec::new();
    for number in 1..=4 {
        let (output, part) = run_into(root, "part.jsonl", &["--quiet", "--shard", &format!("{number}/4")]);
        assert_eq!(output.status.code(), Some(0), "{}", out(&output));
        assert!(part.len() > whole.len() / 8, "shard {number} has {} of {}", part.len(), whole.len());
        parts.extend(part);
    }
    whole.sort();
    parts.sort();
    assert!(whole.len() > 140, "{}", whole.len());
    assert_eq!(parts, whole);
}

#[test]
fn the_list_is_what_a_run_would_do_and_shards_keep_the_positions_of_the_whole() {
    let listed = |arguments: &[&str]| {
        let arguments: Vec<&str> = ["run", "--list=json"].into_iter().chain(arguments.iter().copied()).collect();
        lines(&out(&shipped(&arguments)))
    };
    let key = |line: &Json| format!("{} {} {}", line["file"], line["case"], line["line"]);
    let whole: Vec<String> = listed(&[]).iter().map(key).collect();
    let parts: Vec<String> =
        (1..=3).flat_map(|number| listed(&["--shard", &format!("{number}/3")])).map(|line| key(&line)).collect();
    assert_eq!(parts.len(), whole.len());
    assert_eq!(parts.iter().collect::<BTreeSet<_>>(), whole.iter().collect::<BTreeSet<_>>());
    let text = out(&shipped(&["run", "--list", "scenarios/tiers.yaml"]));
    assert!(text.contains("gold without orders  scenarios/tiers.yaml:45:5"), "{text}");
    assert!(text.ends_with("5 cases\n"), "{text}");
}

#[test]
fn a_new_file_moves_no_case_to_another_shard() {
    let names: Vec<String> = (0..12).map(|at| format!("s{at:02}")).collect();
    let scenarios: Vec<(&str, String)> = names.iter().map(|name| (name.as_str(), scenario(name, GREEN))).collect();
    let shard = |folder: &TempDir| {
        let text = out(&flowproof(folder.path(), &["run", "--list=json", "--shard=1/3"]));
        lines(&text).iter().map(|line| line["file"].as_str().unwrap().to_owned()).collect::<BTreeSet<_>>()
    };
    let (fewer, more) = (project(&scenarios[1..]), project(&scenarios));
    let first = "scenarios/s00.yaml".to_owned();
    let after: BTreeSet<String> = shard(&more).into_iter().filter(|file| *file != first).collect();
    assert!(!after.is_empty());
    assert_eq!(shard(&fewer), after);
}

/// A matrix of build machines must not be red because a suite is small.
#[test]
fn a_shard_without_a_case_is_green_and_leaves_its_report() {
    let folder = project(&[("a", scenario("A", GREEN))]);
    let mut codes = BTreeSet::new();
    for number in 1..=4 {
        let (output, found) = run_into(folder.path(), "r.jsonl", &["--shard", &format!("{number}/4")]);
        codes.insert((output.status.code(), found.len()));
    }
    assert_eq!(codes, BTreeSet::from([(Some(0), 0), (Some(0), 1)]));
    let reports: Vec<String> = (1..=4).map(|number| format!("{number}.jsonl")).collect();
    for (at, report) in reports.iter().enumerate() {
        let (shard, report) = (format!("{}/4", at + 1), format!("json={report}"));
        flowproof(folder.path(), &["run", "--shard", &shard, "--report", &report]);
    }
    let merge: Vec<&str> = ["report", "merge"].into_iter().chain(reports.iter().map(String::as_str)).collect();
    let merged = flowproof(folder.path(), &merge);
    assert_eq!(merged.status.code(), Some(0), "{}", out(&merged));
    assert!(out(&merged).contains("1 passed of 1 case"), "{}", out(&merged));
    let none = flowproof(folder.path(), &["run", "--shard", "1/4", "--filter", "zzz"]);
    assert_eq!(none.status.code(), Some(3));
}

#[test]
fn a_seed_gives_the_same_order_again_and_another_one_another() {
    let names: Vec<String> = (0..12).map(|at| format!("s{at:02}")).collect();
    let scenarios: Vec<(&str, String)> = names.iter().map(|name| (name.as_str(), scenario(name, GREEN))).collect();
    let folder = project(&scenarios);
    let order = |option: &str| {
        let (output, found) = run_into(folder.path(), "r.jsonl", &["--jobs", "1", option]);
        assert_eq!(output.status.code(), Some(0), "{}", out(&output));
        (out(&output), found.into_iter().map(|(case, _)| case).collect::<Vec<_>>())
    };
    let (told, mixed) = order("--shuffle");
    let seed = told.split("--shuffle=").nth(1).and_then(|rest| rest.split('`').next()).expect("the seed is printed");
    let (_, again) = order(&format!("--shuffle={seed}"));
    assert_eq!(again, mixed);
    let orders: BTreeSet<Vec<String>> = (1..=3).map(|seed| order(&format!("--shuffle={seed}")).1).collect();
    assert!(orders.len() > 1);
    let mut sorted = mixed;
    sorted.sort();
    assert_eq!(sorted.len(), 12);
}

#[test]
fn a_run_that_stops_at_a_failure_says_what_it_did_not_run_and_is_red() {
    let folder = project(&[
        ("a", scenario("A", GREEN)),
        ("b", scenario("B", RED)),
        ("c", scenario("C", GREEN)),
        ("d", scenario("D", RED)),
        ("e", scenario("E", GREEN)),
    ]);
    let words = |arguments: &[&str]| {
        let arguments: Vec<&str> = ["--jobs", "1"].into_iter().chain(arguments.iter().copied()).collect();
        let (output, found) = run_into(folder.path(), "r.jsonl", &arguments);
        assert_eq!(output.status.code(), Some(1), "{}", out(&output));
        found.into_iter().map(|(_, verdict)| verdict).collect::<Vec<_>>()
    };
    assert_eq!(words(&["--fail-fast"]), ["passed", "failed", "skipped", "skipped", "skipped"]);
    assert_eq!(words(&["--fail-fast=2"]), ["passed", "failed", "passed", "failed", "skipped"]);
    assert_eq!(words(&["--fail-fast=3"]), ["passed", "failed", "passed", "failed", "passed"]);
    let text = out(&flowproof(folder.path(), &["run", "--jobs", "1", "--fail-fast"]));
    assert!(text.contains("the run stops after a failure (`--fail-fast`), before this case began"), "{text}");
}

/// The second attempt is another guest, so that nothing of the first one is left in it.
#[tokio::test]
async fn a_case_that_passes_when_it_is_tried_again_is_flaky() {
    let sandbox = Sandbox::talking(&[waiting("Waits", "100ms")], "").await;
    let fault = json!({ "faults": ["guest.message=error:4011,times=1"] });
    let run = async |arguments: &[&str]| {
        let (status, body) = sandbox.served.post("faults", fault.clone()).await;
        assert_eq!(status, 200, "{body}");
        let arguments: Vec<&str> = ["run", "--target", "live", "--report", "json=r.jsonl"]
            .into_iter()
            .chain(arguments.iter().copied())
            .collect();
        let ended = sandbox.run(&arguments);
        let report = fs::read_to_string(sandbox.file("r.jsonl")).unwrap();
        let line = lines(&report).into_iter().find(|line| line["event"] == "case_ended").unwrap();
        (ended, line["verdict"].as_str().unwrap().to_owned())
    };
    let (ended, verdict) = run(&[]).await;
    assert_eq!((ended.code, &*verdict), (Some(1), "errored"), "{}", ended.out);
    let (ended, verdict) = run(&["--retries", "2"]).await;
    assert_eq!((ended.code, &*verdict), (Some(0), "flaky"), "{}", ended.out);
    assert!(ended.out.contains("1 flaky of 1 case"), "{}", ended.out);
    let (ended, verdict) = run(&["--retries", "2", "--flaky", "fail"]).await;
    assert_eq!((ended.code, &*verdict), (Some(1), "flaky"), "{}", ended.out);
}

#[test]
fn cases_of_a_group_run_one_at_a_time_and_others_pass_them() {
    let grouped = |name: &str| scenario(name, &format!("group: account\n{GREEN}"));
    let folder = project(&[("a", grouped("A")), ("b", grouped("B")), ("c", grouped("C")), ("d", scenario("D", GREEN))]);
    let reports = tempfile::tempdir().unwrap();
    let file = reports.path().join("r.jsonl");
    let report = format!("json={}", file.display());
    let output = flowproof(folder.path(), &["run", "--report", &report]);
    assert_eq!(output.status.code(), Some(0), "{}", out(&output));
    let text = fs::read_to_string(&file).unwrap();
    let mut running: BTreeSet<String> = BTreeSet::new();
    let mut began = Vec::new();
    for line in lines(&text) {
        let name = line["case"]["scenario"].as_str().unwrap_or_default().to_owned();
        match line["event"].as_str() {
            Some("case_started") => {
                running.insert(name.clone());
                began.push(name);
                let grouped = running.iter().filter(|name| *name != "D").count();
                assert!(grouped <= 1, "{running:?}");
            }
            Some("case_ended") => drop(running.remove(&name)),
            _ => {}
        }
    }
    assert_eq!(began, ["A", "D", "B", "C"]);
}

#[test]
fn a_case_that_takes_long_is_told_while_it_runs() {
    let slow = "timeout: 600ms\nfaults: [ { at: simulate, silent: true } ]\ndrivers: [simulate]\n";
    let folder = project(&[("a", scenario("A", &format!("{slow}{GREEN}")))]);
    let output = flowproof(folder.path(), &["run", "--slow", "100ms"]);
    let text = out(&output);
    assert!(text.contains("runs for 100ms already"), "{text}");
    assert!(text.find("runs for 100ms already") < text.find("runs for 200ms already"), "{text}");
}
