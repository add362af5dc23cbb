//! `{{name}}` placeholders: hidden from the YAML grammar before reading, filled in scalar by scalar after it, so that a value with quotes
//! or line breaks cannot break the file and every place still points into the original text. Must not know what a scalar means.

use std::collections::HashSet;
use std::sync::{Arc, LazyLock};

use indexmap::IndexMap;
use regex::Regex;

use crate::diagnostic::{Code, Diagnostic, Diagnostics, Place, SourceFile};
use crate::yaml::{Document, Limits, Node, Scalar, Value, parse};

/// Stand for `{{` and `}}` while YAML is read: code points that Unicode leaves unassigned, each two bytes long as the braces are, so that
/// byte positions stay those of the original text.
const OPEN: char = '\u{378}';
const CLOSE: char = '\u{379}';

#[expect(clippy::unwrap_used, reason = "a constant pattern, compiled by every test")]
static PLACEHOLDER: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"\{\{[ \t]*([A-Za-z0-9_.\-]+)[ \t]*\}\}").unwrap());
#[expect(clippy::unwrap_used, reason = "a constant pattern, compiled by every test")]
static HIDDEN: LazyLock<Regex> = LazyLock::new(|| Regex::new("\u{378}([^\u{378}\u{379}]*)\u{379}").unwrap());

/// Reads a file with its placeholders filled in. One that has no value keeps its braces as an opaque name, with a warning.
///
/// # Errors
/// All that is wrong with the text as YAML.
pub(crate) fn read(
    source: &Arc<SourceFile>,
    values: &IndexMap<String, String>,
) -> Result<(Document, Diagnostics), Diagnostics> {
    if let Some(conflict) = merge_conflict(source) {
        return Err(conflict.into());
    }
    if !source.text().contains("{{") {
        return parse(source, Limits::default()).map(|document| (document, Diagnostics::new()));
    }
    let hidden = PLACEHOLDER.replace_all(source.text(), |found: &regex::Captures<'_>| {
        let inner = found.get(0).map_or("", |whole| whole.as_str());
        let inner = inner.get(2..inner.len() - 2).unwrap_or_default();
        format!("{OPEN}{inner}{CLOSE}")
    });
    let masked = SourceFile::new(source.name(), hidden.as_ref());
    let mut document = parse(&masked, Limits::default()).map_err(|found| moved_to(source, found))?;
    fill(&mut document.root, values);
    Ok((Document { source: Arc::clone(source), root: document.root }, unknown(source, values)))
}

/// A file that was committed in the middle of a merge: the grammar's own message would point somewhere behind the mark.
fn merge_conflict(source: &Arc<SourceFile>) -> Option<Diagnostic> {
    const MARK: &str = "<<<<<<< ";
    let start = if source.text().starts_with(MARK) { 0 } else { source.text().find(&format!("\n{MARK}"))? + 1 };
    let place = Place::new(source, start..start + MARK.len() - 1);
    let message = "an unresolved merge conflict starts here";
    Some(
        Diagnostic::error(Code::YAML_SYNTAX, message)
            .at(place)
            .help("keep one of the two versions and remove the marks"),
    )
}

/// A warning for the first use of each placeholder that has no value.
fn unknown(source: &Arc<SourceFile>, values: &IndexMap<String, String>) -> Diagnostics {
    let mut seen = HashSet::new();
    let mut found = Diagnostics::new();
    for placeholder in PLACEHOLDER.captures_iter(source.text()) {
        let (Some(whole), Some(name)) = (placeholder.get(0), placeholder.get(1)) else { continue };
        if values.contains_key(name.as_str()) || !seen.insert(name.as_str()) {
            continue;
        }
        let message = format!("no substitution is given for `{}`", whole.as_str());
        found.push(Diagnostic::warning(Code::NO_SUBSTITUTION, message).at(Place::new(source, whole.range())).help(
            format!("give `{}` under the flow's `substitutions`; without one the name stays as it is", name.as_str()),
        ));
    }
    found
}

fn fill(node: &mut Node, values: &IndexMap<String, String>) {
    match &mut node.value {
        Value::Scalar(scalar) => fill_scalar(scalar, values),
        Value::List(items) => items.iter_mut().for_each(|item| fill(item, values)),
        Value::Map(entries) => {
            for entry in entries {
                fill_scalar(&mut entry.key, values);
                fill(&mut entry.value, values);
            }
        }
    }
}

fn fill_scalar(scalar: &mut Scalar, values: &IndexMap<String, String>) {
    if !scalar.text.contains(OPEN) {
        return;
    }
    let filled = HIDDEN.replace_all(&scalar.text, |found: &regex::Captures<'_>| {
        let inner = found.get(1).map_or("", |inner| inner.as_str());
        values.get(inner.trim()).cloned().unwrap_or_else(|| format!("{{{{{inner}}}}}"))
    });
    scalar.text = filled.into_owned();
}

/// The same diagnostics with their places in the original text: both have the same byte positions.
fn moved_to(source: &Arc<SourceFile>, found: Diagnostics) -> Diagnostics {
    let moved = |place: Place| Place::new(source, place.span);
    let mut list = Diagnostics::new();
    for mut one in found {
        one.place = one.place.map(moved);
        for label in &mut one.labels {
            label.place = moved(label.place.clone());
        }
        list.push(one);
    }
    list
}

#[cfg(test)]
mod tests {
    use super::*;

    fn values(pairs: &[(&str, &str)]) -> IndexMap<String, String> {
        pairs.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
    }

    #[test]
    fn values_keys_and_parts_of_texts_are_filled() {
        let text = "name: {{flow_name}}\n{{cat}}:\n  \"{{ action }}\": x-{{n}}-y\n";
        let source = SourceFile::new("f.yaml", text);
        let given = values(&[("flow_name", "a: \"b\"\n- c"), ("cat", "CRM"), ("action", "Get"), ("n", "5")]);
        let (document, warnings) = read(&source, &given).unwrap();
        assert!(warnings.is_empty());
        assert_eq!(document.root.get("name").and_then(Node::as_text), Some("a: \"b\"\n- c"));
        assert_eq!(document.root.path(&["CRM", "Get"]).and_then(Node::as_text), Some("x-5-y"));
    }

    #[test]
    fn an_unknown_placeholder_stays_an_opaque_name_and_is_told_once() {
        let source = SourceFile::new("f.yaml", "a: {{x}}\nb: {{x}}\n");
        let (document, warnings) = read(&source, &values(&[])).unwrap();
        assert_eq!(document.root.get("b").and_then(Node::as_text), Some("{{x}}"));
        assert_eq!(warnings.len(), 1);
        assert_eq!(warnings.iter().next().unwrap().place.as_ref().unwrap().to_string(), "f.yaml:1:4");
    }

    #[test]
    fn places_point_into_the_original_text() {
        let source = SourceFile::new("f.yaml", "a: {{x}}\nb: [1\n");
        let found = read(&source, &values(&[("x", "long long value")])).unwrap_err();
        let place = found.iter().next().unwrap().place.clone().unwrap();
        assert_eq!(place.source.text(), source.text());
        let source = SourceFile::new("f.yaml", "a: {{x}} # é\nb: c\n");
        let (document, _) = read(&source, &values(&[])).unwrap();
        let span = document.root.get("b").unwrap().span.clone();
        assert_eq!(source.text().get(span), Some("c"));
    }
}
