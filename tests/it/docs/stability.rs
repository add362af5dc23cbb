//! docs/stability.md says the numbers that the code has: versions of files and documents, exit codes, the oldest Rust.

use flowproof::event::{EVENT_VERSION, Exit};
use flowproof::scenario::schema;
use serde_json::Value as Json;

use super::page::{Page, root};

const PAGE: &str = "docs/stability.md";

/// The cells of the table rows of a page that have so many.
fn rows(cells: usize) -> Vec<Vec<String>> {
    let page = Page::read(PAGE);
    let rows = page.lines.iter().filter(|line| line.starts_with("| `"));
    let split =
        |line: &String| line.trim_matches('|').split(" | ").map(|cell| cell.trim().to_owned()).collect::<Vec<_>>();
    rows.map(split).filter(|row| row.len() == cells).collect()
}

/// What the table of forms says of a form's version.
fn version_of(form: &str) -> String {
    let rows = rows(3);
    let row = rows.iter().find(|row| row[0] == format!("`{form}`"));
    row.unwrap_or_else(|| panic!("{PAGE} has no row for `{form}`"))[1].trim_matches('`').to_owned()
}

fn constant(schema: &Json) -> String {
    let version = &schema["properties"]["version"];
    let value = version.get("const").or_else(|| version["enum"].get(0)).unwrap_or_else(|| panic!("{version}"));
    value.to_string()
}

#[test]
fn versions_of_files_are_those_of_the_code() {
    assert_eq!(version_of("scenarios/*.yaml"), constant(&schema()));
    assert_eq!(version_of("flowproof.yaml"), constant(&flowproof::project::schema()));
    assert_eq!(version_of("blocks/*.yaml"), constant(&flowproof::scenario::blocks_schema()));
    assert_eq!(version_of("--report json=FILE"), EVENT_VERSION.to_string());
}

/// Documents that commands print say their version themselves.
#[rstest::rstest]
#[case("--coverage json=FILE", "run -q --coverage json=c.json >> said; cat c.json")]
#[case("flow show --format json", "flow show fixtures/flows/returns.yaml --format json")]
#[case("doctor --json", "doctor --json")]
#[case("parity --format json", "parity --left mock --right mock:. --format json scenarios/bot_alone.yaml")]
fn versions_of_documents_are_those_that_are_printed(#[case] form: &str, #[case] line: &str) {
    let mut session = super::session::Session::repository();
    let (_, printed) = session.run(&format!("flowproof {line} 2> said"));
    let document: Json = serde_json::from_str(&printed).unwrap_or_else(|error| panic!("{error}: {printed}"));
    assert_eq!(document["version"].to_string(), version_of(form), "{line}");
}

#[test]
fn exit_codes_are_those_of_the_code() {
    let all = [Exit::Green, Exit::Red, Exit::Usage, Exit::Nothing, Exit::Unfit, Exit::Interrupted];
    let wanted: Vec<String> = all.iter().map(|exit| format!("`{}`", *exit as u8)).collect();
    let said: Vec<String> = rows(2).into_iter().map(|row| row[0].clone()).collect();
    assert_eq!(said, wanted);
    // The page on commands lists the same.
    let commands = Page::read("docs/commands.md").text();
    let (_, table) = commands.split_once("\n## Exit codes\n").unwrap();
    for exit in all {
        assert!(table.contains(&format!("\n| {} |", exit as u8)), "docs/commands.md lacks {}", exit as u8);
    }
}

#[test]
fn the_oldest_rust_is_that_of_the_package() {
    let manifest = std::fs::read_to_string(root().join("Cargo.toml")).unwrap();
    let version = manifest.lines().find_map(|line| line.strip_prefix("rust-version = ")).unwrap().trim_matches('"');
    for page in [PAGE, "README.md", "docs/install.md"] {
        assert!(Page::read(page).text().contains(&format!("Rust {version}")), "{page} does not name Rust {version}");
    }
}
