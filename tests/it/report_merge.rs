//! `report merge`, `run --last-failed`, and the reports for machines, by the binary on a project of its own: shards are one run, what is missing
//! is never green, and what other tools read is as they read it.

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};

use roxmltree::{Document, Node};
use serde_json::Value as Json;
use tempfile::TempDir;

use crate::hello::FLOW;

/// Twelve rows, two of which are red, and one that is skipped.
fn scenario(red: &str) -> String {
    let mut text = "version: 1\nscenario: Hello\ntags: [smoke]\nflow: flows/hello.yaml\nconversation: [ { say: \"Hi <&>\\u0007\" } ]\nexpect: { path: [Greet], ending: disconnected }\ncases:\n".to_owned();
    for row in 0..12 {
        let extra = match row {
            3 | 8 => red,
            5 => ", skip: not today",
            _ => "",
        };
        text.push_str(&format!("  - {{ case: row {row}{extra} }}\n"));
    }
    text
}

const RED: &str = ", expect: { ending: transferred }";

fn project() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (path, text) in
        [("flowproof.yaml", "version: 1\n"), ("flows/hello.yaml", FLOW), ("scenarios/many.yaml", &scenario(RED))]
    {
        let path = folder.path().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }
    folder
}

struct Ran {
    code: i32,
    out: String,
    err: String,
}

fn flowproof(folder: &TempDir, arguments: &[&str]) -> Ran {
    with(folder, arguments, &[])
}

fn with(folder: &TempDir, arguments: &[&str], variables: &[(&str, &Path)]) -> Ran {
    let mut command = Command::new(env!("CARGO_BIN_EXE_flowproof"));
    command.current_dir(folder.path()).stdin(Stdio::null()).args(arguments);
    for name in ["CI", "INSTA_UPDATE", "GITHUB_STEP_SUMMARY", "GITHUB_WORKSPACE"] {
        command.env_remove(name);
    }
    command.envs(variables.iter().copied());
    let output = command.output().unwrap();
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).unwrap();
    Ran { code: output.status.code().unwrap(), out: text(output.stdout), err: text(output.stderr) }
}

fn read(folder: &TempDir, file: &str) -> String {
    fs::read_to_string(folder.path().join(file)).unwrap()
}

/// The lines of a report without what differs from run to run.
fn lines(folder: &TempDir, file: &str) -> Vec<Json> {
    let lines = read(folder, file).lines().map(|line| serde_json::from_str(line).unwrap()).collect::<Vec<Json>>();
    lines.into_iter().map(without_times).collect()
}

fn without_times(mut line: Json) -> Json {
    let fields = line.as_object_mut().unwrap();
    for time in ["began", "began_ms", "duration_ms"] {
        fields.remove(time);
    }
    for earlier in fields.get_mut("earlier").and_then(Json::as_array_mut).into_iter().flatten() {
        *earlier = without_times(earlier.take());
    }
    line
}

fn ended(lines: &[Json]) -> Vec<(String, String)> {
    let ended = lines.iter().filter(|line| line["event"] == "case_ended");
    let text = |value: &Json| value.as_str().unwrap().to_owned();
    let mut ended: Vec<_> = ended.map(|line| (text(&line["case"]["case"]), text(&line["verdict"]))).collect();
    // Cases end in any order.
    ended.sort();
    ended
}

fn shards(folder: &TempDir) -> [&'static str; 3] {
    for (shard, file) in [("1/3", "json=1.jsonl"), ("2/3", "json=2.jsonl"), ("3/3", "json=3.jsonl")] {
        let ran = flowproof(folder, &["run", "-q", "--shard", shard, "--report", file]);
        assert!(ran.code < 2, "{}{}", ran.out, ran.err);
    }
    ["1.jsonl", "2.jsonl", "3.jsonl"]
}

#[test]
fn shards_together_are_one_run() {
    let folder = project();
    let one = flowproof(&folder, &["run", "--jobs", "1", "--report", "json=one.jsonl"]);
    let [a, b, c] = shards(&folder);
    // In another order than that of the shards.
    let merged = flowproof(&folder, &["report", "merge", c, a, b, "--report", "json=all.jsonl"]);
    assert_eq!((one.code, merged.code), (1, 1), "{}", merged.err);
    let (mut expected, mut found) = (lines(&folder, "one.jsonl"), lines(&folder, "all.jsonl"));
    // How many run side by side is the machine's.
    for lines in [&mut expected, &mut found] {
        lines[0].as_object_mut().unwrap().remove("jobs");
    }
    assert_eq!(found.len(), expected.len());
    for (found, expected) in found.iter().zip(&expected) {
        assert_eq!(found, expected);
    }
    // What is shown is the same too, but for the time and the files.
    let own = |line: &str| line.contains(" of 12 cases in ") || line.starts_with("wrote ");
    let shown = |ran: &Ran| ran.out.lines().filter(|line| !own(line)).map(str::to_owned).collect::<Vec<_>>();
    assert_eq!(shown(&merged), shown(&one));
}

