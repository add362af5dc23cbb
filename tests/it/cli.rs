//! The commands as a person or a CI server meets them: exit codes, what is printed, what is written, how they stop.

use std::fs;
use std::io::{BufRead, BufReader, Write};
use std::path::Path;
use std::process::{Child, Command, Output, Stdio};
use std::time::{Duration, Instant};

use rstest::rstest;
use serde_json::Value as Json;
use tempfile::TempDir;

use crate::command::{err, flowproof, folder_of, out};
use crate::hello::FLOW;

fn scenario(extra: &str) -> String {
    format!("version: 1\nscenario: Hello\nflow: flows/hello.yaml\nconversation: [ {{ say: Hi }} ]\n{extra}")
}

const GREEN: &str = "expect: { path: [Greet], ending: disconnected }\n";
const RED: &str = "expect: { ending: transferred }\n";

/// A folder with these files and the flow.
fn project(files: &[(&str, &str)]) -> TempDir {
    folder_of(files.iter().copied().chain([("flows/hello.yaml", FLOW), ("flowproof.yaml", "version: 1\n")]))
}

fn command(folder: &Path) -> Command {
    crate::command::command(folder, &[])
}

#[rstest]
#[case::green(&[("scenarios/a.yaml", scenario(GREEN))], &["run"], 0, "1 passed")]
#[case::red(&[("scenarios/a.yaml", scenario(RED))], &["run"], 1, "FAILED")]
#[case::no_file(&[], &["run"], 3, "no scenario was found")]
#[case::no_match(&[("scenarios/a.yaml", scenario(GREEN))], &["run", "--filter", "zzz"], 3, "none of 1 cases matches `zzz`")]
#[case::all_skipped(&[("scenarios/a.yaml", scenario("expect: { path: [Greet] }\nskip: not today\n"))], &["run"], 3, "not today")]
#[case::needs_converse(&[("scenarios/a.yaml", "version: 1\nscenario: A\nflow: flows/hello.yaml\nconversation: [ { say: Hi }, { receive: Hello }, { say: More } ]\n".to_owned())], &["run", "--driver", "simulate"], 3, "needs converse")]
#[case::wrong_scenario(&[("scenarios/a.yaml", scenario("expct: {}\n"))], &["run"], 2, "unknown key `expct`")]
#[case::wrong_option(&[], &["run", "--nonsense"], 2, "--nonsense")]
#[case::no_such_path(&[], &["run", "nowhere.yaml"], 2, "nowhere.yaml")]
#[case::no_credentials(&[("scenarios/a.yaml", scenario(GREEN))], &["run", "--target", "live"], 4, "GENESYS_CLIENT_ID")]
#[case::checked(&[("scenarios/a.yaml", scenario(GREEN))], &["check"], 0, "no mistakes")]
#[case::checked_wrong(&[("scenarios/a.yaml", scenario("expect: { path: [Gret] }\n"))], &["check"], 2, "did you mean `Greet`?")]
fn exit_codes(#[case] files: &[(&str, String)], #[case] arguments: &[&str], #[case] code: i32, #[case] says: &str) {
    let files: Vec<(&str, &str)> = files.iter().map(|(path, text)| (*path, text.as_str())).collect();
    let folder = project(&files);
    let output = flowproof(folder.path(), arguments);
    let all = format!("{}{}", out(&output), err(&output));
    assert_eq!(output.status.code(), Some(code), "{all}");
    assert!(all.contains(says), "{all}");
}

#[rstest]
#[case::a_real_host("https://api.mypurecloud.com", "allows no org to be touched")]
#[case::a_region("eu-west-1", "allows no org to be touched")]
#[case::an_unnamed_host("https://genesys.example.com", "not named in flowproof.yaml")]
fn hosts_that_are_refused_get_nothing(#[case] host: &str, #[case] says: &str) {
    let folder = project(&[("scenarios/a.yaml", &scenario(GREEN))]);
    let output = command(folder.path())
        .args(["run", "--target", "live"])
        .env("GENESYS_ENVIRONMENT", host)
        .env("GENESYS_CLIENT_ID", "id")
        .env("GENESYS_CLIENT_SECRET", "sentinel-secret")
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(4), "{}", err(&output));
    assert!(err(&output).contains(says), "{}", err(&output));
    assert!(!format!("{}{}", out(&output), err(&output)).contains("sentinel-secret"));
}

