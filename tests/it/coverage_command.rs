//! Coverage as a person or a CI server meets it: the table, the files, merging them, the gate. The flow is small enough to count by hand.

use std::fs;
use std::path::Path;

use rstest::rstest;
use serde_json::Value as Json;
use tempfile::TempDir;

use crate::command::{self, err, flowproof, out};

/// Eight ways count: two of `Short?`, three of `Look up`, and `Ask more`, `Thank` and `Close`, which have one each. Five actions do. Nothing
/// leads to `Forgotten`.
const FLOW: &str = r#"inboundShortMessage:
  name: Desk
  startUpRef: "/inboundShortMessage/states/state[Start_1]"
  defaultLanguage: en-us
  supportedLanguages: { en-us: { defaultLanguageSkill: { noValue: true } } }
  settingsErrorHandling: { errorHandling: { disconnect: { none: true } } }
  states:
    - state:
        name: Start
        refId: Start_1
        actions:
          - decision:
              name: Short?
              condition: { exp: Length(Message.Message.body) < 5 }
              outputs:
                yes:
                  actions:
                    - sendResponse: { name: Ask more, messageBody: { lit: What is it? } }
                no:
                  actions:
                    - sendResponse: { name: Thank, messageBody: { lit: Thank you } }
          - callData:
              name: Look up
              category: { CRM: { dataAction: { Get: {} } } }
          - disconnect: { name: Close }
          - sendResponse: { name: Forgotten, messageBody: { lit: Nobody reads this } }
"#;

fn scenario(name: &str, say: &str, answer: &str, found: &str, ending: &str) -> String {
    format!(
        "version: 1\nscenario: {name}\ntags: [{name}]\nflow: desk\nstubs: {{ data_actions: {{ CRM: {{ Get: [ {found} ] }} }} }}\nconversation: [ {{ say: {say} }}, {{ receive: {answer} }} ]\nexpect: {{ ending: {ending} }}\n"
    )
}

/// A project of the flow, with a scenario that takes four ways, one that takes four, `Close` among both, and one that is red and alone in
/// leaving by `timeout`.
fn project(settings: &str) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    let yaml = format!("version: 1\nflows: {{ desk: flows/desk.yaml, other: flows/other.yaml }}\n{settings}");
    let other = "inboundShortMessage:\n  name: Other\n  startUpRef: \"/inboundShortMessage/states/state[S_1]\"\n  defaultLanguage: en-us\n  supportedLanguages: { en-us: { defaultLanguageSkill: { noValue: true } } }\n  settingsErrorHandling: { errorHandling: { disconnect: { none: true } } }\n  states: [ { state: { name: S, refId: S_1, actions: [ { disconnect: { name: Bye } } ] } } ]\n";
    for (path, text) in [
        ("flowproof.yaml", yaml.as_str()),
        ("flows/desk.yaml", FLOW),
        ("flows/other.yaml", other),
        ("scenarios/a.yaml", &scenario("Short", "Hi", "What is it?", "{ success: {} }", "disconnected")),
        (
            "scenarios/b.yaml",
            &scenario("Long", "Good morning", "Thank you", "{ failure: { errorCode: \"500\" } }", "disconnected"),
        ),
    ] {
        write(folder.path(), path, text);
    }
    folder
}

fn write(folder: &Path, path: &str, text: &str) {
    command::write(&folder.join(path), text);
}

/// What is printed, and the exit code.
fn printed(folder: &Path, arguments: &[&str]) -> (String, Option<i32>) {
    let output = flowproof(folder, arguments);
    (out(&output) + &err(&output), output.status.code())
}

