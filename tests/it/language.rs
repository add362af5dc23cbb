//! Blocks, tables, captured values, variables and profiles as a person meets them: what a command prints, and where it points.

use std::fs;
use std::path::Path;
use std::process::Output;

use tempfile::TempDir;

use crate::command::{command, err, folder_of, out};
use crate::hello::FLOW;

/// A folder with these files and the flow.
fn project(files: &[(&str, &str)]) -> TempDir {
    folder_of(files.iter().copied().chain([("flows/hello.yaml", FLOW)]))
}

/// The exit code, and all that is printed.
fn told(output: &Output) -> (Option<i32>, String) {
    (output.status.code(), out(output) + &err(output))
}

fn flowproof(folder: &Path, arguments: &[&str]) -> (Option<i32>, String) {
    told(&command(folder, arguments).output().unwrap())
}

const HEAD: &str = "version: 1\nscenario: Hello\nflow: ../flows/hello.yaml\n";

const PROFILES: &str = "version: 1\nvariables: { greeting: Hello }\nprofiles:\n  staging: { variables: { greeting: Hi } }\n  \
                        nightly: { variables: { greeting: Good night } }\n";

#[test]
fn a_profile_is_used_where_the_option_or_the_environment_names_it() {
    let scenario = format!("{HEAD}conversation: [ {{ say: Hi }}, {{ receive: \"${{greeting}}\" }} ]\n");
    let folder = project(&[("flowproof.yaml", PROFILES), ("scenarios/a.yaml", &scenario)]);
    let run = |arguments: &[&str], variable: Option<&str>| {
        let mut command = command(folder.path(), arguments);
        command.envs(variable.map(|name| ("FLOWPROOF_PROFILE", name)));
        told(&command.output().unwrap())
    };
    assert_eq!(run(&["run"], None).0, Some(0));
    let (code, text) = run(&["run", "--profile", "staging"], None);
    assert!(code == Some(1) && text.contains("expected   \"Hi\""), "{text}");
    assert!(text.contains("rerun      flowproof run scenarios/a.yaml --profile staging"), "{text}");
    let (code, text) = run(&["run"], Some("nightly"));
    assert!(code == Some(1) && text.contains("expected   \"Good night\""), "{text}");
    let (_, text) = run(&["--profile", "staging", "run"], Some("nightly"));
    assert!(text.contains("expected   \"Hi\"") && text.contains("the embedded fake org"), "{text}");
    let (code, text) = run(&["check", "--profile", "stagin"], None);
    assert!(code == Some(2) && text.contains("FP0329") && text.contains("did you mean `staging`?"), "{text}");
}

#[test]
fn what_is_wrong_with_a_profile_is_told_though_another_is_used() {
    let file = format!("{PROFILES}  wrong: {{ target: live, defaults: {{ jobs: 0 }} }}\n");
    let folder = project(&[("flowproof.yaml", &file)]);
    for arguments in [&["check"][..], &["check", "--profile", "staging"]] {
        let (code, text) = flowproof(folder.path(), arguments);
        assert!(code == Some(2) && text.contains("unknown key `target`") && text.contains("2 errors"), "{text}");
    }
}

const BLOCKS: &str = "version: 1\nblocks:\n  greet:\n    parameters: { answer: Hello }\n    steps:\n      - say: Hi\n      - receive: \"${answer}\"\n";

#[test]
fn a_step_of_a_block_that_fails_is_told_with_the_place_of_its_use() {
    let scenario = format!("{HEAD}conversation:\n  - {{ use: greet, with: {{ answer: Bye }} }}\n");
    let files = [
        ("flowproof.yaml", "version: 1\nblocks: blocks/common.yaml\n"),
        ("blocks/common.yaml", BLOCKS),
        ("scenarios/a.yaml", &scenario),
    ];
    let folder = project(&files);
    let (code, text) = flowproof(folder.path(), &["run"]);
    assert_eq!(code, Some(1));
    assert!(text.contains("at         blocks/common.yaml:7:9, used at scenarios/a.yaml:5:12"), "{text}");
    fs::write(folder.path().join("scenarios/a.yaml"), scenario.replace("answer: Bye", "answer: Hello")).unwrap();
    assert_eq!(flowproof(folder.path(), &["run"]).0, Some(0));
}

