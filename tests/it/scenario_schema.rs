//! The JSON Schema of scenario files is current, and takes what the reader takes.
//! `FLOWPROOF_UPDATE_SCHEMAS=1 cargo test --test it scenario_schema` writes it anew, as `flowproof schema` does.

use std::path::{Path, PathBuf};

use flowproof::diagnostic::SourceFile;
use flowproof::scenario::{blocks_schema, read_blocks_file, schema};
use flowproof::yaml::{Limits, Node, parse};

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR"))
}

/// Every YAML file under a folder, sorted; none where it does not exist.
fn files(folder: &Path) -> Vec<PathBuf> {
    let Ok(entries) = std::fs::read_dir(folder) else { return Vec::new() };
    let mut found = Vec::new();
    for path in entries.map(|entry| entry.unwrap().path()) {
        if path.is_dir() {
            found.extend(files(&path));
        } else if path.extension().is_some_and(|extension| extension == "yaml") {
            found.push(path);
        }
    }
    found.sort();
    found
}

fn good_files() -> Vec<PathBuf> {
    let mut found = files(&root().join("fixtures/good/scenario"));
    assert!(found.len() >= 4);
    found.extend(files(&root().join("scenarios")));
    found
}

fn tree(path: &Path) -> Node {
    let source = SourceFile::new(path.to_string_lossy().into_owned(), std::fs::read_to_string(path).unwrap());
    parse(&source, Limits::default()).unwrap().root
}

#[test]
fn the_schema_files_are_current() {
    for (name, schema) in [("scenario", schema()), ("blocks", blocks_schema())] {
        let path = root().join(format!("schema/{name}.schema.json"));
        let current = format!("{}\n", serde_json::to_string_pretty(&schema).unwrap());
        if std::env::var_os("FLOWPROOF_UPDATE_SCHEMAS").is_some() {
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(&path, &current).unwrap();
        }
        let kept = std::fs::read_to_string(&path).unwrap_or_default();
        assert!(kept == current, "schema/{name}.schema.json is stale: run `flowproof schema`");
    }
}

#[test]
fn files_of_blocks_pass_their_schema_and_mistakes_do_not() {
    let validator = jsonschema::draft202012::new(&blocks_schema()).unwrap();
    let shipped = files(&root().join("blocks"));
    assert!(!shipped.is_empty());
    for path in shipped {
        let (_, found) = read_blocks_file(&SourceFile::new("b.yaml", std::fs::read_to_string(&path).unwrap()));
        assert!(found.is_empty() && validator.is_valid(&tree(&path).to_json()), "{}", path.display());
    }
    for wrong in [
        "version: 2\nblocks: { a: [ { say: Hi } ] }",
        "version: 1\nblocks: {}",
        "version: 1\nblocks: { a: [] }",
        "version: 1\nblocks: { a: { stpes: [ { say: Hi } ] } }",
        "version: 1\nblocks: { a: { steps: [ { say: Hi } ], parameters: [name] } }",
        "version: 1\nblocks: [ { say: Hi } ]",
        "version: 1\nblock: {}",
    ] {
        let source = SourceFile::new("b.yaml", wrong);
        assert!(read_blocks_file(&source).1.has_errors(), "the reader takes {wrong}");
        assert!(!validator.is_valid(&parse(&source, Limits::default()).unwrap().root.to_json()), "it takes {wrong}");
    }
    let misspelt = "version: 1\nblocks: { a: [ { sya: Hi } ] }";
    let tree = parse(&SourceFile::new("b.yaml", misspelt), Limits::default()).unwrap().root;
    assert!(!validator.is_valid(&tree.to_json()));
}

#[test]
fn good_files_pass_the_schema() {
    let validator = jsonschema::draft202012::new(&schema()).unwrap();
    for path in good_files() {
        let instance = tree(&path).to_json();
        let errors: Vec<String> =
            validator.iter_errors(&instance).map(|error| format!("{}: {error}", error.instance_path())).collect();
        assert!(errors.is_empty(), "{}: {errors:#?}", path.display());
    }
}

/// Mistakes that a schema can know are mistakes there, too.
#[test]
fn broken_keys_and_kinds_fail_the_schema() {
    let validator = jsonschema::draft202012::new(&schema()).unwrap();
    let names = [
        "attribute_values",
        "bare_steps",
        "block_unused",
        "blocks_no_map",
        "bots",
        "calls",
        "capture_forms",
        "case_names",
        "case_overrides",
        "cases_empty",
        "data_actions",
        "durations",
        "ending_detail",
        "ending_two",
        "ending_word",
        "error_step",
        "error_without_step",
        "expect_empty",
        "expect_keys",
        "faults",
        "faults_of_guests",
        "faults_of_orgs",
        "frame_missing",
        "keys_misspelt",
        "kinds_wrong",
        "not_a_map",
        "now_form",
        "path_empty",
        "path_form",
        "path_items",
        "participant_empty",
        "receive_patterns",
        "say_without_text",
        "skip_without_reason",
        "start_unknown",
        "steps_unknown",
        "stubs_unknown",
        "table_form",
        "tags",
        "understanding",
        "values_missing",
        "variable_values",
        "version_missing",
        "version_unknown",
        "widget",
        "words_unknown",
        "world_resources",
        "world_schedules",
        "world_tables",
    ];
    for name in names {
        let path = root().join(format!("fixtures/broken/scenario/{name}.yaml"));
        assert!(!validator.is_valid(&tree(&path).to_json()), "{name} passes the schema");
    }
}
