//! A test: the readers and the schema know the same keys at the same places, in every map that some good file has, and the good files
//! have every map of the schema.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::Arc;

use serde_json::Value as Json;

use super::schema;
use crate::diagnostic::{SourceFile, Span};
use crate::scenario::blocks::read_blocks;
use crate::scenario::cases::blank;
use crate::scenario::read::{Decoder, PARTS};
use crate::yaml::{Limits, Node, Reader, Value, parse};

fn good_files() -> Vec<Arc<SourceFile>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/good/scenario");
    let paths = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    paths
        .map(|path| SourceFile::new(path.to_string_lossy().into_owned(), std::fs::read_to_string(path).unwrap()))
        .collect()
}

/// The keys that the readers ask for in each map of the file's own parts.
fn recorded_keys(source: &Arc<SourceFile>, root: &Node) -> Vec<(Span, BTreeSet<String>)> {
    let mut reader = Reader::recording(source);
    let mut case = blank(source, &Arc::from("title"), &(0..0));
    for part in PARTS {
        if let Some(node) = root.get(part.key) {
            (part.read)(&mut Decoder::new(&mut reader, None), node, &mut case);
        }
    }
    if let Some(node) = root.get("blocks") {
        read_blocks(&mut reader, node);
    }
    let owned = |keys: &[&'static str]| keys.iter().map(|key| (*key).to_owned()).collect();
    reader.recorded().iter().map(|(span, keys)| (span.clone(), owned(keys))).collect()
}

/// All keys that the schema names, of every map that may stand where `node` does, following the tree.
struct Walk<'s> {
    schema: &'s Json,
    /// (start, end) of a map of the file → the addresses of the schema's maps there.
    maps: Vec<((usize, usize), Vec<usize>)>,
}

