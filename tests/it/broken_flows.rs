//! Each file of `fixtures/broken/flow` gets exactly the diagnostics of its snapshot, those of the lints among them. Files are found at run time: a new one needs only its
//! snapshot.

use std::panic::catch_unwind;
use std::path::PathBuf;

use flowproof::diagnostic::{CODES, Diagnostics, RenderStyle, SourceFile, render_all};
use flowproof::flow::lint::lint;
use flowproof::flow::{FlowSource, load};

pub fn broken_files() -> Vec<PathBuf> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("fixtures/broken/flow");
    let mut files: Vec<PathBuf> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    files
}

fn source_of(path: &PathBuf) -> FlowSource {
    let name = format!("flows/{}", path.file_name().unwrap().to_string_lossy());
    let source = SourceFile::new(name, std::fs::read_to_string(path).unwrap());
    FlowSource { source, substitutions: Default::default() }
}

pub fn diagnostics_of(path: &PathBuf) -> Diagnostics {
    let loaded = load(vec![source_of(path)]);
    let mut found = loaded.diagnostics;
    if let Some(program) = loaded.program {
        found.append(lint(&program));
    }
    found.sort();
    found
}

#[test]
fn each_broken_flow_gets_its_diagnostics() {
    let files = broken_files();
    assert!(files.len() >= 20, "only {} broken flows", files.len());
    let mut wrong = Vec::new();
    for path in &files {
        let name = path.file_stem().unwrap().to_string_lossy().into_owned();
        let text = render_all(&diagnostics_of(path), RenderStyle::Plain);
        let outcome = catch_unwind(|| {
            let mut settings = insta::Settings::clone_current();
            settings.set_omit_expression(true);
            settings.bind(|| insta::assert_snapshot!(format!("flow_{name}"), text));
        });
        if outcome.is_err() {
            wrong.push(name);
        }
    }
    assert!(wrong.is_empty(), "not as their snapshots: {wrong:?}");
}

#[test]
fn each_diagnostic_has_a_place() {
    for path in broken_files() {
        let found = diagnostics_of(&path);
        assert!(!found.is_empty(), "{} is not broken", path.display());
        for one in &found {
            assert!(one.place.is_some(), "{}: no place: {}", path.display(), one.message);
        }
    }
}

#[test]
fn each_code_of_flow_files_has_a_file_that_produces_it() {
    let mut found: Vec<&str> = broken_files().iter().flat_map(diagnostics_of).map(|one| one.code.as_str()).collect();
    // Two flows of one name take two files.
    let sound = |name: &str| {
        let text =
            std::fs::read_to_string(PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("fixtures/flows/returns.yaml"));
        FlowSource { source: SourceFile::new(name, text.unwrap()), substitutions: Default::default() }
    };
    found.extend(load(vec![sound("a.yaml"), sound("b.yaml")]).diagnostics.iter().map(|one| one.code.as_str()));
    let of_files = |code: &str| ("FP0401".."FP0420").contains(&code) || ("FP0450".."FP0460").contains(&code);
    for entry in CODES.iter().filter(|entry| of_files(entry.text)) {
        assert!(found.contains(&entry.text), "no broken file produces {}", entry.text);
    }
}
