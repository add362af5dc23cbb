//! `new`, `fmt` and `import gwmt`, as a person meets them: what is written, what is told, exit codes.

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};

use rstest::rstest;
use tempfile::TempDir;

use crate::command::{err, flowproof, folder_of, out};
use crate::hello::FLOW;

const ROOT: &str = env!("CARGO_MANIFEST_DIR");

fn project(files: &[(&str, &str)]) -> TempDir {
    let own = [("flows/hello.yaml", FLOW), ("flowproof.yaml", "version: 1\nflows:\n  hello: flows/hello.yaml\n")];
    folder_of(files.iter().copied().chain(own))
}

/// The names of flowproof.yaml's flows.
fn shipped_flows() -> Vec<String> {
    let text = fs::read_to_string(Path::new(ROOT).join("flowproof.yaml")).unwrap();
    let flows = text.split("\nflows:\n").nth(1).unwrap().split("\n\n").next().unwrap();
    let names = flows.lines().filter(|line| line.starts_with("  ") && !line.starts_with("   "));
    names.map(|line| line.trim().split(':').next().unwrap().to_owned()).collect()
}

/// Each shipped flow, bots among them, gets a scenario that is green, is laid out as `fmt` does it, and that `check` does not complain about.
#[test]
fn a_new_scenario_of_each_shipped_flow_is_green() {
    let flows = shipped_flows();
    assert!(flows.len() > 8, "{flows:?}");
    for flow in flows {
        let output = flowproof(Path::new(ROOT), &["new", "--flow", &flow, "--stdout"]);
        let text = out(&output);
        assert_eq!(output.status.code(), Some(0), "{flow}:\n{text}\n{}", err(&output));
        for part in [
            "# yaml-language-server: $schema=../schema/scenario.schema.json\n",
            "\nconversation:\n",
            "  path:\n",
            "  ending:",
        ] {
            assert!(text.contains(part), "{flow}: no `{part}` in\n{text}");
        }
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("new.yaml");
        fs::write(&file, &text).unwrap();
        let checked = flowproof(folder.path(), &["fmt", "new.yaml", "--check"]);
        assert_eq!(checked.status.code(), Some(0), "{flow}:\n{text}");
    }
}

#[test]
fn a_new_scenario_knows_what_the_flow_reads_and_calls() {
    let text =
        out(&flowproof(Path::new(ROOT), &["new", "--flow", "support", "--title", "Gold: to the VIPs", "--stdout"]));
    for part in [
        "scenario: \"Gold: to the VIPs\"\n",
        "    customer_tier: string\n",
        "    # The flow compares it with: Gold",
        "    customer_tier: Gold\n",
        "      Get Customer:\n        - { success: { first_name: Ada",
        "\"Is it a Gold customer?: yes\"",
        "ending: { transferred: { queue: VIP Support } }",
    ] {
        assert!(text.contains(part), "no `{part}` in\n{text}");
    }
}

#[test]
fn new_writes_a_file_once_and_it_runs() {
    let folder = project(&[]);
    let first = flowproof(folder.path(), &["new", "scenarios/deep/mine.yaml"]);
    assert_eq!(first.status.code(), Some(0), "{}", err(&first));
    assert!(out(&first).contains("wrote scenarios/deep/mine.yaml"));
    let path = folder.path().join("scenarios/deep/mine.yaml");
    let text = fs::read_to_string(&path).unwrap();
    assert!(text.starts_with("# yaml-language-server: $schema=../../schema/scenario.schema.json\n"), "{text}");
    let run = flowproof(folder.path(), &["run"]);
    assert!(run.status.success() && out(&run).contains("1 passed"), "{}", out(&run));
    fs::write(&path, "mine").unwrap();
    let again = flowproof(folder.path(), &["new", "scenarios/deep/mine.yaml"]);
    assert_eq!(again.status.code(), Some(2));
    assert_eq!(fs::read_to_string(&path).unwrap(), "mine");
    // Without a name each has one of its own.
    for name in ["hello_new.yaml", "hello_new_2.yaml"] {
        assert!(out(&flowproof(folder.path(), &["new"])).contains(name));
    }
}

#[test]
fn a_bare_name_is_one_of_the_scenarios_and_another_place_is_told() {
    let folder = project(&[]);
    let bare = flowproof(folder.path(), &["new", "mine"]);
    assert!(
        out(&bare).contains("wrote scenarios/mine.yaml") && !err(&bare).contains("does not find"),
        "{}",
        err(&bare)
    );
    let run = flowproof(folder.path(), &["run"]);
    assert!(out(&run).contains("1 passed of 1 case"), "{}", out(&run));
    let outside = flowproof(folder.path(), &["new", "other/mine"]);
    assert_eq!(outside.status.code(), Some(0));
    assert!(folder.path().join("other/mine.yaml").exists());
    let told = "`other/mine.yaml` is not in `scenarios`: `flowproof run` alone does not find it";
    assert!(err(&outside).contains(told), "{}", err(&outside));
}

