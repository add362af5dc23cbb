//! The page on fidelity: its tables are made from those of the code. `UPDATE_DOCS=1 cargo test fidelity` writes them anew; otherwise a test
//! fails where one is stale.

use std::fmt::Write as _;
use std::path::Path;

use flowproof::flow::action::{Basis, kind_table};
use flowproof::flow::decisions::FLOW_DECISIONS;
use flowproof::flow::expression::{DECISIONS, Decision, function_table};

const BEGIN: &str = "<!-- generated: ";
const END: &str = "<!-- end -->";

#[test]
fn the_tables_of_the_page_are_those_of_the_code() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/fidelity.md");
    let page = std::fs::read_to_string(&path).unwrap();
    let mut fresh = String::new();
    let mut written = Vec::new();
    let mut lines = page.lines();
    while let Some(line) = lines.next() {
        fresh.push_str(line);
        fresh.push('\n');
        let Some(name) = line.strip_prefix(BEGIN).and_then(|rest| rest.strip_suffix(" -->")) else { continue };
        assert!(lines.by_ref().any(|line| line == END), "`{name}` has no end");
        fresh.push_str(&table(name).unwrap_or_else(|| panic!("no table is named `{name}`")));
        fresh.push_str(END);
        fresh.push('\n');
        written.push(name.to_owned());
    }
    let subjects =
        FLOW_DECISIONS.iter().map(|one| one.subject).chain(["kinds", "functions", "the expression language"]);
    let missing: Vec<&str> = subjects.filter(|subject| !written.iter().any(|name| name == subject)).collect();
    assert!(missing.is_empty(), "the page has no place for {missing:?}");
    if std::env::var_os("UPDATE_DOCS").is_some() {
        std::fs::write(&path, &fresh).unwrap();
        return;
    }
    let difference = similar::TextDiff::from_lines(&page, &fresh).unified_diff().header("page", "code").to_string();
    assert!(page == fresh, "docs/fidelity.md is stale; run `UPDATE_DOCS=1 cargo test fidelity`:\n{difference}");
}

fn table(name: &str) -> Option<String> {
    match name {
        "kinds" => Some(kinds()),
        "functions" => Some(functions()),
        "the expression language" => Some(decisions(DECISIONS)),
        subject => FLOW_DECISIONS.iter().find(|one| one.subject == subject).map(|one| decisions(one.rows)),
    }
}

fn kinds() -> String {
    let mut out = String::from("| kind | state | note |\n| --- | --- | --- |\n");
    for kind in kind_table() {
        // A kind does what is documented but for the part that its note names.
        let part = if kind.basis == Basis::Decision { "in part a " } else { "" };
        let _ = writeln!(out, "| `{}` | {part}{} | {} |", kind.name, kind.basis, kind.note);
    }
    out
}

fn functions() -> String {
    let mut out = String::from("| function | family | state |\n| --- | --- | --- |\n");
    let mut all: Vec<_> = function_table().collect();
    all.sort_by_key(|function| function.name.to_lowercase());
    for function in all {
        let _ = writeln!(out, "| `{}` | {} | {} |", function.name, function.family, function.basis);
    }
    out
}

fn decisions(rows: &[Decision]) -> String {
    let mut out = String::from("| rule | decided | basis |\n| --- | --- | --- |\n");
    for row in rows {
        let _ = writeln!(out, "| {} | {} | {} |", row.rule, row.decided, row.basis);
    }
    out
}
