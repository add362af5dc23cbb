//! Each file of `fixtures/broken/scenario` gets exactly the diagnostics of its snapshot. Files are found at run time: a new one needs only
//! its snapshot.

use std::panic::catch_unwind;
use std::path::PathBuf;
use std::sync::Arc;

use flowproof::diagnostic::{Code, Diagnostic, Diagnostics, RenderStyle, SourceFile, render_all};
use flowproof::scenario::{Surroundings, read_in};

pub fn broken_files() -> Vec<PathBuf> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("fixtures/broken/scenario");
    let mut files: Vec<PathBuf> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    files
}

pub fn diagnostics_of(path: &PathBuf) -> Diagnostics {
    let name = format!("scenarios/{}", path.file_name().unwrap().to_string_lossy());
    let folder = path.parent().unwrap();
    let open = |named: &str| match std::fs::read_to_string(folder.join(named)) {
        Ok(text) => Ok(SourceFile::new(named.trim_start_matches("../"), text)),
        Err(_) => Err(Diagnostic::error(Code::FILE_UNREADABLE, format!("`{named}` cannot be read: it does not exist"))),
    };
    let around = Surroundings { blocks: Arc::default(), variables: Arc::default(), open: &open };
    read_in(&SourceFile::new(name, std::fs::read_to_string(path).unwrap()), &around).1
}

#[test]
fn each_broken_file_gets_its_diagnostics() {
    let files = broken_files();
    assert!(files.len() >= 45, "only {} broken files", files.len());
    let mut wrong = Vec::new();
    for path in &files {
        let name = path.file_stem().unwrap().to_string_lossy().into_owned();
        let text = render_all(&diagnostics_of(path), RenderStyle::Plain);
        let outcome = catch_unwind(|| {
            let mut settings = insta::Settings::clone_current();
            settings.set_omit_expression(true);
            settings.bind(|| insta::assert_snapshot!(format!("scenario_{name}"), text));
        });
        if outcome.is_err() {
            wrong.push(name);
        }
    }
    assert!(wrong.is_empty(), "not as their snapshots: {wrong:?}");
}

#[test]
fn each_diagnostic_has_a_place_and_help() {
    for path in broken_files() {
        let found = diagnostics_of(&path);
        assert!(found.has_errors(), "{} is not broken", path.display());
        for one in &found {
            assert!(one.place.is_some(), "{}: no place: {}", path.display(), one.message);
            assert!(!one.help.is_empty(), "{}: no help: {}", path.display(), one.message);
            let first = one.message.chars().next().unwrap();
            assert!(!first.is_uppercase() && !one.message.ends_with('.'), "{}: {}", path.display(), one.message);
        }
    }
}

#[test]
fn each_code_of_scenarios_has_a_file_that_produces_it() {
    let found: Vec<&str> = broken_files().iter().flat_map(diagnostics_of).map(|one| one.code.as_str()).collect();
    for entry in flowproof::diagnostic::CODES.iter().filter(|entry| entry.text.starts_with("FP02")) {
        assert!(found.contains(&entry.text), "no broken file produces {}", entry.text);
    }
}

#[test]
fn no_mistake_is_told_twice() {
    for path in broken_files() {
        let found = diagnostics_of(&path);
        let mut seen = Vec::new();
        for one in &found {
            let key = (one.code, one.place.clone(), one.message.clone());
            assert!(!seen.contains(&key), "{}: twice: {}", path.display(), one.message);
            seen.push(key);
        }
    }
}
