//! Blocks from their YAML: a file of them, or the `blocks:` of a scenario. Must not know who uses them.

use std::collections::HashSet;
use std::sync::Arc;

use crate::diagnostic::{Code, Diagnostic, Diagnostics, SourceFile, Span};
use crate::scenario::variables::{Found, bindings, is_name, walk};
use crate::yaml::{Entry, Limits, Node, Reader, Scalar, Value, parse};

use super::model::{Block, Blocks, Parameter};

/// The version of the language.
const VERSION: &str = "1";

const STEPS_HELP: &str = "write `name: [ say: …, receive: … ]`, or `name: { parameters: { … }, steps: [ … ] }`";

/// Reads a file of blocks: `version: 1` and `blocks:`.
pub fn read_blocks_file(source: &Arc<SourceFile>) -> (Blocks, Diagnostics) {
    let document = match parse(source, Limits::default()) {
        Ok(document) => document,
        Err(diagnostics) => return (Blocks::default(), diagnostics),
    };
    let mut reader = Reader::new(source);
    let mut blocks = Blocks::default();
    if let Some(mut map) = reader.map(&document.root) {
        let start = map.span().start..map.span().start;
        match map.given("version") {
            Some(node) if node.as_text() == Some(VERSION) => {}
            Some(node) => {
                let text = node.as_text().map_or_else(|| node.describe().to_owned(), |text| format!("`{text}`"));
                problem(&mut reader, Code::WRONG_VERSION, &node.span, format!("version {text} is not known"), HEAD);
            }
            None if map.has_like("version") => {}
            None => problem(&mut reader, Code::MISSING_KEY, &start, "required key `version` is missing", HEAD),
        }
        match map.given("blocks") {
            Some(node) => blocks = read_blocks(&mut reader, node),
            None if map.has_like("blocks") => {}
            None => problem(&mut reader, Code::MISSING_KEY, &start, "required key `blocks` is missing", HEAD),
        }
        map.finish(&mut reader);
    }
    (blocks, reader.into_diagnostics())
}

const HEAD: &str = "a file of blocks begins with `version: 1` and `blocks:`";

/// Reads the map under `blocks`, which stands in the reader's main text.
pub(in crate::scenario) fn read_blocks(reader: &mut Reader, node: &Node) -> Blocks {
    let mut blocks = Blocks::default();
    let Some(entries) = node.as_map() else {
        let message = format!("expected a map, found {}", node.describe());
        problem(reader, Code::WRONG_TYPE, &node.span, message, STEPS_HELP);
        return blocks;
    };
    if entries.is_empty() {
        problem(reader, Code::NOTHING_GIVEN, &node.span, "there is no block here", STEPS_HELP);
    }
    for entry in entries {
        if entry.key.text.trim().is_empty() || entry.key.text.contains("${") {
            let message = format!("`{}` cannot name a block", entry.key.text);
            problem(reader, Code::BAD_VALUE, &entry.key_span, message, "write a name, such as `greeting`");
        } else if let Some(block) = block(reader, entry) {
            blocks.add(block);
        }
    }
    blocks
}

/// A list of steps, or a map with `parameters` and `steps`.
fn block(reader: &mut Reader, entry: &Entry) -> Option<Block> {
    let (parameters, steps) = match &entry.value.value {
        Value::List(_) => (Vec::new(), Some(&entry.value)),
        Value::Map(_) => {
            let mut map = reader.map(&entry.value)?;
            let parameters = map.given("parameters").map(|node| parameters(reader, node)).unwrap_or_default();
            let steps = map.given("steps");
            if steps.is_none() && !map.has_like("steps") {
                let start = map.span().start..map.span().start;
                problem(reader, Code::MISSING_KEY, &start, "required key `steps` is missing", STEPS_HELP);
            }
            map.finish(reader);
            (parameters, steps)
        }
        Value::Scalar(_) => {
            let message = format!("expected a list of steps, found {}", entry.value.describe());
            problem(reader, Code::WRONG_TYPE, &entry.value.span, message, STEPS_HELP);
            return None;
        }
    };
    let steps = steps?;
    let Some(items) = steps.as_list() else {
        let message = format!("expected a list of steps, found {}", steps.describe());
        problem(reader, Code::WRONG_TYPE, &steps.span, message, STEPS_HELP);
        return None;
    };
    if items.is_empty() {
        problem(reader, Code::NOTHING_GIVEN, &steps.span, "this block has no step", "add a step, or remove the block");
    }
    unused(reader, &parameters, items);
    Some(Block {
        name: entry.key.text.as_str().into(),
        place: reader.place(&entry.key_span),
        source: Arc::clone(reader.source()),
        parameters,
        steps: items.to_vec(),
    })
}

/// Name → what it is where a use does not say; nothing where each use must.
fn parameters(reader: &mut Reader, node: &Node) -> Vec<Parameter> {
    let Some(entries) = node.as_map() else {
        let message = format!("expected a map, found {}", node.describe());
        let help =
            "write `parameters: { name: , tier: Gold }`: nothing where each use must say, else what it is without";
        problem(reader, Code::WRONG_TYPE, &node.span, message, help);
        return Vec::new();
    };
    let mut found = Vec::with_capacity(entries.len());
    for entry in entries {
        let place = reader.place(&entry.key_span);
        let name: Box<str> = entry.key.text.as_str().into();
        if entry.value.is_null() && is_name(&name) {
            found.push(Parameter { name, place, default: None });
            continue;
        }
        let one = Node { value: Value::Map(vec![entry.clone()]), span: node.span.clone() };
        // What is escaped in it is filled in with the steps around it, and only then.
        bindings(reader, &one, "parameters");
        if is_name(&name) {
            let default = entry.value.as_scalar().cloned();
            let nothing = || Scalar { text: String::new(), plain: false };
            found.push(Parameter { name, place, default: Some(default.unwrap_or_else(nothing)) });
        }
    }
    found
}

fn unused(reader: &mut Reader, parameters: &[Parameter], steps: &[Node]) {
    let mut used: HashSet<&str> = HashSet::new();
    for step in steps {
        walk(step, &mut |found, _| {
            if let Found::Variable(name) = found {
                used.insert(name);
            }
        });
    }
    for parameter in parameters.iter().filter(|one| !used.contains(&*one.name)) {
        let message = format!("nothing in this block uses its parameter `{}`", parameter.name);
        let help = format!("write `${{{}}}` where the value belongs, or remove it", parameter.name);
        let one = Diagnostic::error(Code::BAD_PARAMETER, message).at(parameter.place.clone());
        reader.push(one.help(help));
    }
}

fn problem(reader: &mut Reader, code: Code, span: &Span, message: impl Into<String>, help: &str) {
    let place = reader.place(span);
    reader.push(Diagnostic::error(code, message).at(place).help(help));
}
