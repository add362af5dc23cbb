//! Every expression of the published flows reads without a mistake. The flows lie outside the package; the test skips visibly without
//! them.

use std::collections::BTreeSet;
use std::path::Path;

use base64::Engine as _;
use saphyr_parser::{Event, Parser};

use super::parse;

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
    for file in files {
        let path = file.unwrap().path();
        let text = std::fs::read_to_string(&path).unwrap();
        if path.extension().is_some_and(|extension| extension == "yaml") {
            // Placeholders of templates become names, which keeps the YAML whole.
            yaml_expressions(&text.replace("{{", "placeholder_").replace("}}", "_"), &mut expressions);
        } else if let Some(json) = decoded(&text) {
            export_expressions(&json, &mut expressions);
        }
    }
    assert!(expressions.len() > 250, "only {} expressions were found", expressions.len());
    let failures: Vec<String> = expressions
        .iter()
        .filter(|text| !NO_EXPRESSIONS.iter().any(|(known, _)| known == text))
        .filter_map(|text| parse(text).err().map(|errors| format!("{text}\n  {}", errors[0])))
        .collect();
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
        rest = &tail[2..];
    }
    plain.extend_from_slice(rest.as_bytes());
    serde_json::from_slice(&plain).ok()
}

/// The texts beside a ready-made tree (`config`) that was written as an expression, by hand (mode 0) or by the builder (mode 4).
fn export_expressions(json: &serde_json::Value, expressions: &mut BTreeSet<String>) {
    match json {
        serde_json::Value::Object(properties) => {
            let expression = properties.get("config").is_some_and(|config| config.is_object())
                && properties
                    .get("uiMetaData")
                    .and_then(|meta| meta.get("mode"))
                    .is_some_and(|mode| *mode == 0 || *mode == 4);
            if let (true, Some(serde_json::Value::String(text))) = (expression, properties.get("text")) {
                if !text.trim().is_empty() {
                    expressions.insert(text.clone());
                }
            }
            properties.values().for_each(|value| export_expressions(value, expressions));
        }
        serde_json::Value::Array(items) => items.iter().for_each(|item| export_expressions(item, expressions)),
        _ => {}
    }
}
