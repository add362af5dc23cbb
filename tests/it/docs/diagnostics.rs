//! docs/diagnostics.md: every diagnostic code with what it means, how bad it is, and an example. The words are those of the table that `explain`
//! prints; the examples are what fixtures, snapshots of other tests, and the commands of `recipes.rs` give. `make docs` writes the page.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::sync::OnceLock;

use camino::Utf8Path;
use flowproof::diagnostic::{CODES, Diagnostics, RenderStyle, Severity, render};
use flowproof::project::{DiskFiles, Files};
use regex::Regex;

use super::page::root;
use super::recipes;
use super::reference::{hold, with_part};
use crate::{broken_flows, broken_projects, broken_scenarios};

const PAGE: &str = "docs/diagnostics.md";

/// Codes that no example can be given of, with the reason that the page gives.
const WITHOUT_EXAMPLE: &[(&str, &str)] = &[
    ("FP0801", "It takes a machine on which nothing can listen."),
    ("FP0820", "What a run says of it is a finding of [doctor](doctor.md)."),
    ("FP0851", "It takes an org in which somebody took a flow back."),
    (
        "FP0852",
        "It takes an org with the configuration of a flow; [flow diff and flow pull](flow_diff.md#flow-pull) shows what it protects.",
    ),
    ("FP0822", "It takes an org that was measured and a disk that is full."),
];

/// The chapters, by the first digits of their codes.
const CHAPTERS: [(&str, &str); 8] = [
    ("FP01", "Text and YAML"),
    ("FP02", "Scenarios"),
    ("FP03", "The project"),
    ("FP04", "Flows"),
    ("FP05", "Expressions"),
    ("FP06", "The run of a flow"),
    ("FP07", "The client and its environment"),
    ("FP08", "The command line, and orgs"),
];

#[test]
fn the_page_has_every_code_with_an_example() {
    let text = fs::read_to_string(root().join(PAGE)).unwrap();
    hold(PAGE, &with_part(&text, &part()));
}

/// Of each code the examples that were found, by text, and whether one is an error or a warning.
type Examples = BTreeMap<String, Vec<(Severity, String)>>;

fn part() -> String {
    let examples = examples();
    let has = |code: &str| examples.contains_key(code) || WITHOUT_EXAMPLE.iter().any(|(one, _)| *one == code);
    let missing: Vec<&str> = CODES.iter().map(|row| row.text).filter(|code| !has(code)).collect();
    assert!(missing.is_empty(), "no fixture and no recipe gives an example of {missing:?}");
    let mut out = String::new();
    for (digits, title) in CHAPTERS {
        let mut rows = CODES.iter().filter(|row| row.text.starts_with(digits)).peekable();
        if rows.peek().is_none() {
            continue;
        }
        let _ = writeln!(out, "## {title}\n");
        for row in rows {
            let _ = writeln!(
                out,
                "### {}\n\n**{}**{}\n\n{}\n",
                row.text,
                capital(row.title),
                bad(row.text, examples),
                row.explanation
            );
            match examples.get(row.text).and_then(|found| shortest(found)) {
                Some(example) => {
                    let _ = writeln!(out, "```text\n{}\n```\n", example.trim_end());
                }
                None => {
                    let reason = WITHOUT_EXAMPLE.iter().find(|(code, _)| *code == row.text);
                    let _ = writeln!(out, "{}\n", reason.map_or("", |(_, reason)| reason));
                }
            }
        }
    }
    out
}

fn capital(title: &str) -> String {
    let mut letters = title.chars();
    let first = letters.next().map(|one| one.to_uppercase().to_string()).unwrap_or_default();
    first + letters.as_str()
}

/// Whether the code is an error, a warning, or either.
fn bad(code: &str, examples: &Examples) -> &'static str {
    let Some(found) = examples.get(code) else { return ", an error." };
    let has = |wanted: Severity| found.iter().any(|(severity, _)| *severity == wanted);
    match (has(Severity::Error), has(Severity::Warning)) {
        (true, true) => ", an error or a warning.",
        (false, true) => ", a warning.",
        _ => ", an error.",
    }
}

fn shortest(found: &[(Severity, String)]) -> Option<&str> {
    let by_length = |one: &&(Severity, String)| (one.1.lines().count(), one.1.len(), one.1.clone());
    found.iter().min_by_key(by_length).map(|(_, text)| text.as_str())
}

fn examples() -> &'static Examples {
    static FOUND: OnceLock<Examples> = OnceLock::new();
    FOUND.get_or_init(|| {
        let mut found = Examples::new();
        for path in broken_scenarios::broken_files() {
            add(&broken_scenarios::diagnostics_of(&path), &mut found);
        }
        for path in broken_flows::broken_files() {
            add(&broken_flows::diagnostics_of(&path), &mut found);
        }
        for entry in DiskFiles.list(Utf8Path::new(broken_projects::FOLDER)).unwrap() {
            if entry.folder && !entry.name.starts_with('_') {
                add(
                    &broken_projects::diagnostics(&Utf8Path::new(broken_projects::FOLDER).join(entry.name)),
                    &mut found,
                );
            }
        }
        add_snapshots(&mut found);
        for text in recipes::printed() {
            add_printed(&text, &mut found);
        }
        found
    })
}

fn add(diagnostics: &Diagnostics, found: &mut Examples) {
    for one in diagnostics {
        let text = render(one, RenderStyle::Plain);
        found.entry(one.code.as_str().to_owned()).or_default().push((one.severity, text));
    }
}

/// What tests of the client hold of answers that no file can give.
fn add_snapshots(found: &mut Examples) {
    for entry in fs::read_dir(root().join("tests/it/snapshots")).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        if name.starts_with("it__client_") {
            let text = fs::read_to_string(&path).unwrap();
            add_printed(text.splitn(3, "---\n").nth(2).unwrap(), found);
        }
    }
}

/// Diagnostics as they are printed, an empty line behind each.
fn add_printed(text: &str, found: &mut Examples) {
    let head = Regex::new(r"^(error|warning)\[(FP\d{4})\]").unwrap();
    for one in text.split("\n\n") {
        // What stands before, such as the first line of a run, is none of it.
        let lines: Vec<&str> = one.lines().skip_while(|line| !head.is_match(line)).collect();
        let Some(parts) = lines.first().and_then(|first| head.captures(first)) else { continue };
        let severity = if &parts[1] == "error" { Severity::Error } else { Severity::Warning };
        found.entry(parts[2].to_owned()).or_default().push((severity, lines.join("\n")));
    }
}

#[test]
fn reasons_are_given_only_where_there_is_no_example() {
    for (code, _) in WITHOUT_EXAMPLE {
        assert!(!examples().contains_key(*code), "{code} has an example");
        assert!(CODES.iter().any(|row| row.text == *code), "{code} is no code");
    }
}