#[test]
fn a_block_of_the_project_that_no_scenario_uses_is_a_warning() {
    let scenario = format!("{HEAD}conversation: [ {{ say: Hi }} ]\nexpect: {{ path: [Greet] }}\n");
    let files = [
        ("flowproof.yaml", "version: 1\nblocks: [scenarios/common.yaml]\n"),
        ("scenarios/common.yaml", BLOCKS),
        ("scenarios/a.yaml", &scenario),
    ];
    let folder = project(&files);
    let (code, text) = flowproof(folder.path(), &["check"]);
    assert!(code == Some(0) && text.contains("FP0219") && text.contains("scenarios/common.yaml:3:3"), "{text}");
    assert!(text.contains("checked 1 case from 1 scenario file"), "{text}");
    assert_eq!(flowproof(folder.path(), &["check", "scenarios/common.yaml"]).0, Some(0));
    fs::write(folder.path().join("flowproof.yaml"), "version: 1\n").unwrap();
    let (code, text) = flowproof(folder.path(), &["check"]);
    assert!(code == Some(2) && text.contains("this file holds blocks alone, and no scenario"), "{text}");
}

#[test]
fn a_case_of_a_table_is_told_at_its_line_and_run_again_by_its_name() {
    let scenario = format!(
        "{HEAD}conversation: [ {{ say: Hi }}, {{ receive: \"${{answer}}\" }} ]\ncases: {{ csv: data/answers.csv }}\n"
    );
    let table = "case,tags,answer\r\nhello,smoke,Hello\r\n\"bye, then\",slow,Bye\r\n";
    let files =
        [("flowproof.yaml", "version: 1\n"), ("scenarios/data/answers.csv", table), ("scenarios/a.yaml", &scenario)];
    let folder = project(&files);
    let report = folder.path().join("report.jsonl");
    let (code, text) = flowproof(folder.path(), &["run", "--report", &format!("json={}", report.display())]);
    assert!(code == Some(1) && text.contains("scenarios/data/answers.csv:3:1"), "{text}");
    assert!(text.contains("rerun      flowproof run scenarios/a.yaml --filter 'bye, then'"), "{text}");
    assert!(text.contains("1 passed, 1 failed of 2 cases"), "{text}");
    let json = fs::read_to_string(report).unwrap();
    assert!(
        json.contains("\"file\":\"scenarios/a.yaml\"")
            && json.contains("\"table\":\"scenarios/data/answers.csv\",\"line\":3")
    );
    for chosen in [["--filter", "hello: hello"], ["--tag", "smoke"]] {
        let (code, text) = flowproof(folder.path(), &["run", chosen[0], chosen[1]]);
        assert!(code == Some(0) && text.contains("1 passed"), "{text}");
    }
    assert_eq!(flowproof(folder.path(), &["check"]).0, Some(0));
}

const CAPTURES: &str = "conversation:\n  - say: Hi\n  - receive: { is: Hello, capture: { number: '[0-9]+' } }\n";

#[test]
fn a_captured_value_that_nothing_uses_is_a_warning() {
    let folder = project(&[("flowproof.yaml", "version: 1\n"), ("scenarios/a.yaml", &format!("{HEAD}{CAPTURES}"))]);
    let (code, text) = flowproof(folder.path(), &["check"]);
    assert!(code == Some(0) && text.contains("warning[FP0222]: nothing uses the captured value `number`"), "{text}");
}

#[test]
fn a_value_that_is_not_in_the_reply_fails_its_step_with_what_came() {
    let scenario = format!("{HEAD}{CAPTURES}expect: {{ ending: {{ failed: {{ says: \"${{number}}\" }} }} }}\n");
    let folder = project(&[("flowproof.yaml", "version: 1\n"), ("scenarios/a.yaml", &scenario)]);
    for driver in ["simulate", "converse"] {
        let (code, text) = flowproof(folder.path(), &["run", "--driver", driver]);
        assert_eq!(code, Some(1), "{text}");
        assert!(text.contains("expected   a text in which `number` is found by /[0-9]+/"), "{text}");
        assert!(text.contains("went       \"Hello\"") && text.contains("at         scenarios/a.yaml:6:38"), "{text}");
    }
}
