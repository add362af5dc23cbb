//! The commands of the documentation print what the documentation shows. A fenced block whose first line begins with `$ flowproof` is a
//! command and its output; only times are left open. `UPDATE_DOCS=1 cargo test docs` writes the outputs anew: read them before committing.

use std::path::Path;
use std::process::Command;

use regex::Regex;

/// What a block's first line begins with.
const PROMPT: &str = "$ flowproof ";

/// What ends a block.
const FENCE: &str = "```";

#[rstest::rstest]
#[case("README.md")]
#[case("docs/authoring.md")]
#[case("docs/coverage.md")]
#[case("docs/errors.md")]
#[case("docs/flow_diff.md")]
fn commands_print_what_is_shown(#[case] page: &str) {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let text = std::fs::read_to_string(root.join(page)).unwrap();
    let mut fresh = String::new();
    let mut commands = 0;
    let mut lines = text.lines().peekable();
    while let Some(line) = lines.next() {
        fresh.push_str(line);
        fresh.push('\n');
        let Some(arguments) = line.strip_prefix(PROMPT) else { continue };
        commands += 1;
        while lines.peek().is_some_and(|next| !next.starts_with(FENCE) && !next.starts_with(PROMPT)) {
            lines.next();
        }
        fresh.push_str(&output_of(root, arguments));
    }
    assert!(commands > 0, "{page} shows no command");
    if std::env::var_os("UPDATE_DOCS").is_some() {
        std::fs::write(root.join(page), &fresh).unwrap();
        return;
    }
    let difference = similar::TextDiff::from_lines(&text, &fresh).unified_diff().header(page, "printed").to_string();
    assert!(text == fresh, "{page} does not show what is printed:\n{difference}");
}

/// What the command prints, with times left open.
fn output_of(root: &Path, arguments: &str) -> String {
    let output = Command::new(env!("CARGO_BIN_EXE_flowproof"))
        .args(words(arguments))
        .current_dir(root)
        .env("NO_COLOR", "1")
        .env_remove("CI")
        .env_remove("CLICOLOR_FORCE")
        .output()
        .unwrap();
    let printed = String::from_utf8(output.stdout).unwrap() + &String::from_utf8(output.stderr).unwrap();
    let time = Regex::new(r"\b\d+\.\d+ s\b").unwrap();
    let mut text = time.replace_all(&printed, "… s").trim_end().to_owned();
    text.push('\n');
    text
}

/// Words of a command line; single quotes hold one together.
fn words(arguments: &str) -> Vec<String> {
    let mut found = Vec::new();
    for (at, part) in arguments.split('\'').enumerate() {
        if at % 2 == 1 {
            found.push(part.to_owned());
        } else {
            found.extend(part.split_whitespace().map(str::to_owned));
        }
    }
    found
}

/// The scenario that the README tells to copy, in a file of its own, runs green.
#[test]
fn the_scenario_to_copy_passes() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let text = std::fs::read_to_string(root.join("README.md")).unwrap();
    let scenario = text.split("```yaml\n").nth(1).and_then(|rest| rest.split(FENCE).next()).unwrap();
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("copied.yaml");
    std::fs::write(&file, scenario).unwrap();
    let printed = output_of(root, &format!("run '{}'", file.display()));
    assert!(printed.contains("2 passed of 2 cases"), "{printed}");
}

#[test]
fn quotes_hold_words_together() {
    assert_eq!(words("run a.yaml --filter 'Gold, 5 orders' -q"), ["run", "a.yaml", "--filter", "Gold, 5 orders", "-q"]);
}