#[test]
fn new_takes_the_set_up_of_another_scenario() {
    let arguments = ["new", "--from", "scenarios/known_customer.yaml", "--stdout"];
    let output = flowproof(Path::new(ROOT), &arguments);
    let text = out(&output);
    assert_eq!(output.status.code(), Some(0), "{text}{}", err(&output));
    for part in [
        "customer_id: C-1001",
        "customer_tier: Silver",
        "when: { customer_id: C-1001 }",
        "say: \"Hello, it is me.\"",
        "Welcome, Ada",
    ] {
        assert!(text.contains(part), "no `{part}` in\n{text}");
    }
}

#[test]
fn new_tells_that_a_world_is_not_taken_along() {
    let with = "version: 1\nscenario: A\nflow: hello\nworld: { queues: [Support] }\nconversation: [ say: Hi ]\n";
    let folder = project(&[("a.yaml", with), ("b.yaml", &with.replace("world: { queues: [Support] }\n", ""))]);
    let told = |file: &str| err(&flowproof(folder.path(), &["new", "--from", file, "--stdout"]));
    assert!(told("a.yaml").contains("not taken along: `world`"), "{}", told("a.yaml"));
    assert!(!told("b.yaml").contains("not taken along"), "{}", told("b.yaml"));
}

#[rstest]
#[case::no_flows(&[("flowproof.yaml", "version: 1\n")], &["new"], "no flows yet")]
#[case::another(&[], &["new", "--flow", "helo"], "did you mean `hello`?")]
#[case::several(&[("flowproof.yaml", "version: 1\nflows:\n  a: flows/hello.yaml\n  b: flows/hello.yaml\n")], &["new"], "say with `--flow` which one")]
#[case::from_nowhere(&[], &["new", "--from", "x.yaml"], "x.yaml")]
fn new_says_what_is_missing(#[case] files: &[(&str, &str)], #[case] arguments: &[&str], #[case] says: &str) {
    let folder = project(files);
    let output = flowproof(folder.path(), arguments);
    assert_eq!(output.status.code(), Some(2));
    assert!(err(&output).contains(says), "{}", err(&output));
    assert!(!folder.path().join("scenarios").exists());
}

#[test]
fn what_is_shipped_is_formatted() {
    let output = flowproof(Path::new(ROOT), &["fmt", "--check"]);
    assert_eq!(output.status.code(), Some(0), "{}{}", out(&output), err(&output));
}

#[test]
fn fmt_lists_writes_and_leaves_what_is_wrong() {
    let ugly = "version: 1\nflow: hello   # the flow\nscenario: A\nconversation:\n- {say: Hi}\n";
    let neat = "version: 1\nscenario: A\nflow: hello # the flow\nconversation:\n  - { say: Hi }\n";
    let folder = project(&[("scenarios/a.yaml", ugly), ("scenarios/b.yaml", "version: 1\nscenario: [\n")]);
    let read = |name: &str| fs::read_to_string(folder.path().join("scenarios").join(name)).unwrap();
    let checked = flowproof(folder.path(), &["fmt", "scenarios/a.yaml", "--check"]);
    assert_eq!((checked.status.code(), read("a.yaml").as_str()), (Some(1), ugly));
    assert!(out(&checked).contains("would change scenarios/a.yaml\n"), "{}", out(&checked));
    let written = flowproof(folder.path(), &["fmt"]);
    assert_eq!((written.status.code(), read("a.yaml").as_str()), (Some(2), neat));
    assert!(err(&written).contains("scenarios/b.yaml:2:"), "{}", err(&written));
    assert_eq!(read("b.yaml"), "version: 1\nscenario: [\n");
    assert_eq!(flowproof(folder.path(), &["fmt", "scenarios/a.yaml", "--check"]).status.code(), Some(0));
    // A flow is none of ours.
    let flow = flowproof(folder.path(), &["fmt", "flows/hello.yaml"]);
    assert!(err(&flow).contains("was left as it is"), "{}", err(&flow));
    assert_eq!(fs::read_to_string(folder.path().join("flows/hello.yaml")).unwrap(), FLOW);
}

#[test]
fn fmt_lays_out_files_of_blocks_too() {
    let ugly = "version: 1\nblocks:\n  greet:\n    steps:\n    - {say: Hi}\n";
    let neat = "version: 1\nblocks:\n  greet:\n    steps:\n      - { say: Hi }\n";
    let file = "version: 1\nblocks: [blocks/own.yaml]\n";
    let folder = project(&[("flowproof.yaml", file), ("blocks/own.yaml", ugly)]);
    for path in [&["blocks/own.yaml"][..], &["./blocks"], &[]] {
        fs::write(folder.path().join("blocks/own.yaml"), ugly).unwrap();
        let checked = flowproof(folder.path(), &[&["fmt", "--check"], path].concat());
        assert_eq!(checked.status.code(), Some(1), "{path:?}: {}{}", out(&checked), err(&checked));
        assert!(out(&checked).contains("would change blocks/own.yaml"), "{path:?}: {}", out(&checked));
        assert_eq!(flowproof(folder.path(), &[&["fmt"], path].concat()).status.code(), Some(0));
        assert_eq!(fs::read_to_string(folder.path().join("blocks/own.yaml")).unwrap(), neat);
    }
}

