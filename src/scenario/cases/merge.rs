//! A case's overrides over the scenario's own parts: maps merge, lists replace, an empty value removes. Must not know what a part means,
//! but for the keys that exclude each other.

use crate::scenario::read::{ENDINGS, PATTERN_KEYS};
use crate::yaml::{Entry, Node, Value};

/// Keys of which one stands in its map, by the map's place (`*` is any name). An override by one of them takes the others away, or no case
/// could turn a success into a failure.
const ALTERNATIVES: &[(&[&str], &[&str])] = &[
    (&["expect", "path"], &["in_order", "exactly"]),
    (&["expect", "ending"], ENDINGS),
    (&["expect", "ending", "*", "*"], PATTERN_KEYS),
    (&["expect", "attributes", "*", "*"], PATTERN_KEYS),
    (&["expect", "calls", "*", "*", "inputs", "*"], PATTERN_KEYS),
    (&["expect", "error", "says"], PATTERN_KEYS),
    (&["stubs", "data_actions", "*", "*"], &["success", "failure", "timeout"]),
];

/// `over` merged over `base`, both the value of the part `key`.
pub(super) fn merge(key: &str, base: &Node, over: &Node) -> Node {
    merge_at(&mut vec![key], base, over)
}

fn merge_at<'n>(path: &mut Vec<&'n str>, base: &'n Node, over: &'n Node) -> Node {
    let (Value::Map(below), Value::Map(above)) = (&base.value, &over.value) else { return over.clone() };
    let replaced = replaced_keys(path, above);
    let mut entries: Vec<Entry> = Vec::with_capacity(below.len() + above.len());
    for entry in below {
        match above.iter().find(|other| other.key.text == entry.key.text) {
            Some(other) if other.value.is_null() => {}
            Some(other) => {
                path.push(&entry.key.text);
                let value = merge_at(path, &entry.value, &other.value);
                path.pop();
                entries.push(Entry { key: other.key.clone(), key_span: other.key_span.clone(), value });
            }
            None if replaced.contains(&entry.key.text.as_str()) => {}
            None => entries.push(entry.clone()),
        }
    }
    let added = above.iter().filter(|other| !below.iter().any(|entry| entry.key.text == other.key.text));
    entries.extend(added.cloned());
    Node { value: Value::Map(entries), span: over.span.clone() }
}

/// The keys that lose their place because the override brings another of their kind.
fn replaced_keys(path: &[&str], above: &[Entry]) -> &'static [&'static str] {
    let fits = |pattern: &[&str]| {
        pattern.len() == path.len() && pattern.iter().zip(path).all(|(want, have)| *want == "*" || want == have)
    };
    let Some((_, keys)) = ALTERNATIVES.iter().find(|(pattern, _)| fits(pattern)) else { return &[] };
    let brings_one = above.iter().any(|entry| keys.contains(&entry.key.text.as_str()) && !entry.value.is_null());
    if brings_one { keys } else { &[] }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::SourceFile;
    use crate::yaml::{Limits, parse};
    use rstest::rstest;
    use serde_json::json;

    fn tree(text: &str) -> Node {
        parse(&SourceFile::new("t.yaml", text), Limits::default()).unwrap().root
    }

    #[rstest]
    #[case::maps_merge("widget", "{a: {b: 1, c: 2}}", "{a: {c: 3, d: 4}}", json!({"a": {"b": 1, "c": 3, "d": 4}}))]
    #[case::lists_replace("widget", "{a: [1, 2]}", "{a: [3]}", json!({"a": [3]}))]
    #[case::kinds_replace("widget", "{a: {b: 1}}", "{a: x}", json!({"a": "x"}))]
    #[case::nothing_removes("participant", "{attributes: {x: 1, y: 2}}", "{attributes: {x: }}", json!({"attributes": {"y": 2}}))]
    #[case::nothing_to_remove_stays_to_be_reported("participant", "{a: 1}", "{b: }", json!({"a": 1, "b": null}))]
    #[case::an_ending_replaces("expect", "{ending: {transferred: {queue: A}}}", "{ending: {failed: {}}}",
        json!({"ending": {"failed": {}}}))]
    #[case::the_same_ending_merges("expect", "{ending: {transferred: {queue: A}}}", "{ending: {transferred: {priority: 1}}}",
        json!({"ending": {"transferred": {"queue": "A", "priority": 1}}}))]
    #[case::an_answer_replaces("stubs", "{data_actions: {CRM: {Get: {when: {a: 1}, success: {}}}}}",
        "{data_actions: {CRM: {Get: {failure: {}}}}}", json!({"data_actions": {"CRM": {"Get": {"when": {"a": 1}, "failure": {}}}}}))]
    #[case::a_name_is_no_alternative("stubs", "{data_actions: {CRM: {Get: {success: {is: 1}}}}}",
        "{data_actions: {CRM: {Get: {success: {not: 2}}}}}", json!({"data_actions": {"CRM": {"Get": {"success": {"is": 1, "not": 2}}}}}))]
    fn overrides(#[case] key: &str, #[case] base: &str, #[case] over: &str, #[case] expected: serde_json::Value) {
        assert_eq!(merge(key, &tree(base), &tree(over)).to_json(), expected);
    }
}