#[test]
fn what_is_not_one_whole_is_told_and_never_green() {
    let folder = project();
    let [a, b, c] = shards(&folder);
    for (files, says) in [
        (&[a, c][..], "shard 2/3 is missing"),
        (&[a, b, c, b][..], "shard 2/3 is given twice"),
        (&[a, b, c, "none.jsonl"][..], "`none.jsonl` cannot be read"),
    ] {
        let ran = flowproof(&folder, &[&["report", "merge", "-q"], files].concat());
        assert_eq!(ran.code, 2, "{}", ran.out);
        assert!(ran.err.contains(says), "{}", ran.err);
        assert!(ran.out.contains(" of "), "what there is is shown: {}", ran.out);
    }
    fs::write(
        folder.path().join("other.jsonl"),
        read(&folder, c).replace("\"target\":\"mock\"", "\"target\":\"live\""),
    )
    .unwrap();
    let ran = flowproof(&folder, &["report", "merge", "-q", a, b, "other.jsonl"]);
    assert!(ran.code == 2 && ran.err.contains("target `live` differs from `mock`"), "{}", ran.err);
}

#[test]
fn what_a_killed_run_had_judged_counts() {
    let folder = project();
    flowproof(&folder, &["run", "-q", "--jobs", "1", "--report", "json=a.jsonl"]);
    let whole = read(&folder, "a.jsonl");
    // Killed while row 4 ran, and while its line was written.
    let at = whole.find("{\"event\":\"case_ended\",\"case\":{\"index\":4").unwrap();
    fs::write(folder.path().join("cut.jsonl"), whole.get(..at + 40).unwrap()).unwrap();
    let ran = flowproof(&folder, &["report", "merge", "-v", "cut.jsonl", "--report", "junit=cut.xml"]);
    assert_eq!(ran.code, 130, "{}{}", ran.out, ran.err);
    assert!(ran.err.contains("the last line of the report is cut") && ran.err.contains("cut.jsonl:"), "{}", ran.err);
    assert!(ran.err.contains("nothing is known of 7 of its 12 cases"), "{}", ran.err);
    assert!(ran.out.contains("INTERRUPTED  Hello: row 4"), "{}", ran.out);
    let xml = read(&folder, "cut.xml");
    let xml = Document::parse(&xml).unwrap();
    let errors: Vec<Option<&str>> = named(xml.root(), "error").map(|one| one.attribute("type")).collect();
    assert_eq!(errors, [Some("interrupted")]);
}

#[test]
fn only_what_was_not_green_runs_again_until_it_is() {
    let folder = project();
    let kept = folder.path().join(".flowproof/last_run.json");
    assert_eq!(flowproof(&folder, &["run", "-q", "--filter", "row 1"]).code, 0);
    assert!(!kept.exists(), "a run that is green leaves nothing");
    let none = flowproof(&folder, &["run", "--last-failed"]);
    assert!(none.code == 3 && none.err.contains("nothing to run: nothing was red"), "{} {}", none.code, none.err);

    assert_eq!(flowproof(&folder, &["run", "-q", "--report", "json=a.jsonl"]).code, 1);
    let again = flowproof(&folder, &["run", "-v", "--last-failed", "--report", "json=b.jsonl"]);
    assert_eq!(again.code, 1);
    let red = |verdict: &str| ["row 3", "row 8"].map(|row| (row.to_owned(), verdict.to_owned()));
    assert_eq!(ended(&lines(&folder, "b.jsonl")), red("failed"));

    // A part that is mended is forgotten, what did not run is not.
    fs::write(folder.path().join("scenarios/many.yaml"), scenario("")).unwrap();
    assert_eq!(flowproof(&folder, &["run", "-q", "--filter", "row 3"]).code, 0);
    let again = flowproof(&folder, &["run", "-q", "--last-failed", "--report", "json=c.jsonl"]);
    assert_eq!((again.code, ended(&lines(&folder, "c.jsonl"))), (0, vec![("row 8".to_owned(), "passed".to_owned())]));
    assert_eq!(flowproof(&folder, &["run", "--last-failed"]).code, 3);

    // From a report, on any machine.
    let again = flowproof(&folder, &["run", "-q", "--last-failed=a.jsonl", "--report", "json=d.jsonl"]);
    assert_eq!((again.code, ended(&lines(&folder, "d.jsonl"))), (0, red("passed").to_vec()));
    let merged = flowproof(&folder, &["report", "merge", "--rerun", "a.jsonl", "d.jsonl", "--report", "junit=a.xml"]);
    assert!(
        merged.code == 0 && merged.out.contains("9 passed, 2 flaky, 1 skipped of 12 cases"),
        "{}{}",
        merged.out,
        merged.err
    );
    let xml = read(&folder, "a.xml");
    assert_eq!(named(Document::parse(&xml).unwrap().root(), "flakyFailure").count(), 2);
    let twice = flowproof(&folder, &["report", "merge", "a.jsonl", "d.jsonl"]);
    assert!(
        twice.code == 2 && twice.err.contains("`Hello: row 3` and one other case are judged in earlier files too"),
        "{}",
        twice.err
    );
}