#[test]
fn credentials_alone_never_change_the_target() {
    let folder = project(&[("scenarios/a.yaml", &scenario(GREEN))]);
    let output = command(folder.path())
        .arg("run")
        .env("GENESYS_ENVIRONMENT", "https://api.mypurecloud.com")
        .env("GENESYS_CLIENT_ID", "id")
        .env("GENESYS_CLIENT_SECRET", "secret")
        .output()
        .unwrap();
    assert!(output.status.success(), "{}", err(&output));
    assert!(out(&output).contains("the embedded fake org"), "{}", out(&output));
}

#[test]
fn every_line_of_the_json_report_fits_its_schema() {
    let folder = project(&[("scenarios/a.yaml", &scenario(GREEN)), ("scenarios/b.yaml", &scenario(RED))]);
    let output = flowproof(folder.path(), &["run", "--report", "json=out.jsonl"]);
    assert_eq!(output.status.code(), Some(1));
    let schema: Json = serde_json::from_str(&out(&flowproof(folder.path(), &["schema", "events"]))).unwrap();
    let validator = jsonschema::validator_for(&schema).unwrap();
    let text = fs::read_to_string(folder.path().join("out.jsonl")).unwrap();
    let lines: Vec<Json> = text.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    for line in &lines {
        if let Err(error) = validator.validate(line) {
            panic!("{error}: {line}");
        }
    }
    let events: Vec<&str> = lines.iter().filter_map(|line| line["event"].as_str()).collect();
    assert_eq!((events.first(), events.last()), (Some(&"run_started"), Some(&"run_ended")));
    let verdicts: Vec<&Json> = lines.iter().filter(|line| line["event"] == "case_ended").collect();
    assert_eq!(verdicts.len(), 2);
    assert!(verdicts.iter().any(|line| line["verdict"] == "failed" && line["findings"][0]["about"] == "ending"));
    assert_eq!(lines.last().unwrap()["exit"], 1);
}

#[cfg(target_os = "linux")]
#[test]
fn a_report_that_cannot_be_written_is_not_green() {
    let folder = project(&[("scenarios/a.yaml", &scenario(GREEN))]);
    let output = flowproof(folder.path(), &["run", "--report", "json=/dev/full"]);
    assert_eq!(output.status.code(), Some(1), "{}", err(&output));
    assert!(err(&output).contains("the report to /dev/full is incomplete"), "{}", err(&output));
    let output = flowproof(folder.path(), &["run", "--report", "json=no/such/folder/x"]);
    assert_eq!(output.status.code(), Some(2));
}

#[test]
fn the_page_of_a_run_is_written_whole_in_place_of_the_last_one() {
    let folder = project(&[("scenarios/a.yaml", &scenario(GREEN))]);
    let page = folder.path().join("out/report.html");
    let output = flowproof(folder.path(), &["run", "--report", "html=out/report.html", "--report", "json=out.jsonl"]);
    assert_eq!(output.status.code(), Some(0), "{}", err(&output));
    let text = fs::read_to_string(&page).unwrap();
    assert!(text.starts_with("<!DOCTYPE html>") && text.ends_with("</html>") && text.contains("<h1>All green</h1>"));
    let cases = fs::read_to_string(folder.path().join("out.jsonl")).unwrap().matches("\"case_ended\"").count();
    assert_eq!(text.matches("<details class=\"case\"").count(), cases);
    assert_eq!(fs::read_dir(folder.path().join("out")).unwrap().count(), 1, "nothing stays beside it");
    // A case that is not there: nothing runs, and the page stays.
    let output = flowproof(folder.path(), &["run", "--filter", "nobody", "--report", "html=out/report.html"]);
    assert_eq!(output.status.code(), Some(3));
    assert_eq!(fs::read_to_string(&page).unwrap(), text);
    // A folder is no file: that is said before anything runs.
    let output = flowproof(folder.path(), &["run", "--report", "html=out"]);
    assert_eq!(output.status.code(), Some(2));
    assert!(err(&output).contains("`out` cannot be written"), "{}", err(&output));
}

