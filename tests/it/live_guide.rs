//! docs/live.md is true: every command that it and the workflows name exists with its options, its example without an org runs as it is
//! printed, the permissions that it asks for are enough and none is too many, and its tables of keys and codes are whole.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::LazyLock;

use flowproof::diagnostic::{CODES, SourceFile};
use flowproof::genesys::{Needs, OPERATIONS};
use flowproof::yaml::{Limits, Node, Value, parse};
use regex::Regex;
use serde_json::Value as Json;

use crate::guide_org::{Shop, printed};

const PAGE: &str = "docs/live.md";

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).to_owned()
}

fn read(name: &str) -> String {
    fs::read_to_string(root().join(name)).unwrap()
}

/// The part of a page below a heading, up to the next one that is no deeper.
fn section<'t>(page: &'t str, heading: &str) -> &'t str {
    let level = heading.split(' ').next().unwrap().len();
    let (_, body) = page.split_once(&format!("\n{heading}\n")).unwrap_or_else(|| panic!("no {heading}"));
    let next = Regex::new(&format!(r"\n#{{1,{level}}} ")).unwrap();
    next.splitn(body, 2).next().unwrap()
}

/// The first cell of each row of the tables in a text.
fn first_cells(text: &str) -> Vec<&str> {
    let rows = text.lines().filter(|line| line.starts_with("| `"));
    rows.map(|line| line.trim_start_matches("| ").split(" | ").next().unwrap()).collect()
}

/// The words between back quotes.
fn quoted(text: &str) -> Vec<&str> {
    text.split('`').skip(1).step_by(2).collect()
}

/// Lines of code of a page: of fenced and indented blocks, and what stands between back quotes.
fn code_of_page(page: &str) -> Vec<String> {
    let mut found = Vec::new();
    let mut fenced = false;
    for line in page.lines() {
        if line.starts_with("```") {
            fenced = !fenced;
        } else if fenced || line.starts_with("    ") {
            found.push(line.trim().trim_start_matches("$ ").to_owned());
        } else {
            found.extend(quoted(line).into_iter().map(str::to_owned));
        }
    }
    found
}

/// Lines of the scripts of a workflow.
fn code_of_workflow(name: &str) -> Vec<String> {
    fn scripts(node: &Node, script: bool, found: &mut Vec<String>) {
        match &node.value {
            Value::Scalar(scalar) if script => found.extend(scalar.text.lines().map(|line| line.trim().to_owned())),
            Value::Scalar(_) => {}
            Value::List(items) => items.iter().for_each(|item| scripts(item, script, found)),
            Value::Map(entries) => {
                for entry in entries {
                    let key = entry.key.text.as_str();
                    scripts(&entry.value, key == "run" || key.ends_with("script"), found);
                }
            }
        }
    }
    let mut found = Vec::new();
    scripts(&parse(&SourceFile::new(name, read(name)), Limits::default()).unwrap().root, false, &mut found);
    found
}

/// The words behind `flowproof` of a line that calls it, also by `cargo run`.
fn arguments(line: &str) -> Option<Vec<&str>> {
    let line = line.trim_start_matches("exec ");
    let mut words = line.split_whitespace().take_while(|word| *word != "|");
    let program = words.next()?;
    if program == "flowproof" || program.ends_with("/flowproof") {
        return Some(words.collect());
    }
    let (cargo, rest) = line.split_once(" -- ")?;
    cargo.starts_with("cargo run ").then(|| rest.split_whitespace().collect())
}

/// The command's name, and its options, as `--help` lists them.
fn options_of(command: &[&str]) -> Option<BTreeSet<String>> {
    let output = Command::new(env!("CARGO_BIN_EXE_flowproof")).args(command).arg("--help").output().unwrap();
    let help = String::from_utf8(output.stdout).unwrap();
    let option = Regex::new(r"(?m)^ +(-\w)?(?:, )?(--[a-z][a-z-]*)?").unwrap();
    output.status.success().then(|| {
        let groups = option.captures_iter(&help).flat_map(|found| [found.get(1), found.get(2)]);
        groups.flatten().map(|found| found.as_str().to_owned()).collect()
    })
}

/// What is wrong with a command line, if anything.
fn mistake(words: &[&str]) -> Option<String> {
    let name = if words.first() == Some(&"flow") { words.get(..2)? } else { words.get(..1)? };
    let Some(known) = options_of(name) else { return Some(format!("there is no command `{}`", name.join(" "))) };
    let options = words.iter().filter(|word| word.starts_with('-')).map(|word| word.split('=').next().unwrap());
    let mut unknown = options.filter(|option| !known.contains(*option));
    unknown.next().map(|option| format!("`{}` has no option `{option}`", name.join(" ")))
}