#[test]
fn the_table_counts_what_a_hand_counts() {
    let folder = project("");
    let red = scenario("Late", "Good evening", "Thank you", "timeout", "transferred");
    write(folder.path(), "scenarios/c.yaml", &red);
    let (text, code) = printed(folder.path(), &["run", "-q", "--coverage"]);
    assert_eq!(code, Some(1), "{text}");
    let expected = "
flow file         actions    ways     %
flows/desk.yaml    5 of 5  7 of 8  87.5
flows/other.yaml   0 of 1  0 of 1   0.0
in all             5 of 6  7 of 9  77.7

not taken:
  flows/other.yaml:7  Bye

taken only by cases that are not green:
  flows/desk.yaml:23  Look up: timeout

not counted:
  flows/desk.yaml:26  Forgotten (nothing leads to it)
";
    assert!(text.ends_with(expected), "{text}");
}

#[test]
fn the_page_counts_as_the_table_does() {
    let folder = project("");
    write(folder.path(), "scenarios/c.yaml", &scenario("Late", "Good evening", "Thank you", "timeout", "transferred"));
    let (text, code) = printed(folder.path(), &["run", "-q", "--report", "html=report.html"]);
    assert_eq!(code, Some(1), "{text}");
    let page = fs::read_to_string(folder.path().join("report.html")).unwrap();
    assert!(page.contains("7 of 8 ways covered; 3 cases went through it"));
    let missed = page.split("Ways that no green case takes").nth(1).unwrap().split("</table>").next().unwrap();
    let rows: Vec<&str> = missed.split("<tr>").skip(2).collect();
    assert_eq!(rows.len(), 2, "{missed}");
    assert!(rows[0].contains("Look up") && rows[0].contains("timeout") && rows[0].contains("desk.yaml:23"), "{missed}");
    assert!(rows[0].contains("only cases that are not green take it"), "{missed}");
    assert!(rows[1].contains("Forgotten") && rows[1].contains("nothing leads to it"), "{missed}");
}

#[test]
fn a_part_says_that_it_is_one_and_parts_are_merged() {
    let folder = project("");
    let path = folder.path();
    let (text, code) = printed(path, &["run", "scenarios/a.yaml", "--coverage", "--coverage", "json=out/a.json"]);
    assert_eq!(code, Some(0), "{text}");
    assert!(text.contains("flows/desk.yaml    4 of 5  4 of 8  50.0\n"), "{text}");
    assert!(text.contains("this is coverage by a part of the cases: cases that were chosen"), "{text}");
    assert!(printed(path, &["run", "--tag", "Long", "--coverage", "json=out/b.json"]).0.contains("coverage 44.4 %"));
    let merged = ["coverage", "out/b.json", "out/a.json", "out/b.json", "--coverage", "json=out/merged.json"];
    assert_eq!(printed(path, &merged).0, "coverage 77.7 % (7 of 9 ways, 5 of 6 actions)\nwrote out/merged.json\n");
    assert!(printed(path, &["run", "--coverage", "json=out/all.json"]).0.ends_with("wrote out/all.json\n"));
    let json = |file: &str| -> Json { serde_json::from_str(&fs::read_to_string(path.join(file)).unwrap()).unwrap() };
    let (merged, all) = (json("out/merged.json"), json("out/all.json"));
    assert_eq!((&merged["flows"], &merged["cases"], &merged["total"]), (&all["flows"], &all["cases"], &all["total"]));
    assert_eq!(
        (merged["selection"].to_string(), all["selection"].to_string()),
        ("[\"chosen\"]".to_owned(), "[\"all\"]".to_owned())
    );
}

#[rstest]
#[case(&["--fail-under", "77.77"], 0, "coverage 77.7 %")]
#[case(&["--fail-under", "77.78"], 1, "coverage is 77.77 %, less than 77.78 %; 2 of 9 ways lack: 1 in flows/desk.yaml, 1 in flows/other.yaml\n")]
#[case(&["--fail-under", "desk=87.5"], 0, "coverage 77.7 %")]
#[case(&["--fail-under", "flows/other.yaml=1"], 1, "coverage of flows/other.yaml is 0.0 %, less than 1 %; 1 of 1 ways lack\n")]
#[case(&["--fail-under", "dest=80"], 2, "`--fail-under dest=80`: no flow is named `dest`")]
#[case(&["--fail-under", "70", "--tag", "Short"], 2, "`--fail-under` judges all cases, and `--tag` leaves some out")]
#[case(&["--fail-under", "lots"], 2, "`lots` is no percentage from 0 to 100")]
#[case(&["--coverage", "json=flows"], 1, "`flows` cannot be written")]
fn the_gate_of_a_run(#[case] options: &[&str], #[case] code: i32, #[case] says: &str) {
    let folder = project("");
    let (text, found) = printed(folder.path(), &[&["run", "-q"], options].concat());
    assert_eq!(found, Some(code), "{text}");
    assert!(text.contains(says), "{text}");
}