#[test]
fn a_case_that_is_gone_is_told() {
    let folder = project();
    assert_eq!(flowproof(&folder, &["run", "-q"]).code, 1);
    let text = scenario("").replace("row 3", "another");
    fs::write(folder.path().join("scenarios/many.yaml"), text).unwrap();
    let ran = flowproof(&folder, &["run", "-q", "--last-failed"]);
    assert_eq!(ran.code, 0, "{}{}", ran.out, ran.err);
    assert!(ran.err.contains("not there any more: scenarios/many.yaml: row 3"), "{}", ran.err);
    assert_eq!(flowproof(&folder, &["run", "--last-failed"]).code, 3);
}

fn named<'d>(node: Node<'d, 'd>, name: &'static str) -> impl Iterator<Item = Node<'d, 'd>> {
    node.descendants().filter(move |node| node.has_tag_name(name))
}

#[test]
fn junit_says_what_the_run_said() {
    let folder = project();
    assert_eq!(flowproof(&folder, &["run", "-q", "--report", "junit=out/a.xml", "--driver", "converse"]).code, 1);
    let text = read(&folder, "out/a.xml");
    let xml = Document::parse(&text).unwrap();
    let root = xml.root_element();
    let count = |name| root.attribute(name).unwrap();
    assert_eq!([count("tests"), count("failures"), count("errors"), count("skipped")], ["12", "2", "0", "1"]);
    let suites: Vec<Node> = named(xml.root(), "testsuite").collect();
    assert_eq!(suites.len(), 1);
    assert_eq!(suites[0].attribute("name"), Some("scenarios/many.yaml"));
    let cases: Vec<Node> = named(xml.root(), "testcase").collect();
    let names: Vec<&str> = cases.iter().filter_map(|case| case.attribute("name")).collect();
    assert_eq!(names, (0..12).map(|row| format!("Hello: row {row}")).collect::<Vec<_>>());
    let red = cases[3];
    assert_eq!((red.attribute("classname"), red.attribute("line")), (Some("scenarios/many.yaml"), Some("11")));
    assert!(red.attribute("timestamp").is_some() && red.attribute("time").is_some());
    let failure = named(red, "failure").next().unwrap();
    assert!(failure.attribute("message").unwrap().starts_with("expected "), "{text}");
    assert!(
        failure.text().unwrap().contains("flowproof run scenarios/many.yaml --driver converse --filter 'row 3'"),
        "{text}"
    );
    let properties: Vec<_> =
        named(red, "property").map(|one| (one.attribute("name").unwrap(), one.attribute("value").unwrap())).collect();
    for expected in [
        ("verdict", "failed"),
        ("driver", "converse"),
        ("target", "mock"),
        ("flow", "flows/hello.yaml"),
        ("tags", "smoke"),
    ] {
        assert!(properties.contains(&expected), "{properties:?}");
    }
    assert!(properties.iter().any(|(name, value)| *name == "conversation_id" && !value.is_empty()));
    // What XML cannot hold is not there; what it can is, escaped.
    let said = named(red, "system-out").next().unwrap().text().unwrap();
    assert!(said.contains("customer  Hi <&>\n") && !text.contains('\u{7}'), "{said}");
    assert_eq!(named(cases[5], "skipped").next().unwrap().attribute("message"), Some("not today"));
}

#[test]
fn a_report_of_a_run_before_is_not_left_for_this_one() {
    let folder = project();
    let report = folder.path().join("a.xml");
    fs::write(&report, "<old/>").unwrap();
    fs::create_dir(folder.path().join("b.xml")).unwrap();
    let ran = flowproof(&folder, &["run", "-q", "--report", "junit=a.xml", "--report", "junit=b.xml"]);
    assert!(ran.code == 2 && ran.err.contains("`b.xml` cannot be written"), "{} {}", ran.code, ran.err);
    assert!(!report.exists());
}

#[test]
fn github_shows_annotations_and_a_summary() {
    let folder = project();
    let summary = folder.path().join("summary.md");
    fs::write(&summary, "before\n").unwrap();
    let variables = [("GITHUB_STEP_SUMMARY", summary.as_path()), ("GITHUB_WORKSPACE", folder.path())];
    let ran = with(&folder, &["run", "-q", "--report", "github"], &variables);
    assert_eq!(ran.code, 1);
    let annotations: Vec<&str> = ran.out.lines().filter(|line| line.starts_with("::")).collect();
    assert_eq!(annotations.len(), 2, "{}", ran.out);
    assert!(annotations[0].starts_with("::error file=scenarios/many.yaml,line=11,col="), "{}", annotations[0]);
    assert!(annotations[0].contains(",title=Hello%3A row 3%3A failed::expected "), "{}", annotations[0]);
    let text = fs::read_to_string(&summary).unwrap();
    assert!(text.starts_with("before\n## flowproof: ❌ red\n\n9 passed, 1 skipped, 2 failed of 12 in "), "{text}");
    assert!(text.contains("| Hello: row 5 | scenarios/many.yaml:13:5 | not today |"), "{text}");
    assert_eq!(text.matches("<details>").count(), 2);
}