#[test]
fn fmt_reads_standard_input() {
    let mut command = Command::new(env!("CARGO_BIN_EXE_flowproof"));
    command.args(["fmt", "-"]).stdin(Stdio::piped()).stdout(Stdio::piped());
    let mut child = command.spawn().unwrap();
    std::io::Write::write_all(&mut child.stdin.take().unwrap(), b"scenario:  A\nversion: 1\n").unwrap();
    let output = child.wait_with_output().unwrap();
    assert_eq!((output.status.code(), out(&output).as_str()), (Some(0), "version: 1\nscenario: A\n"));
}

const SCRIPT: &str = "config:
  deploymentId: 11111111-2222-3333-4444-555555555555
  region: usw2.pure.cloud
scenarios:
  Greets everyone:
    - say: hi
    - waitForReplyContaining: Hello
  'greets  everyone!':
    - say: Yes
    - waitForReplyMatching: ^hel+o$
";

#[test]
fn imported_scripts_run() {
    let folder = project(&[("gwmt/a.yml", SCRIPT)]);
    let output = flowproof(folder.path(), &["import", "gwmt", "gwmt/a.yml"]);
    assert_eq!(output.status.code(), Some(0), "{}{}", out(&output), err(&output));
    for part in [
        "wrote scenarios/greets_everyone.yaml",
        "wrote scenarios/greets_everyone_2.yaml",
        "imported 2 scenarios from 1 file",
        "region: usw2.pure.cloud",
    ] {
        assert!(out(&output).contains(part), "no `{part}` in\n{}", out(&output));
    }
    let run = flowproof(folder.path(), &["run"]);
    assert!(run.status.success() && out(&run).contains("2 passed"), "{}{}", out(&run), err(&run));
    assert_eq!(flowproof(folder.path(), &["fmt", "--check"]).status.code(), Some(0));
    // What is there stays.
    let again = flowproof(folder.path(), &["import", "gwmt", "gwmt/a.yml"]);
    assert_eq!(again.status.code(), Some(2));
    assert!(err(&again).contains("is there already"), "{}", err(&again));
}

#[test]
fn what_an_import_leaves_out_is_told_and_the_rest_written() {
    let script =
        format!("{SCRIPT}  Odd:\n    - say: hi\n    - waitForReplyMatching: hello(?!x)\n    - waitForButton: x\n");
    let folder = project(&[("a.yml", &script)]);
    let output = flowproof(folder.path(), &["import", "gwmt", "a.yml", "--flow", "hello", "--out", "new"]);
    assert_eq!(output.status.code(), Some(1), "{}{}", out(&output), err(&output));
    let told = err(&output);
    for part in ["a.yml:13:", "look-ahead", "a.yml:14:", "`waitForButton` is no step", "2 things not carried over"] {
        assert!(told.contains(part), "no `{part}` in\n{told}");
    }
    let text = fs::read_to_string(folder.path().join("new/odd.yaml")).unwrap();
    assert!(text.contains("# not carried over: waitForButton: x"), "{text}");
    assert!(flowproof(folder.path(), &["run", "new"]).status.success());
}

#[test]
fn an_import_says_that_calls_need_stubs() {
    let folder = tempfile::tempdir().unwrap();
    assert!(flowproof(folder.path(), &["init"]).status.success());
    fs::write(folder.path().join("a.yml"), SCRIPT).unwrap();
    let output = flowproof(folder.path(), &["import", "gwmt", "a.yml", "--out", "scenarios/gwmt"]);
    let told = "the flow calls data action CRM > Get Customer: a call that is made needs a stub";
    assert!(
        out(&output).contains(told) && out(&output).contains("flowproof new --flow support --stdout"),
        "{}",
        out(&output)
    );
    let text = fs::read_to_string(folder.path().join("scenarios/gwmt/greets_everyone.yaml")).unwrap();
    assert!(text.contains(&format!("# {told}")), "{text}");
    // A flow that calls nothing needs none.
    let folder = project(&[("a.yml", SCRIPT)]);
    assert!(!out(&flowproof(folder.path(), &["import", "gwmt", "a.yml"])).contains("stub"));
}

#[rstest]
#[case::no_script("steps: []\n", &["import", "gwmt", "a.yml"], "it has no `scenarios`")]
#[case::no_yaml("scenarios: [\n", &["import", "gwmt", "a.yml"], "a.yml:")]
#[case::no_flow(SCRIPT, &["import", "gwmt", "a.yml", "--flow", "helo"], "did you mean `hello`?")]
#[case::no_file(SCRIPT, &["import", "gwmt", "b.yml"], "`b.yml` cannot be read")]
fn a_wrong_import_writes_nothing(#[case] script: &str, #[case] arguments: &[&str], #[case] says: &str) {
    let folder = project(&[("a.yml", script)]);
    let output = flowproof(folder.path(), arguments);
    assert_eq!(output.status.code(), Some(2));
    assert!(err(&output).contains(says), "{}", err(&output));
    assert!(!folder.path().join("scenarios").exists());
}