#[test]
fn flowproof_yaml_sets_the_gate_and_what_does_not_count() {
    let settings = "coverage:\n  fail_under: 90\n  fail_under_flow: { desk: 100 }\n  exclude:\n    - { flow: desk, action: Look up, output: timeout, reason: the CRM always answers }\n    - { flow: other, reason: retired }\n";
    let folder = project(settings);
    let (text, code) = printed(folder.path(), &["run", "-q", "--coverage", "--coverage", "json=all.json"]);
    assert_eq!(code, Some(0), "{text}");
    assert!(text.contains("in all             5 of 5  7 of 7  100.0\n"), "{text}");
    assert!(text.contains("flows/desk.yaml:23  Look up: timeout (excluded: the CRM always answers)\n"), "{text}");
    // A part is shown and not judged; a merged file is judged.
    let (text, code) = printed(folder.path(), &["run", "-q", "--tag", "Short", "--coverage", "json=part.json"]);
    assert_eq!(code, Some(0), "{text}");
    let (text, code) = printed(folder.path(), &["coverage", "part.json"]);
    assert_eq!(code, Some(1), "{text}");
    assert!(text.contains("coverage is 57.1 %, less than 90 %; 3 of 7 ways lack: 3 in flows/desk.yaml\n"), "{text}");
    assert_eq!(printed(folder.path(), &["coverage", "part.json", "all.json"]).1, Some(0));
    write(
        folder.path(),
        "flowproof.yaml",
        "version: 1\nflows: { desk: flows/desk.yaml }\ncoverage: { exclude: [ { flow: desk, action: Look, reason: old } ] }\n",
    );
    for command in [&["run", "--coverage"][..], &["check"], &["coverage", "all.json"]] {
        let (text, code) = printed(folder.path(), command);
        assert_eq!(code, Some(2), "{text}");
        assert!(text.contains("flow `desk` has no action `Look`"), "{text}");
    }
}

#[test]
fn it_answers_who_takes_a_way_and_what_a_case_takes_alone() {
    let folder = project("");
    printed(folder.path(), &["run", "-q", "--coverage", "json=all.json"]);
    let (text, code) = printed(folder.path(), &["coverage", "all.json", "--who", "Look up"]);
    let expected = "\
flows/desk.yaml:23  Look up: success
    scenarios/a.yaml  Short
flows/desk.yaml:23  Look up: failure
    scenarios/b.yaml  Long
flows/desk.yaml:23  Look up: timeout
    no case
";
    assert_eq!((text.as_str(), code), (expected, Some(0)));
    let (text, _) = printed(folder.path(), &["coverage", "all.json", "--alone", "Short"]);
    let expected = "\
scenarios/a.yaml  Short
    flows/desk.yaml:13  Short?: yes
    flows/desk.yaml:18  Ask more
    flows/desk.yaml:23  Look up: success
";
    assert_eq!(text, expected);
    let (text, code) = printed(folder.path(), &["coverage", "all.json", "--who", "Nobody"]);
    assert_eq!((text.as_str(), code), ("no way is named like `Nobody`\n", Some(3)));
}

