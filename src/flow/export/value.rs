//! A value of the JSON form, `{text, type, config, uiMetaData: {mode}}`, to the wrapper that Archy has for it: `lit`, `exp`, `var`,
//! `noValue`. Must not know whose value it is.

use super::build::{entry, flag, list, map, one, plain, text};
use crate::diagnostic::Span;
use crate::flow::expression::Type;
use crate::yaml::{Entry, Node, Value};

/// How the editor holds a value. The other modes (0 expression, 4 builder, and none) hold an expression's text.
const LITERAL: &str = "1";
const VARIABLE: &str = "2";
const EMPTY: &str = "3";

/// Whether a node is a value of an action, and not one of its other parts.
pub(super) fn is_value(node: &Node) -> bool {
    node.get("text").is_some_and(|text| text.as_scalar().is_some()) && node.get("type").is_some()
}

/// The wrapper.
pub(super) fn value(node: &Node) -> Node {
    let Some((written, at)) = written(node) else { return flag("noValue", true, &node.span) };
    match mode(node) {
        LITERAL => literal(node, written, at),
        EMPTY => flag("noValue", true, at),
        _ if written.trim().is_empty() => flag("noValue", true, at),
        VARIABLE => one("var", text(written, at)),
        _ => one("exp", text(written, at)),
    }
}

/// A variable that is written.
pub(super) fn target(node: &Node) -> Node {
    match written(node) {
        Some((written, at)) if !written.trim().is_empty() && mode(node) != EMPTY => {
            one("var", text(written.trim(), at))
        }
        _ => flag("noValue", true, &node.span),
    }
}

/// Any part of the JSON, with the values in it in their wrappers and what only the editor needs left out.
pub(super) fn kept(node: &Node) -> Node {
    if is_value(node) {
        return value(node);
    }
    match &node.value {
        Value::Scalar(_) => node.clone(),
        Value::List(items) => list(&node.span, items.iter().map(kept).collect()),
        Value::Map(entries) => map(&node.span, entries.iter().filter(|one| !is_editors(one)).map(kept_entry).collect()),
    }
}

/// An entry with [`kept`] below it.
pub(super) fn kept_entry(given: &Entry) -> Entry {
    Entry { key: given.key.clone(), key_span: given.key_span.clone(), value: kept(&given.value) }
}

/// What only the editor needs: positions on its canvas, numbers that it counts by, the tree of an expression beside its text.
fn is_editors(given: &Entry) -> bool {
    matches!(given.key.text.as_str(), "uiMetaData" | "metaData" | "config" | "trackingId")
}

fn written(node: &Node) -> Option<(&str, &Span)> {
    let given = node.get("text")?;
    Some((given.as_text().unwrap_or_default(), &given.span))
}

/// How the editor holds a value; where nothing says it, the leaf that its tree is.
fn mode(node: &Node) -> &str {
    if let Some(mode) = node.path(&["uiMetaData", "mode"]).and_then(Node::as_text) {
        return mode;
    }
    match node.get("config").and_then(Node::as_map).and_then(<[Entry]>::first).map(|leaf| leaf.key.text.as_str()) {
        Some("lit") => LITERAL,
        Some("emp") => EMPTY,
        _ => "",
    }
}

fn literal(node: &Node, written: &str, at: &Span) -> Node {
    if let Some(items) = node.path(&["config", "lit", "items"]).and_then(Node::as_list) {
        return one("lit", list(at, items.iter().map(value).collect()));
    }
    let parts = node.get("properties").and_then(Node::as_map).unwrap_or_default();
    if written.is_empty() && !parts.is_empty() {
        return one("lit", map(at, parts.iter().map(kept_entry).collect()));
    }
    let value_type = node.get("type").and_then(Node::as_text).and_then(Type::parse);
    if written.is_empty() && value_type != Some(Type::String) {
        return flag("noValue", true, at);
    }
    one(
        "lit",
        match value_type {
            Some(Type::Resource(_)) => one("name", text(written, at)),
            Some(Type::Duration) => duration(written, at).unwrap_or_else(|| text(written, at)),
            Some(Type::Boolean | Type::Integer | Type::Decimal) => plain(written.trim(), at),
            _ => text(written, at),
        },
    )
}

/// `P0D0H1M0S0F` as `{minutes: 1}`. The last part is taken for milliseconds: public flows only have 0 there.
fn duration(written: &str, at: &Span) -> Option<Node> {
    const UNITS: [(char, &str); 5] =
        [('D', "days"), ('H', "hours"), ('M', "minutes"), ('S', "seconds"), ('F', "milliseconds")];
    let mut rest = written.trim().strip_prefix('P')?;
    let mut parts = Vec::new();
    for (letter, unit) in UNITS {
        let (count, behind) = rest.split_once(letter)?;
        let number: i64 = count.parse().ok()?;
        if number != 0 {
            parts.push(entry(unit, plain(&number.to_string(), at)));
        }
        rest = behind;
    }
    if parts.is_empty() {
        parts.push(entry("seconds", plain("0", at)));
    }
    rest.is_empty().then(|| map(at, parts))
}

