//! A whole file: keys in order, wrapped collections kept, the rest laid out, and the proof that it still says the same. Must not know which
//! file it is.

use std::sync::Arc;

use pretty_yaml::config::{FormatOptions, LanguageOptions, LayoutOptions};
use serde_json::Value as Json;

use super::order::ordered;
use super::same::same;
use super::wrapped::unwrap;
use crate::diagnostic::{Diagnostics, SourceFile};
use crate::yaml::{Limits, Node, parse};

/// Longer than any line: a line is broken where its author breaks it and nowhere else.
const WIDTH: usize = 1 << 20;

/// Why a file is left as it is.
#[derive(Debug, Clone)]
pub enum Refused {
    /// It is no YAML: what is wrong with it.
    Wrong(Diagnostics),
    /// It holds something that cannot be laid out so that it still says the same; such a file is rare, and right as it is.
    Unsure,
}

/// The text as it is to be written. Laid out again it does not change.
///
/// # Errors
/// The file is no YAML, or would not say the same.
pub fn format(source: &Arc<SourceFile>, schema: &Json) -> Result<String, Refused> {
    let before = parse(source, Limits::default()).map_err(Refused::Wrong)?.root;
    let text = heading_to_the_left(&source.text().trim_start_matches('\u{feff}').replace("\r\n", "\n"));
    if text.trim().is_empty() {
        return Ok(String::new());
    }
    let root = tree(&text).ok_or(Refused::Unsure)?;
    let mut in_order = text.clone();
    let mut in_order_root = root.clone();
    let sorted = ordered(&text, &root, schema);
    if let Some(after) = tree(&sorted).filter(|after| same(&root, after, false)) {
        in_order = sorted;
        in_order_root = after;
    }
    let laid_out = lay_out(&in_order, &in_order_root).ok_or(Refused::Unsure)?;
    let is_same = |text: &str| tree(text).is_some_and(|after| same(&in_order_root, &after, true));
    if !is_same(&laid_out) || !same(&before, &root, true) {
        return Err(Refused::Unsure);
    }
    let again = tree(&laid_out).and_then(|root| lay_out(&laid_out, &root));
    if again.as_ref() == Some(&laid_out) { Ok(laid_out) } else { Err(Refused::Unsure) }
}

/// Comments at the head of a file stand at its margin: indented, they would be taken for the file's indentation.
fn heading_to_the_left(text: &str) -> String {
    let is_heading = |line: &str| line.trim().is_empty() || line.trim_start().starts_with('#');
    let end = text.split_inclusive('\n').take_while(|line| is_heading(line)).map(str::len).sum();
    let (heading, rest) = text.split_at_checked(end).unwrap_or(("", text));
    let heading: String = heading.split_inclusive('\n').map(|line| line.trim_start_matches([' ', '\t'])).collect();
    heading + rest
}

fn tree(text: &str) -> Option<Node> {
    parse(&SourceFile::new("text", text), Limits::default()).ok().map(|document| document.root)
}

fn lay_out(text: &str, root: &Node) -> Option<String> {
    let unwrapped = unwrap(text, root);
    let options = FormatOptions {
        layout: LayoutOptions { print_width: WIDTH, ..LayoutOptions::default() },
        language: LanguageOptions { trailing_comma: false, ..LanguageOptions::default() },
    };
    let laid_out = pretty_yaml::format_text(&unwrapped.text, &options).ok()?;
    Some(unwrapped.restore(&laid_out))
}

#[cfg(test)]
mod tests {
    use std::path::{Path, PathBuf};

    use proptest::prelude::*;
    use rstest::rstest;
    use serde_json::json;

    use super::*;

    fn schema() -> Json {
        json!({ "properties": {
            "version": {},
            "title": {},
            "steps": { "items": { "anyOf": [{ "type": "string" }, { "$ref": "#/$defs/step" }] } },
            "world": { "additionalProperties": { "properties": { "a": {}, "b": {} } } },
        }, "$defs": { "step": { "properties": { "say": {}, "timeout": {} } } } })
    }

    fn formatted(text: &str) -> Result<String, Refused> {
        format(&SourceFile::new("t.yaml", text), &schema())
    }