#[test]
fn files_that_do_not_fit_are_refused() {
    let folder = project("");
    let path = folder.path();
    printed(path, &["run", "-q", "--coverage", "json=old.json"]);
    write(path, "flows/desk.yaml", &FLOW.replace("Thank you", "Thank you!"));
    printed(path, &["run", "-q", "--coverage", "json=new.json"]);
    let (text, code) = printed(path, &["coverage", "old.json", "new.json"]);
    let said = "`new.json` cannot be merged with `old.json`: they are of different texts of `flows/desk.yaml`";
    assert!(code == Some(2) && text.starts_with(said), "{text}");
    write(path, "events.jsonl", "{\"event\": \"run_started\"}\n");
    let (text, code) = printed(path, &["coverage", "events.jsonl"]);
    assert!(code == Some(2) && text.contains("is no coverage that `run --coverage json=FILE` wrote"), "{text}");
    let (text, code) = printed(path, &["coverage", "nowhere.json"]);
    assert!(code == Some(2) && text.contains("`nowhere.json` cannot be read"), "{text}");
}

#[test]
fn nothing_is_not_called_covered() {
    let folder = tempfile::tempdir().unwrap();
    write(
        folder.path(),
        "empty.json",
        "{\"version\":1,\"selection\":[\"all\"],\"cases\":[],\"total\":{\"actions\":0,\"actions_of\":0,\"ways\":0,\"ways_of\":0,\"percent\":null},\"flows\":[]}",
    );
    let (text, code) = printed(folder.path(), &["coverage", "empty.json", "--fail-under", "0"]);
    assert!(code == Some(1) && text.contains("coverage is of nothing: there is no way that counts"), "{text}");
    // A run that never begins has no coverage, and no exit code but its own.
    let folder = project("");
    let (text, code) = printed(folder.path(), &["run", "--coverage", "--filter", "zzz"]);
    assert!(code == Some(3) && !text.contains("flow file"), "{text}");
}

#[test]
fn lcov_names_files_from_the_folder_that_the_command_runs_in() {
    let folder = project("");
    let parent = folder.path().parent().unwrap();
    let name = folder.path().file_name().unwrap().to_str().unwrap();
    let file = folder.path().join("out.info");
    let file = file.to_str().unwrap();
    printed(parent, &["--project", name, "run", "-q", "--coverage", &format!("lcov={file}")]);
    let text = fs::read_to_string(file).unwrap();
    let expected = format!(
        "TN:\nSF:{name}/flows/desk.yaml\nBRDA:13,0,0,1\nBRDA:13,0,1,1\nBRDA:23,0,0,1\nBRDA:23,0,1,1\nBRDA:23,0,2,0\nBRF:5\nBRH:4\nDA:13,2\nDA:18,1\nDA:21,1\nDA:23,2\nDA:25,2\nLF:5\nLH:5\nend_of_record\n"
    );
    assert!(text.starts_with(&expected), "{text}");
}

/// Not only the count of one run's reports: a run in which the file does not take part comes to as many ways less as `--alone` says.
#[test]
fn a_run_without_a_scenario_takes_less_by_what_it_takes_alone() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let folder = tempfile::tempdir().unwrap();
    let file = |name: &str| folder.path().join(name).to_str().unwrap().to_owned();
    let ways = |name: &str| -> Json {
        serde_json::from_str::<Json>(&fs::read_to_string(file(name)).unwrap()).unwrap()["total"]["ways"].clone()
    };
    let (all, less) = (file("all.json"), file("less.json"));
    printed(root, &["run", "-q", "--coverage", &format!("json={all}")]);
    let listed =
        fs::read_dir(root.join("scenarios")).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap());
    let others: Vec<String> = listed
        .filter(|name| name.ends_with(".yaml") && name != "refund_approval.yaml")
        .map(|name| format!("scenarios/{name}"))
        .collect();
    let wish = format!("--coverage=json={less}");
    let arguments: Vec<&str> = ["run", "-q", &wish].into_iter().chain(others.iter().map(String::as_str)).collect();
    let (text, code) = printed(root, &arguments);
    assert_eq!(code, Some(0), "{text}");
    // `Is it more than we give back alone?: yes`, asking for an approval, no longer counting, the case for it, and handing over.
    assert_eq!(ways("all.json").as_u64().unwrap(), ways("less.json").as_u64().unwrap() + 5);
}