impl<'s> Walk<'s> {
    /// The alternatives of a schema, references and choices followed.
    fn choices(&self, schema: &'s Json) -> Vec<&'s Json> {
        if let Some(target) = schema.get("$ref").and_then(Json::as_str) {
            let target = self.schema.pointer(target.trim_start_matches('#')).unwrap();
            return self.choices(target);
        }
        let choices = schema.get("anyOf").and_then(Json::as_array).into_iter().flatten();
        // A map's own `then` says which of its keys must stand.
        let is_map = schema.get("properties").is_some();
        let kinds = ["then", "else"].into_iter().filter_map(|keyword| schema.get(keyword)).filter(|_| !is_map);
        let choices: Vec<&Json> = choices.chain(kinds).flat_map(|choice| self.choices(choice)).collect();
        if choices.is_empty() { vec![schema] } else { choices }
    }

    fn walk(&mut self, schemas: &[&'s Json], node: &Node) {
        let schemas: Vec<&'s Json> = schemas.iter().flat_map(|schema| self.choices(schema)).collect();
        match &node.value {
            Value::Scalar(_) => {}
            Value::List(items) => {
                let inner: Vec<&Json> = schemas.iter().filter_map(|schema| schema.get("items")).collect();
                items.iter().for_each(|item| self.walk(&inner, item));
            }
            Value::Map(entries) => {
                let closed: Vec<&Json> =
                    schemas.iter().copied().filter(|one| one.get("properties").is_some()).collect();
                let addresses: Vec<usize> = closed.iter().map(|one| std::ptr::from_ref(*one) as usize).collect();
                if !closed.is_empty() {
                    self.maps.push(((node.span.start, node.span.end), addresses));
                }
                for entry in entries {
                    let inner: Vec<&Json> = schemas
                        .iter()
                        .filter_map(|schema| {
                            schema
                                .pointer(&format!(
                                    "/properties/{}",
                                    entry.key.text.replace('~', "~0").replace('/', "~1")
                                ))
                                .or_else(|| schema.get("additionalProperties").filter(|names| names.is_object()))
                        })
                        .collect();
                    self.walk(&inner, &entry.value);
                }
            }
        }
    }
}

/// The addresses of all maps with keys outside of `cases` (whose overrides repeat them), with a few words for messages.
fn all_maps(schema: &Json, path: &str, found: &mut Vec<(usize, String)>) {
    if path.ends_with("/properties/cases") {
        return;
    }
    match schema {
        Json::Object(map) => {
            if map.get("properties").is_some_and(Json::is_object) && map.get("type").is_some() {
                found.push((std::ptr::from_ref(schema) as usize, path.to_owned()));
            }
            map.iter().for_each(|(key, value)| all_maps(value, &format!("{path}/{key}"), found));
        }
        Json::Array(items) => {
            items.iter().enumerate().for_each(|(at, value)| all_maps(value, &format!("{path}/{at}"), found));
        }
        _ => {}
    }
}

/// Maps of the schema that may stand at one place are read by one reader, which asks for the keys of one or another: all that it asked for
/// there, in all files, are all keys that they have.
#[test]
fn reader_and_schema_know_the_same_keys() {
    let schema = schema();
    let mut maps = Vec::new();
    all_maps(&schema, "", &mut maps);
    let mut read_at: BTreeMap<Vec<usize>, (BTreeSet<String>, String)> = BTreeMap::new();
    for source in good_files() {
        let root = parse(&source, Limits::default()).unwrap().root;
        let mut walk = Walk { schema: &schema, maps: Vec::new() };
        walk.walk(&[&schema], &root);
        for (span, read) in recorded_keys(&source, &root) {
            let at = source.line_column(span.start);
            let place = format!("{}:{}:{}", source.name(), at.line, at.column);
            let Some((_, addresses)) = walk.maps.iter().find(|(at, _)| *at == (span.start, span.end)) else {
                panic!("{place}: the schema has no map here, the reader knows {read:?}")
            };
            read_at.entry(addresses.clone()).or_insert_with(|| (BTreeSet::new(), place)).0.extend(read);
        }
    }
    for (addresses, (read, place)) in &read_at {
        let told: BTreeSet<String> = maps
            .iter()
            .filter(|(address, _)| addresses.contains(address))
            .flat_map(|(_, path)| schema.pointer(path).unwrap()["properties"].as_object().unwrap().keys().cloned())
            .collect();
        assert_eq!(&told, read, "{place}: left the schema's keys, right the reader's");
    }
    let seen = |address: &usize| read_at.keys().any(|addresses| addresses.contains(address));
    let unseen: Vec<&String> =
        maps.iter().filter(|(at, path)| !path.is_empty() && !seen(at)).map(|(_, path)| path).collect();
    assert!(unseen.is_empty(), "no good file shows these maps of the schema: {unseen:#?}");
}

#[test]
fn file_and_case_have_every_part() {
    let schema = schema();
    let keys = |pointer: &str| -> BTreeSet<String> {
        schema.pointer(pointer).unwrap().as_object().unwrap().keys().cloned().collect()
    };
    let with_parts = |own: &[&str]| -> BTreeSet<String> {
        own.iter().copied().chain(PARTS.iter().map(|part| part.key)).map(str::to_owned).collect()
    };
    assert_eq!(keys("/properties"), with_parts(&["version", "scenario", "blocks", "cases"]));
    assert_eq!(keys("/properties/cases/anyOf/0/items/properties"), with_parts(&["case", "with"]));
}

#[test]
fn every_key_is_described() {
    let schema = schema();
    let mut maps = Vec::new();
    all_maps(&schema, "", &mut maps);
    assert!(maps.len() > 20);
    for (_, path) in maps {
        for (key, value) in schema.pointer(&path).unwrap()["properties"].as_object().unwrap() {
            let description = value.get("description").and_then(Json::as_str).unwrap_or_default();
            assert!(description.ends_with('.') && description.len() > 8, "{path}/{key} is not described");
        }
    }
}