#[test]
fn the_command_to_run_a_case_again_works_where_it_is_told() {
    let folder = project(&[("shop/flowproof.yaml", "version: 1\n"), ("shop/flows/hello.yaml", FLOW)]);
    fs::create_dir_all(folder.path().join("shop/scenarios")).unwrap();
    fs::write(folder.path().join("shop/scenarios/a.yaml"), scenario(RED)).unwrap();
    let told = out(&flowproof(folder.path(), &["run", "--project", "shop"]));
    let again = told.lines().find_map(|line| line.trim().strip_prefix("rerun      flowproof ")).expect("no rerun line");
    assert_eq!(again, "run shop/scenarios/a.yaml --project shop");
    let ran = flowproof(folder.path(), &again.split(' ').collect::<Vec<_>>());
    assert!(ran.status.code() == Some(1) && out(&ran).contains("1 failed of 1 case"), "{}", out(&ran));
}

#[test]
fn a_case_that_expects_nothing_is_told() {
    let folder = project(&[("scenarios/a.yaml", &scenario(""))]);
    let checked = err(&flowproof(folder.path(), &["check"]));
    assert!(checked.contains("warning[FP0330]: nothing is expected"), "{checked}");
    let ran = out(&flowproof(folder.path(), &["run"]));
    assert!(ran.contains("warning   nothing is expected, so that this case is green"), "{ran}");
    let folder = project(&[("scenarios/a.yaml", &scenario(GREEN))]);
    assert!(!err(&flowproof(folder.path(), &["check"])).contains("FP0330"));
}

#[test]
fn whoever_stands_in_the_wrong_folder_is_told_the_right_one() {
    let named = scenario(GREEN).replace("flows/hello.yaml", "hello");
    let folder = project(&[("scenarios/a.yaml", &named), ("empty/note.txt", "x")]);
    let below = folder.path().join("empty");
    for command in ["run", "check"] {
        let told = err(&flowproof(&below, &[command]));
        assert!(told.contains("there is no flowproof.yaml here; one is in `..`: `--project ..`"), "{told}");
    }
    fs::remove_file(folder.path().join("flowproof.yaml")).unwrap();
    let told = err(&flowproof(folder.path(), &["run", "scenarios/a.yaml"]));
    assert!(told.contains("there is no flowproof.yaml, which names flows"), "{told}");
    assert!(told.contains("no flowproof.yaml here; `flowproof init` writes a first project"), "{told}");
}

#[test]
fn files_of_reports_are_named_at_the_end() {
    let folder = project(&[("scenarios/a.yaml", &scenario(GREEN))]);
    let reports = ["run", "--report", "junit=j.xml", "--report", "json=r.jsonl"];
    let told = out(&flowproof(folder.path(), &reports));
    assert!(told.ends_with("wrote j.xml\nwrote r.jsonl\n"), "{told}");
    let quiet = out(&flowproof(folder.path(), &[&reports[..], &["--quiet"]].concat()));
    assert!(!quiet.contains("wrote"), "{quiet}");
}

#[test]
fn init_writes_a_project_that_is_green_and_never_overwrites() {
    let folder = tempfile::tempdir().unwrap();
    let first = flowproof(folder.path(), &["init", "mine"]);
    assert!(first.status.success(), "{}", err(&first));
    let mine = folder.path().join("mine");
    let check = flowproof(&mine, &["check"]);
    assert!(check.status.success(), "{}", err(&check));
    assert!(!err(&check).contains("warning"), "{}", err(&check));
    let run = flowproof(&mine, &["run"]);
    assert!(run.status.success(), "{}{}", out(&run), err(&run));
    let again = flowproof(folder.path(), &["init", "mine"]);
    assert_eq!(again.status.code(), Some(2));
    assert!(err(&again).contains("nothing was written"));
}

#[test]
fn a_snapshot_is_pending_then_reviewed_then_held() {
    let text = scenario("expect: { path: [Greet] }\nsnapshot: [path, transcript]\n");
    let folder = project(&[("scenarios/a.yaml", &text)]);
    let run = |arguments: &[&str]| flowproof(folder.path(), arguments).status.code();
    let first = flowproof(folder.path(), &["run"]);
    assert_eq!(first.status.code(), Some(1));
    assert!(out(&first).contains("help       `flowproof review` shows it and asks"), "{}", out(&first));
    let new = folder.path().join("scenarios/snapshots/a@path.snap.new");
    assert!(new.exists());
    assert_eq!(run(&["review", "--accept"]), Some(0));
    assert!(!new.exists());
    assert_eq!(run(&["run"]), Some(0));
    let stored = folder.path().join("scenarios/snapshots/a@path.snap");
    fs::write(&stored, fs::read_to_string(&stored).unwrap().replace("Greet", "Grit")).unwrap();
    let ci = command(folder.path()).arg("run").env("CI", "true").output().unwrap();
    assert_eq!(ci.status.code(), Some(1));
    assert!(out(&ci).contains("- Grit") && out(&ci).contains("+ Greet"), "{}", out(&ci));
    assert!(!new.exists(), "CI wrote a snapshot");
    assert!(out(&ci).contains("commit the file") && !out(&ci).contains("--update"), "{}", out(&ci));
    assert_eq!(run(&["run", "--update"]), Some(0));
    assert!(fs::read_to_string(&stored).unwrap().contains("Greet"));
}