#[test]
fn every_command_line_names_a_command_and_options_that_exist() {
    let mut checked = 0;
    let mut wrong = Vec::new();
    let mut lines = code_of_page(&read(PAGE));
    for workflow in [".github/workflows/ci.yml", ".github/workflows/nightly.yml", "docs/examples/gitlab-ci.yml"] {
        lines.extend(code_of_workflow(workflow));
    }
    let makefile = read("Makefile");
    for line in &lines {
        if let Some(words) = arguments(line).filter(|words| !words.is_empty()) {
            checked += 1;
            wrong.extend(mistake(&words).map(|why| format!("{line}: {why}")));
        }
        if let Some(target) = line.strip_prefix("make ").and_then(|rest| rest.split_whitespace().next()) {
            checked += 1;
            if !makefile.contains(&format!("\n{target}:")) {
                wrong.push(format!("{line}: there is no such target"));
            }
        }
    }
    assert!(checked > 20, "only {checked} command lines were found");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn a_command_line_that_is_wrong_is_found() {
    assert_eq!(mistake(&["runn"]).unwrap(), "there is no command `runn`");
    assert_eq!(mistake(&["flow", "shwo", "x"]).unwrap(), "there is no command `flow shwo`");
    assert_eq!(mistake(&["run", "--target", "live", "--dryrun"]).unwrap(), "`run` has no option `--dryrun`");
    assert_eq!(mistake(&["run", "--report", "json=x", "-q"]), None);
    assert_eq!(arguments("exec ./flowproof run a.yaml").unwrap(), ["run", "a.yaml"]);
    assert_eq!(arguments("cargo run --quiet -- check").unwrap(), ["check"]);
    assert_eq!(arguments("./flowproof sweep | tee sweep.txt").unwrap(), ["sweep"]);
    assert_eq!(arguments("cp target/release/flowproof flowproof"), None);
}

#[test]
fn the_example_without_an_org_runs_as_it_is_printed() {
    let shop = Shop::open(&read(PAGE), &[], &[]);
    // The ids that the page copies from the ready line are those that the line says.
    let flowproof_yaml = shop.file("flowproof.yaml");
    for (list, key) in [("flows", "flow_id"), ("deployments", "deployment_id")] {
        let id = shop.ready[list][0]["id"].as_str().unwrap();
        assert!(flowproof_yaml.contains(&format!("{key}: {id}")), "{key} is {id}");
    }
    let checked = shop.command(&["check"]);
    assert_eq!(checked.status.code(), Some(0), "{}", printed(&checked));

    let page = read(PAGE);
    let console = page.split("```console\n").nth(1).and_then(|rest| rest.split("```").next()).unwrap();
    let mut commands = 0;
    for shown in console.split("$ flowproof ").skip(1) {
        let (line, expected) = shown.split_once('\n').unwrap();
        let mut words: Vec<&str> = line.split(' ').collect();
        if !words.contains(&"--dry-run") {
            words.extend(["--report", "json=report.jsonl"]);
        }
        let output = shop.command(&words);
        assert_eq!(output.status.code(), Some(0), "{}", printed(&output));
        // The report is this test's own.
        let told = open(&printed(&output)).replace("wrote report.jsonl", "");
        assert_eq!(told.trim_end(), expected.trim_end(), "{line}");
        commands += 1;
    }
    assert_eq!(commands, 2);

    // What the nights count stands where they look for it.
    let report = shop.file("report.jsonl");
    let last: Json = serde_json::from_str(report.lines().last().unwrap()).unwrap();
    assert_eq!((last["event"].as_str(), last["verdicts"]["passed"].as_u64()), (Some("run_ended"), Some(1)));
}

/// What is printed with times, the run's name and what waiting costs left open.
fn open(text: &str) -> String {
    static PARTS: LazyLock<[(Regex, &str); 4]> = LazyLock::new(|| {
        [
            (Regex::new(r"\d+\.\d+ s\b").unwrap(), "… s"),
            (Regex::new(r"run \d{8}T\d{6}Z-[0-9a-f]{8}").unwrap(), "run …"),
            (Regex::new(r"; \d+ API calls").unwrap(), "; … API calls"),
            (Regex::new(r"\d+\.\d a case").unwrap(), "… a case"),
        ]
    });
    PARTS.iter().fold(text.to_owned(), |text, (part, open)| part.replace_all(&text, *open).into_owned())
}

/// The permissions of a table.
fn permissions_of(heading: &str) -> Vec<String> {
    let page = read(PAGE);
    let cells = first_cells(section(&page, heading));
    cells.into_iter().map(|cell| cell.trim_matches('`').to_owned()).collect()
}

/// Every permission that a call needs, but these.
fn all_but(kept: &[String]) -> Vec<String> {
    let named = OPERATIONS.iter().filter(|one| !matches!(one.needs, Needs::Scope(_))).flat_map(|one| one.needs.names());
    let all: BTreeSet<String> = named.map(str::to_owned).collect();
    all.into_iter().filter(|name| !kept.contains(name)).collect()
}

#[test]
fn a_run_needs_the_permissions_of_the_table_and_no_other() {
    let kept = permissions_of("### For every run");
    let shop = Shop::open(&read(PAGE), &["quiet: 100ms"], &all_but(&kept));
    let output = shop.command(&["run", "--target", "live", "--tag", "live"]);
    assert_eq!(output.status.code(), Some(0), "{}", printed(&output));
}

#[test]
fn a_run_needs_each_permission_of_the_table() {
    let kept = &permissions_of("### For every run");
    assert_eq!(kept.len(), 5);
    std::thread::scope(|scope| {
        for missing in kept {
            scope.spawn(move || {
                let others: Vec<String> = kept.iter().filter(|one| *one != missing).cloned().collect();
                let shop = Shop::open(&read(PAGE), &["quiet: 100ms"], &all_but(&others));
                let output = shop.command(&["run", "--target", "live", "--tag", "live"]);
                let said = printed(&output);
                assert_eq!(output.status.code(), Some(4), "without {missing}: {said}");
                assert!(said.contains(missing), "{missing} is not named: {said}");
            });
        }
    });
}

/// The nightly job, step by step, with the permissions that the page gives it.
#[test]
fn a_night_needs_the_permissions_of_its_two_tables_and_no_other() {
    let mut kept = permissions_of("### For every run");
    kept.extend(permissions_of("### For every night"));
    let shop = Shop::open(&read(PAGE), &["quiet: 100ms"], &all_but(&kept));
    let lines = code_of_workflow(".github/workflows/nightly.yml");
    let commands: Vec<Vec<&str>> = lines.iter().filter_map(|line| arguments(line)).collect();
    assert_eq!(commands.len(), 6, "{commands:?}");
    for words in &commands {
        let output = shop.command(words);
        assert_eq!(output.status.code(), Some(0), "{words:?}: {}", printed(&output));
    }
    assert!(shop.file("report.jsonl").contains(r#""passed":1"#));
}

#[test]
fn every_permission_of_the_page_is_one_that_a_call_needs() {
    let page = read(PAGE);
    let tables = section(&page, "## 2. The client and its permissions");
    let permission = Regex::new(r"^[A-Za-z]+:[A-Za-z]+:[a-z]+$").unwrap();
    let known = all_but(&[]);
    let named: BTreeSet<&str> = quoted(tables).into_iter().filter(|word| permission.is_match(word)).collect();
    assert!(named.len() > 15, "{named:?}");
    for name in named {
        assert!(known.iter().any(|one| one == name), "{name}");
    }
}

/// The keys of the part `live`, from its schema.
fn live_keys() -> BTreeSet<String> {
    let schema: Json = serde_json::from_str(&read("schema/flowproof.schema.json")).unwrap();
    fn of(schema: &Json, node: &Json) -> Option<BTreeSet<String>> {
        if let Some(name) = node["$ref"].as_str() {
            return of(schema, schema.pointer(name.trim_start_matches('#'))?);
        }
        Some(node["properties"].as_object()?.keys().cloned().collect())
    }
    of(&schema, &schema["properties"]["live"]).unwrap()
}

#[rstest::rstest]
#[case::guide(PAGE, "## 5. flowproof.yaml")]
#[case::reference("docs/scenarios.md", "### The part `live`")]
fn the_table_of_keys_is_whole(#[case] page: &str, #[case] heading: &str) {
    let text = read(page);
    let named: BTreeSet<String> =
        first_cells(section(&text, heading)).iter().map(|cell| cell.trim_matches('`').to_owned()).collect();
    assert_eq!(named, live_keys());
}

#[test]
fn every_code_of_the_page_is_one() {
    let page = read(PAGE);
    let code = Regex::new(r"FP\d{4}").unwrap();
    let named: BTreeSet<&str> = code.find_iter(&page).map(|found| found.as_str()).collect();
    assert!(named.len() > 10, "{named:?}");
    for name in named {
        assert!(CODES.iter().any(|entry| entry.text == name), "{name}");
    }
}

#[test]
fn every_link_of_the_page_leads_somewhere() {
    let link = Regex::new(r"\]\(([^)]+)\)").unwrap();
    let page = read(PAGE);
    for target in link.captures_iter(&page).map(|found| found[1].to_owned()) {
        let (file, anchor) = target.split_once('#').unwrap_or((target.as_str(), ""));
        let text = if file.is_empty() { page.clone() } else { read(&format!("docs/{file}")) };
        let mut headings = text.lines().filter(|line| line.starts_with('#')).map(slug);
        assert!(anchor.is_empty() || headings.any(|slug| slug == anchor), "{target}");
    }
}

/// A heading as an address has it.
fn slug(heading: &str) -> String {
    let words = heading.trim_start_matches('#').trim().to_lowercase();
    let kept = words.chars().filter(|one| one.is_alphanumeric() || matches!(one, ' ' | '-' | '_'));
    kept.map(|one| if one == ' ' { '-' } else { one }).collect()
}