#[cfg(test)]
mod tests {
    use super::super::{json, pretty};
    use super::*;
    use crate::diagnostic::SourceFile;
    use crate::yaml::Limits;

    fn rewritten(text: &str, read: fn(&Node) -> Node) -> String {
        let node = json::parse(&SourceFile::new("f", text), Limits::default()).unwrap();
        pretty::indented(&read(&node)).split_whitespace().collect::<Vec<_>>().join(" ")
    }

    #[rstest::rstest]
    #[case("Flow.a", "str", "0", r#"{ "exp": "Flow.a" }"#)]
    #[case("Trim(\\\"a\\\")", "str", "4", r#"{ "exp": "Trim(\"a\")" }"#)]
    #[case("Flow.a", "str", "2", r#"{ "var": "Flow.a" }"#)]
    #[case("", "any", "0", r#"{ "noValue": true }"#)]
    #[case("", "str", "3", r#"{ "noValue": true }"#)]
    #[case("True", "str", "1", r#"{ "lit": "True" }"#)]
    #[case("", "str", "1", r#"{ "lit": "" }"#)]
    #[case("", "bln", "1", r#"{ "noValue": true }"#)]
    #[case("true", "bln", "1", r#"{ "lit": true }"#)]
    #[case("VIP", "que", "1", r#"{ "lit": { "name": "VIP" } }"#)]
    #[case("P0D1H0M8S0F", "dur", "1", r#"{ "lit": { "hours": 1, "seconds": 8 } }"#)]
    #[case("P0D0H0M0S0F", "dur", "1", r#"{ "lit": { "seconds": 0 } }"#)]
    #[case("soon", "dur", "1", r#"{ "lit": "soon" }"#)]
    fn modes_and_types_choose_the_wrapper(
        #[case] text: &str,
        #[case] code: &str,
        #[case] mode: &str,
        #[case] wrapper: &str,
    ) {
        let json = format!(r#"{{"text": "{text}", "type": "{code}", "uiMetaData": {{"mode": {mode}}}}}"#);
        assert_eq!(rewritten(&json, value), wrapper);
    }

    #[test]
    fn without_a_mode_it_is_an_expression_and_a_list_has_items() {
        assert_eq!(rewritten(r#"{"text": "1 + 1", "type": "int"}"#, value), r#"{ "exp": "1 + 1" }"#);
        let leaf = |leaf: &str| {
            rewritten(&format!(r#"{{"text": "VIP", "type": "que", "config": {{"{leaf}": {{}}}}}}"#), value)
        };
        assert_eq!(leaf("lit"), r#"{ "lit": { "name": "VIP" } }"#);
        assert_eq!(leaf("emp"), r#"{ "noValue": true }"#);
        assert_eq!(leaf("ref"), r#"{ "exp": "VIP" }"#);
        let items = r#"{"text": "", "type": "str_coll", "config": {"lit": {"items": [{"text": "a", "type": "str", "uiMetaData": {"mode": 1}}]}}, "uiMetaData": {"mode": 1}}"#;
        assert_eq!(rewritten(items, value), r#"{ "lit": [ { "lit": "a" } ] }"#);
    }

    #[test]
    fn a_literal_made_of_parts_keeps_them() {
        let chooser = r#"{"text": "", "type": "cho", "uiMetaData": {"mode": 1}, "properties": {"presentation": {"text": "quickReplies", "type": "str", "uiMetaData": {"mode": 1}}}}"#;
        assert_eq!(rewritten(chooser, value), r#"{ "lit": { "presentation": { "lit": "quickReplies" } } }"#);
    }

    #[test]
    fn parts_that_are_not_known_are_kept_without_what_is_the_editors() {
        let json = r#"{"slots": [{"name": "A", "value": {"text": "", "type": "bln", "uiMetaData": {"mode": 3}}}], "trackingId": 5, "uiMetaData": {}}"#;
        assert_eq!(rewritten(json, kept), r#"{ "slots": [ { "name": "A", "value": { "noValue": true } } ] }"#);
        assert_eq!(
            rewritten(r#"{"text": " Flow.a ", "type": "str", "uiMetaData": {"mode": 0}}"#, target),
            r#"{ "var": "Flow.a" }"#
        );
    }
}