/// Answers `review` through a pipe.
fn review(folder: &Path, arguments: &[&str], typed: &str) -> Output {
    let mut child = command(folder)
        .arg("review")
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    // One that ends without reading closes its end.
    let _ = child.stdin.take().unwrap().write_all(typed.as_bytes());
    child.wait_with_output().unwrap()
}

#[test]
fn review_is_answered_through_a_pipe_and_says_what_is_left() {
    let text = scenario("expect: { path: [Greet] }\nsnapshot: [path, transcript]\n");
    let folder = project(&[("scenarios/a.yaml", &text), ("scenarios/b.yaml", &text)]);
    let snapshot = |name: &str| folder.path().join("scenarios/snapshots").join(name).exists();
    assert_eq!(flowproof(folder.path(), &["run"]).status.code(), Some(1));
    // Nothing is answered: all stay, and each is named as a person would.
    let none = review(folder.path(), &[], "");
    assert_eq!(none.status.code(), Some(1));
    assert!(out(&none).contains("0 snapshots accepted, 0 rejected, 4 left"), "{}", out(&none));
    assert_eq!(out(&none).matches("\n  pending: scenarios/snapshots/").count(), 4, "{}", out(&none));
    // What is no key is asked again; what is not answered stays.
    let some = review(folder.path(), &[], "x\n?\na\nr\ns\n");
    assert_eq!(some.status.code(), Some(1));
    for part in [
        "\n1 of 4: ",
        ", path\nscenarios/snapshots/a@path.snap.new\n",
        "`x` is none of the keys",
        "1 snapshot accepted, 1 rejected, 2 left",
    ] {
        assert!(out(&some).contains(part), "no `{part}` in\n{}", out(&some));
    }
    assert!(snapshot("a@path.snap") && !snapshot("a@path.snap.new") && !snapshot("a@transcript.snap.new"));
    assert!(snapshot("b@path.snap.new") && snapshot("b@transcript.snap.new"));
    assert!(review(folder.path(), &[], "q\n").status.code() == Some(1) && snapshot("b@path.snap.new"));
    let rest = review(folder.path(), &["scenarios"], "A\n");
    assert_eq!(rest.status.code(), Some(0));
    assert!(snapshot("b@path.snap") && snapshot("b@transcript.snap"), "{}", out(&rest));
    assert_eq!(review(folder.path(), &["scenarois"], "").status.code(), Some(2));
}

#[test]
fn a_flow_is_shown_and_run_by_its_name() {
    let folder = project(&[("flowproof.yaml", "version: 1\nflows: { hello: flows/hello.yaml }\n")]);
    for (by_name, by_file) in [
        (vec!["flow", "show", "hello"], vec!["flow", "show", "flows/hello.yaml"]),
        (vec!["flow", "run", "hello", "--say", "Hi"], vec!["flow", "run", "flows/hello.yaml", "--say", "Hi"]),
    ] {
        let (named, filed) = (flowproof(folder.path(), &by_name), flowproof(folder.path(), &by_file));
        assert!(named.status.success(), "{}", err(&named));
        assert_eq!(out(&named), out(&filed));
    }
    let typo = flowproof(folder.path(), &["flow", "show", "helo"]);
    assert_eq!(typo.status.code(), Some(2));
    assert!(err(&typo).contains("did you mean `hello`?"), "{}", err(&typo));
    // What flowproof.yaml says of a flow is not said again beside its name.
    let twice = flowproof(folder.path(), &["flow", "run", "hello", "--with", "flows/hello.yaml"]);
    assert_eq!(twice.status.code(), Some(2));
    assert!(err(&twice).contains("`--with` is for a flow file"), "{}", err(&twice));
}