    #[rstest]
    #[case::spacing("version:   1\ntitle: {a:   1,b: [ 1,2 ]}\n", "version: 1\ntitle: { a: 1, b: [1, 2] }\n")]
    #[case::blank_lines("\n\nversion: 1\n\n\n\ntitle: x\n\n", "version: 1\n\ntitle: x\n")]
    #[case::indentation("steps:\n- a\n-   say: b\n    timeout: 1s\n", "steps:\n  - a\n  - say: b\n    timeout: 1s\n")]
    #[case::crlf("version: 1\r\ntitle: x\r\n", "version: 1\ntitle: x\n")]
    #[case::mark("\u{feff}version: 1\n", "version: 1\n")]
    #[case::no_newline("title: x", "title: x\n")]
    #[case::order("title: x\nversion: 1\n", "version: 1\ntitle: x\n")]
    #[case::order_within(
        "steps:\n  - timeout: 1s # soon\n    say: a\n",
        "steps:\n  - say: a\n    timeout: 1s # soon\n"
    )]
    #[case::order_by_name("world:\n  x:\n    b: 1\n    a: 2\n", "world:\n  x:\n    a: 2\n    b: 1\n")]
    #[case::comments_go_along(
        "version: 1\nsteps: [a]\n  # deeper: of the steps\n\n# of the title\ntitle: x # t\n",
        "version: 1\n\n# of the title\ntitle: x # t\nsteps: [a]\n# deeper: of the steps\n"
    )]
    #[case::the_modeline_stays(
        "# yaml-language-server: $schema=x\ntitle: x\nversion: 1\n",
        "# yaml-language-server: $schema=x\nversion: 1\ntitle: x\n"
    )]
    #[case::a_comment_would_lose_its_key(
        "# of the title\ntitle: x\nversion: 1\n",
        "# of the title\ntitle: x\nversion: 1\n"
    )]
    #[case::unknown_keys_stay("title: x\nversion: 1\nother: 2\n", "title: x\nversion: 1\nother: 2\n")]
    #[case::one_line_is_its_authors("world: { x: { b: 1, a: 2 } }\n", "world: { x: { b: 1, a: 2 } }\n")]
    #[case::wrapped(
        "steps:\n    - {say: a,\n       timeout: 1s}\n    - b\n",
        "steps:\n  - {say: a,\n     timeout: 1s}\n  - b\n"
    )]
    #[case::long_lines(&format!("title: {}\n", "word ".repeat(90).trim_end()), &format!("title: {}\n", "word ".repeat(90).trim_end()))]
    #[case::blocks("title: |\n      a\n        b\n", "title: |\n  a\n    b\n")]
    #[case::nothing("\n", "")]
    #[case::comments_alone("# a\n\n\n\n# b\n", "# a\n\n# b\n")]
    fn layout(#[case] text: &str, #[case] expected: &str) {
        assert_eq!(formatted(text).unwrap(), expected);
        assert_eq!(formatted(expected).unwrap(), expected);
    }

    #[test]
    fn what_is_no_yaml_is_told() {
        assert!(matches!(formatted("a: [1"), Err(Refused::Wrong(wrong)) if wrong.has_errors()));
    }

    /// Blank lines that a text keeps at its end are a part of it, and the layout would fold them.
    #[test]
    fn a_text_that_would_change_is_left() {
        assert!(matches!(formatted("title: |+\n  x\n\n\n\nversion: 1\n"), Err(Refused::Unsure)));
    }

    fn yaml_files(folder: &str) -> Vec<PathBuf> {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join(folder);
        let paths = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
        paths.filter(|path| path.extension().is_some_and(|ending| ending == "yaml")).collect()
    }

    fn comments(text: &str) -> Vec<&str> {
        let mut found: Vec<&str> =
            text.lines().filter_map(|line| line.split_once("# ").map(|(_, note)| note)).collect();
        found.sort_unstable();
        found
    }

    /// Shipped files of every kind, flows among them, which hold the odder YAML.
    #[rstest]
    #[case("scenarios")]
    #[case("fixtures/good/scenario")]
    #[case("fixtures/broken/scenario")]
    #[case("fixtures/flows")]
    #[case("src/cli/template/scenarios")]
    #[case(".")]
    fn what_is_shipped_says_the_same_and_keeps_its_comments(#[case] folder: &str) {
        let schema = crate::scenario::schema();
        let mut done = 0;
        for path in yaml_files(folder) {
            let text = std::fs::read_to_string(&path).unwrap();
            let source = SourceFile::new(path.to_string_lossy().into_owned(), text.as_str());
            let laid_out = match format(&source, &schema) {
                Ok(laid_out) => laid_out,
                Err(Refused::Wrong(_)) => continue,
                Err(Refused::Unsure) => panic!("{} is not laid out", path.display()),
            };
            assert!(same(&tree(&text).unwrap(), &tree(&laid_out).unwrap(), false), "{}", path.display());
            assert_eq!(comments(&text), comments(&laid_out), "{}", path.display());
            let again = SourceFile::new("again", laid_out.as_str());
            assert_eq!(format(&again, &schema).unwrap(), laid_out, "{}", path.display());
            done += 1;
        }
        assert!(done > 0);
    }

    /// A tree as a person may have typed it: any indentation, spacing, blank lines, comments, either style.
    fn typed(depth: u32) -> BoxedStrategy<Vec<String>> {
        let scalar =
            prop::sample::select(vec!["x", "\"a # b\"", "'it''s'", "5", "yes", "a b, c", "\"${v}\"", "~", "\"a\\tb\""]);
        let leaf = scalar.prop_map(|text| vec![text.to_owned()]);
        if depth == 0 {
            return leaf.boxed();
        }
        let key = prop::sample::select(vec!["title", "version", "steps", "world", "say", "timeout", "a", "b", "other"]);
        let entry = (key, typed(depth - 1), 1_usize..4, 0_usize..3, prop::bool::ANY, 0_u32..1000);
        let map = prop::collection::vec(entry, 1..5).prop_map(|entries| {
            let mut lines: Vec<String> = Vec::new();
            let mut seen = std::collections::BTreeSet::new();
            for (key, value, indent, blank, comment, number) in entries {
                if !seen.insert(key) {
                    continue;
                }
                lines.extend(std::iter::repeat_n(String::new(), blank));
                if comment {
                    lines.push(format!("# note {number}"));
                }
                if value.len() == 1 {
                    lines.push(format!("{key}:{}{}", " ".repeat(indent), value[0]));
                } else {
                    lines.push(format!("{key}:"));
                    lines.extend(value.iter().map(|line| format!("{}{line}", " ".repeat(indent))));
                }
            }
            // One line would be taken for a scalar.
            lines.push("last: 1".to_owned());
            lines
        });
        let list = prop::collection::vec(typed(depth - 1), 2..4).prop_map(|items| {
            items
                .into_iter()
                .flat_map(|item| {
                    let first = item.iter().position(|line| !line.is_empty() && !line.starts_with('#')).unwrap_or(0);
                    item.into_iter()
                        .enumerate()
                        .map(move |(at, line)| if at == first { format!("- {line}") } else { format!("  {line}") })
                })
                .collect()
        });
        let row = prop::collection::vec("[a-z]{1,4}", 1..4).prop_map(|words| vec![format!("[ {} ]", words.join(" ,"))]);
        let wrapped = prop::collection::vec("[a-z]{1,4}", 2..4).prop_map(|words| {
            let lines: Vec<String> = words.iter().map(|word| format!("{word}: 1")).collect();
            vec![format!("{{ {}, # one", lines[0]), format!("    z: {{ {} }} }}", lines[1..].join(", "))]
        });
        prop_oneof![3 => map, 2 => list, 1 => leaf, 1 => row, 1 => wrapped].boxed()
    }

    proptest! {
        #[test]
        fn meaning_and_comments_stay_and_again_changes_nothing(lines in typed(3)) {
            let text = lines.join("\n");
            let Some(before) = tree(&text) else { return Ok(()) };
            let laid_out = match formatted(&text) {
                Ok(laid_out) => laid_out,
                Err(refused) => return Err(TestCaseError::fail(format!("{refused:?}\n{text}"))),
            };
            prop_assert!(same(&before, &tree(&laid_out).unwrap(), false), "{}\n---\n{}", text, laid_out);
            prop_assert_eq!(comments(&text), comments(&laid_out), "{}\n---\n{}", text, laid_out);
            prop_assert_eq!(formatted(&laid_out).unwrap(), laid_out);
        }
    }
}
