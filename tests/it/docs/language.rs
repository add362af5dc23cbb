//! docs/scenarios.md names every key and every word of the schemas of scenario files and of flowproof.yaml.

use std::collections::BTreeSet;

use regex::Regex;
use serde_json::Value as Json;

use super::page::Page;

/// Every name of a property of a schema, and every word that a value may be.
fn names(schema: &Json, found: &mut BTreeSet<String>) {
    match schema {
        Json::Object(map) => {
            if let Some(Json::Object(properties)) = map.get("properties") {
                found.extend(properties.keys().cloned());
            }
            if let Some(Json::Array(words)) = map.get("enum") {
                found.extend(words.iter().filter_map(Json::as_str).map(str::to_owned));
            }
            found.extend(map.get("const").and_then(Json::as_str).map(str::to_owned));
            map.values().for_each(|value| names(value, found));
        }
        Json::Array(items) => items.iter().for_each(|item| names(item, found)),
        _ => {}
    }
}

#[rstest::rstest]
#[case::scenario(flowproof::scenario::schema())]
#[case::project(flowproof::project::schema())]
fn every_key_of_the_schema_is_documented(#[case] schema: Json) {
    let page = Page::read("docs/scenarios.md");
    let mut code = page.spans.join("\n");
    for block in &page.blocks {
        code.push('\n');
        code.push_str(&block.text());
    }
    let mut all = BTreeSet::new();
    names(&schema, &mut all);
    assert!(all.len() > 30, "{all:?}");
    let missing: Vec<&String> = all
        .iter()
        .filter(|name| !Regex::new(&format!(r"(?:^|[^\w]){}(?:[^\w]|$)", regex::escape(name))).unwrap().is_match(&code))
        .collect();
    assert!(missing.is_empty(), "docs/scenarios.md does not name {missing:?}");
}