#[test]
fn a_flow_runs_without_a_project() {
    let folder = project(&[]);
    let text = flowproof(folder.path(), &["flow", "run", "flows/hello.yaml", "--say", "Hi"]);
    assert!(text.status.success(), "{}", err(&text));
    for part in ["Greet", "Hello", "Hi"] {
        assert!(out(&text).contains(part), "{}", out(&text));
    }
    let json =
        flowproof(folder.path(), &["flow", "run", "flows/hello.yaml", "--say", "Hi", "--attr", "tier=Gold", "--json"]);
    let json: Json = serde_json::from_str(&out(&json)).unwrap();
    assert_eq!(json["path"][0]["action"], "Greet");
    assert_eq!(json["transcript"][1]["text"], "Hello");
    assert_eq!(json["attributes"]["tier"], "Gold");
    assert_eq!(json["ending"]["type"], "disconnected");
}

#[test]
fn a_bot_that_is_given_is_executed_and_explained() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let folder = project(&[(
        "names.yaml",
        "order_bot: Order Bot\nbot_name: Order Bot\norders_api: Orders API\norders_queue: Orders\n",
    )]);
    let file = |name: &str| root.join("fixtures/flows").join(name).display().to_string();
    let (orders, bot) = (file("orders.yaml"), file("order_bot.yaml"));
    let given = ["flow", "run", &orders, "--with", &bot, "--substitutions", "names.yaml", "--explain"];
    let said = ["--say", "hello", "--say", "hello?"];
    let output = flowproof(folder.path(), &[&given[..], &said[..]].concat());
    assert!(output.status.success(), "{}", err(&output));
    for part in [
        "  Ask what it is about: noIntent\n",
        "bot       Sorry. Is it about an order?\n",
        "because \"hello?\" was understood as nothing by the bot's own phrases\n",
        "transferred to queue Orders",
    ] {
        assert!(out(&output).contains(part), "{part}: {}", out(&output));
    }
}

const QUEUE_FLOW: &str = r#"inqueueShortMessage:
  name: Waiting
  variables:
    - integerVariable: { name: Flow.place, initialValue: { noValue: true }, isInput: true }
    - jsonVariable: { name: Flow.order, initialValue: { noValue: true }, isInput: true }
  startUpTaskActions:
    - initializeFlowOutcome: { name: Begin, flowOutcome: { lit: { name: Wait } } }
    - addFlowMilestone: { name: Told, flowMilestone: { lit: { name: Place told } } }
    - setExternalTag: { name: Tag, externalTag: { exp: '"order-" + ToString(Flow.order.id)' } }
    - sendResponse: { name: Tell, messageBody: { exp: '"You are number " + ToString(Flow.place)' } }
    - disconnect: { name: Close }
"#;

