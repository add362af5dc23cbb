//! Every expression of the published flows reads without a mistake, and as the tree that the vendor's editor made of it. The flows lie outside the package; the test skips visibly without
//! them.

use std::collections::{BTreeSet, HashMap};
use std::path::Path;

use base64::Engine as _;
use saphyr_parser::{Event, Parser};

use super::names::variable_parts;
use super::outline::outline;
use super::{Type, Value, parse};

/// Texts under `exp` that are no expressions, with the reason.
const NO_EXPRESSIONS: &[(&str, &str)] = &[];

#[test]
fn expressions_of_published_flows_are_read() {
    let shared = std::env::var("FLOWPROOF_SHARED")
        .unwrap_or_else(|_| concat!(env!("CARGO_MANIFEST_DIR"), "/../shared").to_owned());
    let folder = Path::new(&shared).join("flows");
    let Ok(files) = std::fs::read_dir(&folder) else {
        eprintln!("skipped: {} is not there", folder.display());
        return;
    };
    let mut expressions = BTreeSet::new();
    let mut differing = Vec::new();
    for file in files {
        let path = file.unwrap().path();
        let text = std::fs::read_to_string(&path).unwrap();
        if path.extension().is_some_and(|extension| extension == "yaml") {
            // Placeholders of templates become names, which keeps the YAML whole.
            yaml_expressions(&text.replace("{{", "placeholder_").replace("}}", "_"), &mut expressions);
        } else if let Some(json) = decoded(&text) {
            export_expressions(&json, &mut |written| {
                expressions.insert(written.text.to_owned());
                differing.extend(differs(&written));
            });
        }
    }
    assert!(expressions.len() > 250, "only {} expressions were found", expressions.len());
    let failures: Vec<String> = expressions
        .iter()
        .filter(|text| !NO_EXPRESSIONS.iter().any(|(known, _)| known == text))
        .filter_map(|text| parse(text).err().map(|errors| format!("{text}\n  {}", errors[0])))
        .collect();
    assert!(differing.is_empty(), "{} trees differ:\n{}", differing.len(), differing.join("\n"));
    assert!(failures.is_empty(), "{} of {} fail:\n{}", failures.len(), expressions.len(), failures.join("\n"));
}

/// The scalars behind the key `exp`; a file that is no YAML counts up to that place.
fn yaml_expressions(text: &str, expressions: &mut BTreeSet<String>) {
    let mut behind_key = false;
    for event in Parser::new_from_str(text) {
        match event {
            Ok((Event::Scalar(scalar, ..), _)) => {
                if behind_key {
                    expressions.insert(scalar.to_string());
                }
                behind_key = !behind_key && scalar == "exp";
            }
            Ok(_) => behind_key = false,
            Err(_) => return,
        }
    }
}

fn decoded(text: &str) -> Option<serde_json::Value> {
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

/// An expression with the tree that the vendor's editor made of it.
struct Written<'a> {
    text: &'a str,
    tree: &'a serde_json::Value,
}

/// The texts beside a ready-made tree (`config`) that was written as an expression, by hand (mode 0) or by the builder (mode 4).
fn export_expressions(json: &serde_json::Value, found: &mut impl FnMut(Written<'_>)) {
    match json {
        serde_json::Value::Object(properties) => {
            let tree = properties.get("config").filter(|config| config.is_object());
            let mode =
                properties.get("uiMetaData").and_then(|meta| meta.get("mode")).and_then(serde_json::Value::as_i64);
            let text =
                properties.get("text").and_then(serde_json::Value::as_str).filter(|text| !text.trim().is_empty());
            if let (Some(tree), Some(0 | 4), Some(text)) = (tree, mode, text) {
                found(Written { text, tree });
            }
            properties.values().for_each(|value| export_expressions(value, found));
        }
        serde_json::Value::Array(items) => items.iter().for_each(|item| export_expressions(item, found)),
        _ => {}
    }
}

/// Where our tree, or the type that we give it, is not the vendor's.
fn differs(written: &Written<'_>) -> Option<String> {
    let expression = parse(written.text).ok()?;
    let mut variables = HashMap::new();
    let theirs = vendor_outline(written.tree, &mut variables);
    let ours = outline(&expression);
    // The editor saves what is no text into a String through `ToString`.
    if ours != theirs && format!("ToString({ours})") != theirs {
        return Some(format!("{}\n  vendor {theirs}\n  ours   {ours}", written.text));
    }
    let checked = expression.check(&|name| variables.get(&name.to_lowercase()).copied());
    let theirs = type_of(written.tree.as_object()?.values().next()?)?;
    let saved = |ours: Type| ours == theirs || written.tree.get("ToString").is_some();
    let fits = checked.mistakes.is_empty() && checked.value_type.is_none_or(saved);
    (!fits).then(|| format!("{}\n  vendor gives {theirs}, ours {checked:?}", written.text))
}

fn type_of(leaf: &serde_json::Value) -> Option<Type> {
    Type::parse(leaf.get("type")?.as_str()?)
}

/// The vendor's tree in the form of our outline; notes the types of its variables.
fn vendor_outline(tree: &serde_json::Value, variables: &mut HashMap<String, Type>) -> String {
    let (name, node) = tree.as_object().unwrap().iter().next().unwrap();
    let text = node.get("text").and_then(serde_json::Value::as_str).unwrap_or_default();
    let no_operands = Vec::new();
    let operands = node.get("operands").and_then(serde_json::Value::as_array).unwrap_or(&no_operands);
    let parts: Vec<String> = operands.iter().map(|operand| vendor_outline(operand, variables)).collect();
    match (name.as_str(), parts.as_slice()) {
        ("ref" | "sysref", _) => {
            variables.extend(type_of(node).map(|one| (text.to_lowercase(), one)));
            text.to_owned()
        }
        ("lit", _) if type_of(node) == Some(Type::String) => Value::from(text).quoted(),
        ("lit", _) => text.strip_prefix('-').map_or(text.to_owned(), |number| format!("(-{number})")),
        ("nul" | "emp", _) => "NOT_SET".to_owned(),
        // We ask for a property of a built-in object by its whole name; formats carry their kind in the vendor's property.
        (".", [property, object]) if is_one_name(object, property) => {
            let property = property.trim_matches('"');
            match object.strip_prefix("Format.").and_then(|kind| property.strip_prefix(&kind.to_lowercase())) {
                Some(format) => {
                    let (first, rest) = format.split_at(1);
                    format!("{object}.{}{rest}", first.to_lowercase())
                }
                None => format!("{object}.{property}"),
            }
        }
        (".", [property, object]) => format!("({object}).{property}"),
        ("[", [index, list]) => format!("({list})[{index}]"),
        ("If" | "?", [condition, yes, no]) => format!("({condition} ? {yes} : {no})"),
        (operator, [left, right]) if !operator.starts_with(char::is_alphabetic) => {
            format!("({left} {operator} {right})")
        }
        (operator, [operand]) if !operator.starts_with(char::is_alphabetic) => format!("({operator}{operand})"),
        (word, [left, right]) if ["and", "or"].iter().any(|one| one.eq_ignore_ascii_case(word)) => {
            format!("({left} {} {right})", word.to_lowercase())
        }
        (function, arguments) => format!("{function}({})", arguments.join(", ")),
    }
}

fn is_one_name(object: &str, property: &str) -> bool {
    let mut parts: Vec<&str> = object.split('.').collect();
    parts.push(property);
    parts.len() > 2 && variable_parts(&parts) == parts.len()
}
