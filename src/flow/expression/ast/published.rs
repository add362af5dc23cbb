//! Every text of the published exports beside the tree that the vendor's editor made of it: operators, functions, operands, literals, types
//! and the canonical text agree. The flows lie outside the package; the test skips visibly without them.

use std::collections::{BTreeMap, HashMap};

use base64::Engine as _;
use serde_json::{Value as Json, json};

use super::built_ins::built_in_code;
use super::{SyntaxTree, TypeCode};
use crate::flow::expression::{Type, Value, parse};

/// How the editor held a value.
const EXPRESSION: i64 = 0;
const LITERAL: i64 = 1;
const VARIABLE: i64 = 2;
const EMPTY: i64 = 3;
const BUILDER: i64 = 4;

#[derive(Default)]
struct Tally {
    pairs: BTreeMap<&'static str, usize>,
    canonical: usize,
    differing: Vec<String>,
}

#[test]
fn the_vendors_tree_is_our_tree() {
    let Some(folder) = crate::flow::shared::shared("flows") else { return };
    let mut tally = Tally::default();
    for file in std::fs::read_dir(folder).unwrap() {
        let text = std::fs::read_to_string(file.unwrap().path()).unwrap();
        if let Some(json) = document(&text) {
            walk(&json, &HashMap::new(), &mut tally);
        }
    }
    let pairs: usize = tally.pairs.values().sum();
    let agreed = pairs - tally.differing.len();
    println!("{pairs} pairs, {agreed} agree; {} canonical texts; {:?}", tally.canonical, tally.pairs);
    assert!(tally.differing.is_empty(), "{agreed} of {pairs} agree:\n{}", tally.differing.join("\n"));
    assert!(pairs > 1_500 && tally.canonical > 150, "only {pairs} pairs were found");
}

/// The JSON of an export (base64 of percent-encoded text) or of a REST configuration; none for any other file.
fn document(text: &str) -> Option<Json> {
    if let Ok(json) = serde_json::from_str(text) {
        return Some(json);
    }
    let bytes = base64::engine::general_purpose::STANDARD.decode(text.trim()).ok()?;
    let escaped = String::from_utf8(bytes).ok()?;
    let mut plain = Vec::with_capacity(escaped.len());
    let mut rest = escaped.as_str();
    while let Some((head, tail)) = rest.split_once('%') {
        plain.extend_from_slice(head.as_bytes());
        plain.push(u8::from_str_radix(tail.get(..2)?, 16).ok()?);
        rest = tail.get(2..)?;
    }
    plain.extend_from_slice(rest.as_bytes());
    serde_json::from_slice(&plain).ok()
}

/// Visits all values; what a flow or a container declares holds for what is in it.
fn walk(json: &Json, outer: &HashMap<String, TypeCode>, tally: &mut Tally) {
    match json {
        Json::Object(properties) => {
            let mut names = outer.clone();
            for variable in properties.get("variables").and_then(Json::as_array).into_iter().flatten() {
                let code = variable.pointer("/initialValue/type").and_then(Json::as_str).and_then(TypeCode::parse);
                let name = variable.get("name").and_then(Json::as_str).filter(|_| variable.get("__type").is_some());
                names.extend(name.map(str::to_lowercase).zip(code));
            }
            if let (Some(tree), Some(text), Some(code)) = (
                properties.get("config").filter(|config| config.is_object()),
                properties.get("text").and_then(Json::as_str),
                properties.get("type").and_then(Json::as_str),
            ) {
                let mode = properties.get("uiMetaData").and_then(|meta| meta.get("mode")).and_then(Json::as_i64);
                pair(mode, text, code, tree, &names, tally);
            }
            properties.values().for_each(|value| walk(value, &names, tally));
        }
        Json::Array(items) => items.iter().for_each(|item| walk(item, outer, tally)),
        _ => {}
    }
}

fn pair(mode: Option<i64>, text: &str, code: &str, tree: &Json, names: &HashMap<String, TypeCode>, tally: &mut Tally) {
    let empty = || json!({ "emp": { "text": "", "type": code } });
    let (kind, ours) = match mode {
        Some(EMPTY) => ("empty", Ok(empty())),
        Some(LITERAL) => ("literal", literal(text, code, tree)),
        Some(EXPRESSION | BUILDER | VARIABLE) | None if text.trim().is_empty() => ("empty", Ok(empty())),
        Some(VARIABLE) => ("variable", ours(text, names).map(|tree| tree.picked().to_json())),
        Some(EXPRESSION | BUILDER) | None => {
            let saved = |tree: SyntaxTree| tree.saved_as(&TypeCode::parse(code).unwrap()).to_json();
            ("expression", ours(text, names).map(saved))
        }
        Some(other) => ("unknown", Err(format!("mode {other}"))),
    };
    *tally.pairs.entry(kind).or_default() += 1;
    let theirs = without_places(tree);
    match ours {
        Ok(ours) if ours == theirs => {
            let is_operation = |node: &Json| node.get("operands").is_some();
            tally.canonical += usize::from(theirs.as_object().unwrap().values().any(is_operation));
        }
        Ok(ours) => tally.differing.push(format!("{text}\n  vendor {theirs}\n  ours   {ours}")),
        Err(error) => tally.differing.push(format!("{text}\n  {error}")),
    }
}

fn ours(text: &str, names: &HashMap<String, TypeCode>) -> Result<SyntaxTree, String> {
    let expression = parse(text).map_err(|errors| errors[0].to_string())?;
    let code_of = |name: &str| names.get(&name.to_lowercase()).cloned();
    let tree = expression.syntax_tree(&code_of);
    let type_of = |name: &str| code_of(name).or_else(|| built_in_code(name)).and_then(|code| code.value_type());
    let checked = expression.check(&type_of);
    let agrees = checked.value_type.is_none_or(|checked| TypeCode::from(checked) == *tree.code());
    if !agrees || !checked.mistakes.is_empty() {
        return Err(format!("the check of types finds {checked:?} where the tree has {}", tree.code()));
    }
    Ok(tree)
}

/// A literal's leaf, once the reader of its type has accepted the text. An empty one may be saved as a literal or as nothing.
fn literal(text: &str, code: &str, theirs: &Json) -> Result<Json, String> {
    let readable = TypeCode::parse(code).and_then(|code| code.value_type()).filter(|value_type| {
        !text.is_empty() && !matches!(value_type, Type::Resource(_) | Type::Object(_) | Type::Collection(_))
    });
    if let Some(value_type) = readable {
        let value = Value::parse_literal(text, &value_type)?;
        if value.type_of() != value_type {
            return Err(format!("{} is read for {value_type}", value.type_of()));
        }
    }
    let kind = if text.is_empty() && theirs.get("emp").is_some() { "emp" } else { "lit" };
    Ok(json!({ kind: { "text": text, "type": code } }))
}

/// The vendor's tree without what only the editor needs: places, ids, the items of a literal list (which are pairs of their own), and a
/// person's address beside the name.
fn without_places(tree: &Json) -> Json {
    match tree {
        Json::Object(properties) => properties
            .iter()
            .filter(|(key, _)| !matches!(key.as_str(), "pos" | "val" | "items" | "username"))
            .map(|(key, value)| (key.clone(), without_places(value)))
            .collect::<serde_json::Map<_, _>>()
            .into(),
        Json::Array(items) => items.iter().map(without_places).collect(),
        other => other.clone(),
    }
}
