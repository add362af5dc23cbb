//! The part `profiles`: each lays parts of its own over those of the file. Works on the tree, so that what a profile makes is read as any file.
//! Must not know what a part means, but for a flow that is a path alone.

use crate::diagnostic::{Code, Diagnostic, list_of};
use crate::yaml::{Entry, Node, Reader, Scalar, Value};

/// The parts that a profile may change. `version`, `blocks` and `profiles` are those of the file.
pub(in crate::project) const PARTS: &[&str] = &["flows", "world", "variables", "defaults", "live", "simulate"];

/// The root of the file without its profiles.
pub(super) fn without(root: &Node) -> Node {
    let mut root = root.clone();
    if let Value::Map(entries) = &mut root.value {
        entries.retain(|entry| entry.key.text != "profiles");
    }
    root
}

/// Each profile with its name and the entries that may be laid over the file's; what may not is reported.
pub(super) fn read(reader: &mut Reader, root: &Node) -> Vec<(String, Node)> {
    let Some(node) = root.get("profiles").filter(|node| !node.is_null()) else { return Vec::new() };
    let Some(mut map) = reader.map(node) else { return Vec::new() };
    let mut found = Vec::new();
    for entry in map.rest() {
        if entry.key.text.trim().is_empty() {
            reader.error(Code::NOTHING_GIVEN, &entry.key_span, "this profile has no name");
            continue;
        }
        if let Some(parts) = parts(reader, root, &entry.value) {
            found.push((entry.key.text.clone(), parts));
        }
    }
    found
}

fn parts(reader: &mut Reader, root: &Node, node: &Node) -> Option<Node> {
    let mut map = reader.map(node)?;
    let kept: Vec<Entry> = PARTS.iter().filter_map(|part| map.take_entry(part)).cloned().collect();
    map.finish(reader);
    let mut parts = Node { value: Value::Map(kept), span: node.span.clone() };
    drop_unknown_flows(reader, root, &mut parts);
    Some(parts)
}

/// A flow that a profile changes is one of the file, or one of its own with a file: a name without either is misspelt.
fn drop_unknown_flows(reader: &mut Reader, root: &Node, parts: &mut Node) {
    let known: Vec<&str> = root.get("flows").and_then(Node::as_map).unwrap_or_default().iter().map(name).collect();
    let Value::Map(entries) = &mut parts.value else { return };
    let flows = entries.iter_mut().find(|entry| entry.key.text == "flows").map(|entry| &mut entry.value.value);
    let Some(Value::Map(flows)) = flows else { return };
    flows.retain(|entry| {
        let is_whole = !matches!(entry.value.value, Value::Map(_)) || entry.value.get("file").is_some();
        if is_whole || known.contains(&name(entry)) {
            return true;
        }
        let message = format!("no flow is named `{}`, so this profile changes none", name(entry));
        let one = Diagnostic::error(Code::UNKNOWN_FLOW, message).at(reader.place(&entry.key_span));
        let help = list_of("flows", name(entry), known.iter().copied());
        reader.push(one.help_maybe(help).help("name a flow of the file, or give the `file` of a new one"));
        false
    });
}

fn name(entry: &Entry) -> &str {
    &entry.key.text
}

/// The file with a profile laid over it: maps merge, lists replace, an empty value takes away.
pub(super) fn over(root: &Node, profile: &Node) -> Node {
    merge(&[], &without(root), profile)
}

fn merge(path: &[&str], below: &Node, above: &Node) -> Node {
    // A flow that is a path alone is one with a `file`.
    if let (["flows", _], Value::Scalar(_), Value::Map(_)) = (path, &below.value, &above.value)
        && !below.is_null()
    {
        let key = Scalar { text: "file".to_owned(), plain: true };
        let file = Entry { key, key_span: below.span.clone(), value: below.clone() };
        let whole = Node { value: Value::Map(vec![file]), span: below.span.clone() };
        return merge(path, &whole, above);
    }
    let (Value::Map(low), Value::Map(high)) = (&below.value, &above.value) else { return above.clone() };
    let mut entries = Vec::with_capacity(low.len() + high.len());
    for entry in low {
        match high.iter().find(|other| other.key.text == entry.key.text) {
            None => entries.push(entry.clone()),
            Some(other) if other.value.is_null() => {}
            Some(other) => {
                let inner: Vec<&str> = path.iter().copied().chain([entry.key.text.as_str()]).collect();
                let value = merge(&inner, &entry.value, &other.value);
                entries.push(Entry { key: other.key.clone(), key_span: other.key_span.clone(), value });
            }
        }
    }
    let is_new = |entry: &&Entry| !low.iter().any(|other| other.key.text == entry.key.text);
    entries.extend(high.iter().filter(is_new).cloned());
    Node { value: Value::Map(entries), span: below.span.clone() }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;
    use serde_json::json;

    use super::*;
    use crate::diagnostic::SourceFile;
    use crate::yaml::{Limits, parse};

    fn tree(text: &str) -> Node {
        parse(&SourceFile::new("t.yaml", text), Limits::default()).unwrap().root
    }

    #[rstest]
    #[case::maps_merge("{variables: {a: 1, b: 2}, profiles: {}}", "{variables: {b: 3, c: 4}}",
        json!({"variables": {"a": 1, "b": 3, "c": 4}}))]
    #[case::lists_replace("{world: {queues: [A, B]}}", "{world: {queues: [C]}}", json!({"world": {"queues": ["C"]}}))]
    #[case::nothing_removes("{defaults: {jobs: 4, strict: true}}", "{defaults: {jobs: }}", json!({"defaults": {"strict": true}}))]
    #[case::a_path_is_a_flow("{flows: {a: a.yaml}}", "{flows: {a: {substitutions: {x: y}}}}",
        json!({"flows": {"a": {"file": "a.yaml", "substitutions": {"x": "y"}}}}))]
    #[case::another_file("{flows: {a: a.yaml}}", "{flows: {a: b.yaml}}", json!({"flows": {"a": "b.yaml"}}))]
    fn profiles_lie_over_the_file(#[case] file: &str, #[case] profile: &str, #[case] expected: serde_json::Value) {
        assert_eq!(over(&tree(file), &tree(profile)).to_json(), expected);
    }
}
