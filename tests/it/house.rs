//! The house: which room imports which, that every file says what it owns, and that none is too long. Reads the source as text.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

/// Room → the rooms that it may import. Any other import fails.
const ARROWS: &[(&str, &[&str])] = &[
    ("diagnostic", &[]),
    ("secret", &[]),
    ("trace", &[]),
    ("wire", &[]),
    ("yaml", &["diagnostic"]),
    ("flow", &["trace", "diagnostic", "yaml"]),
    ("format", &["diagnostic", "yaml"]),
    ("scenario", &["diagnostic", "yaml"]),
    ("draft", &["record", "scenario", "flow", "trace"]),
    ("import", &["scenario", "yaml", "diagnostic"]),
    ("project", &["scenario", "flow", "diagnostic", "yaml", "secret"]),
    ("genesys", &["wire", "diagnostic", "secret"]),
    ("fake", &["flow", "wire", "trace"]),
    ("evidence", &["trace", "wire", "scenario", "diagnostic"]),
    ("event", &["evidence", "diagnostic", "scenario", "flow"]),
    ("live", &["project", "scenario", "flow", "genesys", "wire", "trace", "diagnostic", "yaml", "secret"]),
    ("record", &["evidence", "scenario", "flow", "wire", "trace", "diagnostic"]),
    ("suggest", &["record", "scenario", "flow", "trace", "diagnostic"]),
    ("parity", &["event", "evidence", "scenario", "trace", "diagnostic"]),
    ("chat", &["record", "evidence", "scenario", "flow", "trace", "diagnostic"]),
    (
        "runner",
        &[
            "project",
            "scenario",
            "flow",
            "evidence",
            "event",
            "genesys",
            "fake",
            "wire",
            "trace",
            "diagnostic",
            "live",
            "record",
            "parity",
        ],
    ),
    ("coverage", &["event", "evidence", "trace", "flow", "diagnostic"]),
    ("report", &["event", "coverage", "evidence", "trace", "diagnostic", "scenario", "flow"]),
];

/// Rooms that must not see tokio.
const WITHOUT_TOKIO: &[&str] = &[
    "diagnostic",
    "trace",
    "wire",
    "yaml",
    "flow",
    "format",
    "import",
    "draft",
    "scenario",
    "project",
    "evidence",
    "event",
    "report",
    "record",
    "suggest",
    "parity",
    "chat",
    "coverage",
];

/// A longer file must give its reason in its header.
const LONGEST: usize = 600;

fn sources() -> Vec<(PathBuf, String)> {
    let mut found = Vec::new();
    collect(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), &mut found);
    let tests = test_modules(&found);
    found.retain(|(path, _)| !tests.contains(path));
    found.sort();
    assert!(found.len() > 50, "the sources were not found");
    found
}

fn collect(folder: &Path, found: &mut Vec<(PathBuf, String)>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            collect(&path, found);
        } else if path.extension().is_some_and(|ending| ending == "rs") {
            let text = fs::read_to_string(&path).unwrap();
            let path = path.strip_prefix(Path::new(env!("CARGO_MANIFEST_DIR")).join("src")).unwrap().to_owned();
            found.push((path, text));
        }
    }
}

/// Files that only tests compile: `#[cfg(test)] mod name;` beside them. They may look anywhere.
fn test_modules(found: &[(PathBuf, String)]) -> BTreeSet<PathBuf> {
    let pattern = regex::Regex::new(r"#\[cfg\(test\)\]\s*(?:pub(?:\([a-z]+\))? )?mod ([a-z_]+);").unwrap();
    let folder = |path: &Path| path.parent().unwrap_or(Path::new("")).to_owned();
    let modules = found.iter().flat_map(|(path, text)| {
        pattern.captures_iter(text).map(move |name| folder(path).join(format!("{}.rs", &name[1])))
    });
    modules.collect()
}

fn room(path: &Path) -> Option<String> {
    let mut parts = path.components();
    let first = parts.next()?.as_os_str().to_str()?.to_owned();
    parts.next().map(|_| first)
}

/// The text without the tests at its foot: those may look anywhere.
fn without_tests(text: &str) -> &str {
    text.split("#[cfg(test)]\nmod tests").next().unwrap_or_default()
}

fn imports(text: &str) -> BTreeSet<String> {
    let pattern = regex::Regex::new(r"crate::(?:\{([^}]*)\}|([a-z_]+))").unwrap();
    let mut rooms = BTreeSet::new();
    for line in text.lines().filter(|line| !line.trim_start().starts_with("//")) {
        for found in pattern.captures_iter(line) {
            let names = found.get(1).or(found.get(2)).unwrap().as_str();
            rooms.extend(names.split(',').map(|name| name.trim().split("::").next().unwrap_or_default().to_owned()));
        }
    }
    rooms
}

#[test]
fn rooms_import_only_what_the_design_allows() {
    let mut wrong = Vec::new();
    for (path, text) in sources() {
        let Some(room) = room(&path) else { continue };
        let Some((_, allowed)) = ARROWS.iter().find(|(name, _)| *name == room) else {
            assert_eq!(room, "cli", "room {room} has no row in the table of arrows");
            continue;
        };
        for import in imports(without_tests(&text)) {
            let known = ARROWS.iter().any(|(name, _)| *name == import) || import == "cli";
            if known && import != room && !allowed.contains(&import.as_str()) {
                wrong.push(format!("{}: {room} imports {import}", path.display()));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn pure_rooms_do_not_see_tokio() {
    let wrong: Vec<String> = sources()
        .into_iter()
        .filter(|(path, _)| room(path).is_some_and(|room| WITHOUT_TOKIO.contains(&room.as_str())))
        .filter(|(_, text)| without_tests(text).contains("tokio::"))
        .map(|(path, _)| path.display().to_string())
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_file_says_what_it_owns_and_none_is_too_long() {
    let mut wrong = Vec::new();
    for (path, text) in sources() {
        if !text.starts_with("//!") {
            wrong.push(format!("{}: does not open with `//!`", path.display()));
        }
        let lines = text.lines().count();
        if lines > LONGEST {
            wrong.push(format!("{}: {lines} lines", path.display()));
        }
        if path.ends_with("mod.rs") && without_tests(&text).contains("\nfn ") {
            wrong.push(format!("{}: a mod.rs holds no logic", path.display()));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn only_the_edge_reads_the_process_environment() {
    let wrong: Vec<String> = sources()
        .into_iter()
        .filter(|(path, _)| !path.ends_with("cli/edge.rs"))
        .filter(|(_, text)| without_tests(text).contains("std::env::var") || without_tests(text).contains("env::var("))
        .map(|(path, _)| path.display().to_string())
        .collect();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