#[test]
fn a_flow_of_another_type_runs_with_its_inputs_and_says_what_it_did() {
    let folder = project(&[("queue.yaml", QUEUE_FLOW)]);
    let run = |more: &[&str]| {
        flowproof(folder.path(), &[&["flow", "run", "queue.yaml", "--now", "2026-11-23T10:00 UTC"], more].concat())
    };
    let given = ["--var", "Flow.place=3", "--var", r#"flow.order={"id": 7}"#];
    let text = run(&given);
    assert!(text.status.success(), "{}", err(&text));
    for part in [
        "You are number 3",
        "milestone Place told at 2026-11-23T10:00:00Z",
        "outcome Wait: failure, for it was never set, from 2026-11-23T10:00:00Z",
        "setExternalTag: externalTag = order-7   (by Tag)",
    ] {
        assert!(out(&text).contains(part), "{part}\n{}", out(&text));
    }
    let json: Json = serde_json::from_str(&out(&run(&[&given[..], &["--json"]].concat()))).unwrap();
    assert_eq!(json["milestones"][0]["name"], "Place told");
    assert_eq!((&json["outcomes"][0]["name"], &json["outcomes"][0]["value"]), (&"Wait".into(), &"failure".into()));
    assert_eq!(json["deeds"][0]["details"]["externalTag"], "order-7");
    let wrong = run(&["--var", "Flow.plaice=3"]);
    assert_eq!(wrong.status.code(), Some(2));
    assert!(
        err(&wrong).contains("`--var Flow.plaice`: the flow has no input `Flow.plaice`; did you mean `Flow.place`?")
    );
    assert_eq!(run(&["--var", "Flow.place=three"]).status.code(), Some(2));
}

#[test]
fn expressions_alone_and_in_a_batch() {
    let folder = tempfile::tempdir().unwrap();
    let one = flowproof(folder.path(), &["expr", "Upper(Flow.x) + \"!\"", "--var", "Flow.x=hi"]);
    assert_eq!(out(&one).trim(), "HI!");
    assert_eq!(flowproof(folder.path(), &["expr", "Uper(\"a\")"]).status.code(), Some(2));
    let mut child =
        command(folder.path()).args(["expr", "--batch"]).stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
    let lines =
        "{\"expression\": \"Flow.n + 1\", \"variables\": {\"Flow.n\": 2}}\n{\"expression\": \"1 +\"}\nnonsense\n";
    child.stdin.take().unwrap().write_all(lines.as_bytes()).unwrap();
    let output = child.wait_with_output().unwrap();
    let answers: Vec<Json> = out(&output).lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(answers[0], serde_json::json!({"value": 3, "type": "Integer"}));
    assert!(answers[1]["error"].is_string() && answers[2]["error"].is_string());
    assert_eq!(answers.len(), 3);
}

#[test]
fn trees_of_expressions_alone_and_in_a_batch() {
    let folder = tempfile::tempdir().unwrap();
    let one = flowproof(folder.path(), &["expr", "--ast", "flow.N + 1", "--var", "Flow.n=integer"]);
    assert_eq!(one.status.code(), Some(0));
    assert!(out(&one).lines().count() > 10, "the tree is not indented");
    assert_eq!(
        serde_json::from_str::<Json>(&out(&one)).unwrap(),
        serde_json::json!({"+": {
            "operands": [{"ref": {"text": "flow.N", "type": "int"}}, {"lit": {"text": "1", "type": "int"}}],
            "type": "int",
            "text": "flow.N + 1"
        }})
    );
    for wrong in [&["expr", "--ast", "1 +"][..], &["expr", "--ast", "1", "--var", "Flow.n=intt"]] {
        assert_eq!(flowproof(folder.path(), wrong).status.code(), Some(2), "{wrong:?}");
    }
    let mut child = command(folder.path())
        .args(["expr", "--batch", "--ast"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let lines = [
        r#"{"expression": "Flow.x", "variables": {"Flow.x": "str_coll"}}"#,
        "nonsense",
        r#"{"expression": "Nope(1)"}"#,
        r#"{"expression": "Call.Ani"}"#,
    ];
    child.stdin.take().unwrap().write_all(lines.join("\n").as_bytes()).unwrap();
    let output = child.wait_with_output().unwrap();
    assert_eq!(output.status.code(), Some(0));
    let answers: Vec<Json> = out(&output).lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(answers.len(), 4);
    assert_eq!(answers[0], serde_json::json!({"ast": {"ref": {"text": "Flow.x", "type": "str_coll"}}}));
    assert_eq!(answers[1]["error"], "the line is no JSON: unexpected character at offset 0");
    assert_eq!(answers[2]["error"], "there is no function `Nope`");
    assert_eq!(answers[3], serde_json::json!({"ast": {"sysref": {"text": "Call.Ani", "type": "str"}}}));
}

/// A child that is ended even where a test fails.
struct Running(Child);

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

impl Running {
    fn interrupt(&self) {
        let sent = Command::new("kill").args(["-INT", &self.0.id().to_string()]).status().unwrap();
        assert!(sent.success());
    }

    fn code_within(&mut self, limit: Duration) -> Option<i32> {
        let begun = Instant::now();
        while begun.elapsed() < limit {
            if let Some(status) = self.0.try_wait().unwrap() {
                return status.code();
            }
            std::thread::yield_now();
        }
        panic!("the process did not end within {limit:?}");
    }
}

#[cfg(unix)]
#[test]
fn ctrl_c_ends_with_every_case_accounted_for() {
    let mut text =
        scenario("expect: { path: [Greet] }\nfaults: [ { at: simulate, silent: true } ]\ntimeout: 60s\ncases:\n");
    for case in 0..40 {
        text.push_str(&format!("  - {{ case: row {case} }}\n"));
    }
    let folder = project(&[("scenarios/a.yaml", &text)]);
    let mut child = Running(
        command(folder.path())
            .args(["run", "--jobs", "4", "--report", "json=out.jsonl"])
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap(),
    );
    let mut lines = BufReader::new(child.0.stdout.take().unwrap()).lines();
    let first = lines.next().unwrap().unwrap();
    assert!(first.starts_with("running 40 cases"), "{first}");
    child.interrupt();
    assert_eq!(child.code_within(Duration::from_secs(30)), Some(130));
    let text = fs::read_to_string(folder.path().join("out.jsonl")).unwrap();
    let ended: Vec<Json> = text
        .lines()
        .map(|line| serde_json::from_str::<Json>(line).unwrap())
        .filter(|line| line["event"] == "case_ended")
        .collect();
    assert_eq!(ended.len(), 40);
    assert!(ended.iter().all(|line| line["verdict"] == "interrupted"));
}

#[cfg(unix)]
#[tokio::test]
async fn serve_takes_the_seeds_steps_from_any_client_and_stops_cleanly() {
    let folder = project(&[("flowproof.yaml", "version: 1\nworld: { queues: [Support] }\n")]);
    let mut child = Running(
        command(folder.path())
            .args(["serve", "--flow", "flows/hello.yaml"])
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap(),
    );
    let mut line = String::new();
    BufReader::new(child.0.stdout.take().unwrap()).read_line(&mut line).unwrap();
    let ready: Json = serde_json::from_str(&line).unwrap();
    let api = ready["api"].as_str().unwrap();
    assert_eq!(ready["flows"][0]["name"], "hello");
    let http = flowproof::genesys::http_client(Duration::from_secs(5), flowproof::genesys::Reach::Loopback).unwrap();
    let form = [
        ("grant_type", "client_credentials"),
        ("client_id", ready["client_id"].as_str().unwrap()),
        ("client_secret", ready["client_secret"].as_str().unwrap()),
    ];
    let token: Json = http.post(format!("{api}/oauth/token")).form(&form).send().await.unwrap().json().await.unwrap();
    let token = token["access_token"].as_str().unwrap();
    let post = |path: String, body: Json| {
        let request = http.post(format!("{api}{path}")).bearer_auth(token).json(&body);
        async move { request.send().await.unwrap().error_for_status().unwrap().json::<Json>().await.unwrap() }
    };
    let widget = serde_json::json!({"name": "W", "custom_attributes": [{"name": "customer_tier", "type": "string"}]});
    assert!(post("/api/v2/webchat/widgets".into(), widget).await["id"].is_string());
    let queue = ready["queues"][0]["id"].as_str().unwrap();
    let participant = serde_json::json!({"attributes": {"customer_tier": "Gold"}, "name": "Test User"});
    let path = format!("/api/v2/conversations/messaging/conversations/participants?queueId={queue}");
    assert!(post(path, participant).await["id"].is_string());
    let simulate = serde_json::json!({"input": {"event_type": "message", "data": {
        "participant": {"attributes": {"customer_tier": "Gold"}}, "message": {"text": "Help me."}}}});
    let flow = ready["flows"][0]["id"].as_str().unwrap();
    let answer = post(format!("/api/v2/architect/flows/{flow}/simulate"), simulate).await;
    assert_eq!(answer["steps"][0]["name"], "Greet");
    child.interrupt();
    assert_eq!(child.code_within(Duration::from_secs(20)), Some(0));
}

#[test]
fn a_flow_is_shown_with_the_path_that_a_run_took() {
    let folder = project(&[]);
    let run = flowproof(folder.path(), &["flow", "run", "flows/hello.yaml", "--say", "Hi", "--json"]);
    fs::write(folder.path().join("run.json"), &run.stdout).unwrap();
    let show =
        |arguments: &[&str]| flowproof(folder.path(), &[&["flow", "show", "flows/hello.yaml"], arguments].concat());
    assert_eq!(
        out(&show(&["--path", "run.json"])),
        "▶ flow hello (inboundShortMessage)\n▶ └─ state Start (start)\n▶    ├─ Greet [sendResponse]\n▶    └─ Close [disconnect]\n\n▶ taken by the path of 2 steps\n"
    );
    assert!(out(&show(&["--format", "mermaid"])).starts_with("flowchart TD\n  subgraph c0[\"state Start\"]\n"));
    let json: Json = serde_json::from_str(&out(&show(&["--format", "json"]))).unwrap();
    assert_eq!(json["flows"][0]["containers"][0]["actions"][1]["name"], "Close");
    let svg = show(&["--format", "svg", "--output", "flow.svg"]);
    assert_eq!((svg.status.code(), out(&svg).as_str()), (Some(0), ""));
    assert!(fs::read_to_string(folder.path().join("flow.svg")).unwrap().starts_with("<svg "));
    fs::write(
        folder.path().join("other.json"),
        r#"{"path": [{"action": "X", "flow": "f", "container": "c", "nth": 1, "kind": "k", "depth": 0}]}"#,
    )
    .unwrap();
    let strange = show(&["--path", "other.json"]);
    assert_eq!(strange.status.code(), Some(0));
    assert!(err(&strange).contains("FP0441") && err(&strange).contains("1 of the 1 steps"), "{}", err(&strange));
    let wrong = show(&["--path", "flows/hello.yaml"]);
    assert_eq!(wrong.status.code(), Some(2));
    assert!(err(&wrong).contains("FP0440"), "{}", err(&wrong));
}

#[test]
fn a_doubtful_flow_is_warned_of_and_a_certain_mistake_is_an_error() {
    let doubtful = FLOW.replace("          - disconnect: { name: Close }\n", "");
    let wrong = FLOW.replace("{ lit: Hello }", "{ exp: 'Length(5) + 1' }");
    let folder = project(&[("doubtful.yaml", &doubtful), ("wrong.yaml", &wrong)]);
    let warned = flowproof(folder.path(), &["check", "doubtful.yaml"]);
    assert_eq!(warned.status.code(), Some(0), "{}", err(&warned));
    assert!(err(&warned).contains("warning[FP0451]"), "{}", err(&warned));
    let refused = flowproof(folder.path(), &["check", "wrong.yaml"]);
    assert_eq!(refused.status.code(), Some(2), "{}", err(&refused));
    assert!(err(&refused).contains("error[FP0455]"), "{}", err(&refused));
}

#[test]
fn a_run_is_explained_in_words() {
    let decision = "          - decision: { name: \"Long?\", condition: { exp: Length(Message.Message.body) > 5 } }\n          - disconnect";
    let folder = project(&[("long.yaml", &FLOW.replace("          - disconnect", decision))]);
    let output = flowproof(folder.path(), &["flow", "run", "long.yaml", "--say", "Hi", "--explain"]);
    let says = "    2  Long?: no, because Length(Message.Message.body) > 5 was false: ";
    assert!(out(&output).contains(says), "{}{}", out(&output), err(&output));
}

#[test]
fn what_starts_with_a_hyphen_can_be_said_and_given() {
    let folder = project(&[]);
    let run = ["flow", "run", "flows/hello.yaml", "--say", "-5", "--attr", "-a=-1", "--json"];
    let output = flowproof(folder.path(), &run);
    assert_eq!(output.status.code(), Some(0), "{}", err(&output));
    let json: Json = serde_json::from_str(&out(&output)).unwrap();
    assert_eq!((&json["transcript"][0]["text"], &json["attributes"]["-a"]), (&"-5".into(), &"-1".into()));
    let expression = flowproof(folder.path(), &["expr", "x + 1", "--var", "x=-5"]);
    assert_eq!(out(&expression).lines().next(), Some("-4"), "{}", err(&expression));
}

#[test]
fn a_path_through_several_flows_is_drawn_on_those_that_are_given() {
    let call = "          - callCommonModule: { name: Call, commonModule: { Greeter: { ver_latestPublished: { inputs: {}, outputs: {} } } } }\n          - disconnect";
    let module = "commonModule:
  name: Greeter
  startUpTaskActions:
    - endTask: { name: End, outputPath: { name: Default } }
";
    let main = FLOW.replace("          - disconnect", call);
    let folder = project(&[("main.yaml", &main), ("greeter.yaml", module)]);
    let with = ["--with", "greeter.yaml"];
    let run = [&["flow", "run", "main.yaml", "--say", "Hi", "--json"], &with[..]].concat();
    let run = flowproof(folder.path(), &run);
    fs::write(folder.path().join("run.json"), &run.stdout).unwrap();
    let show = |more: &[&str]| {
        let all = [&["flow", "show", "main.yaml", "--path", "run.json"], more].concat();
        let shown = flowproof(folder.path(), &all);
        assert!(!err(&shown).contains("FP0441"), "{}", err(&shown));
        out(&shown)
    };
    assert!(!show(&[]).contains("End [endTask]"));
    assert!(show(&with).contains("\u{25b6}    \u{2514}\u{2500} End [endTask]"), "{}", show(&with));
    let uncalled = flowproof(folder.path(), &["flow", "run", "flows/hello.yaml", "--with", "greeter.yaml"]);
    assert!(err(&uncalled).contains("FP0327"), "{}", err(&uncalled));
}
