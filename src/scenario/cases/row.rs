//! The rows of a scenario's table: name, variables, overrides. Must not know what an override means.

use std::collections::HashMap;
use std::sync::Arc;

use crate::diagnostic::{Code, Diagnostic, Span, list_of};
use crate::scenario::read::PARTS;
use crate::yaml::{Entry, Node, Reader};

use super::variables::{Binding, is_dynamic};

/// One row of the table.
#[derive(Debug)]
pub(super) struct Row {
    pub(super) name: Arc<str>,
    pub(super) name_span: Span,
    pub(super) span: Span,
    pub(super) bindings: Vec<Binding>,
    /// Index into [`PARTS`], and what stands there.
    pub(super) overrides: Vec<(usize, Node)>,
    /// Its tags, where they are not the scenario's.
    pub(super) tags: Option<Vec<String>>,
    /// Its group, where it is not the scenario's.
    pub(super) group: Option<Option<Arc<str>>>,
    /// Whether nothing is wrong with the case.
    pub(super) sound: bool,
}

/// The rows of the list under `cases`.
pub(super) fn rows(reader: &mut Reader, node: &Node) -> Vec<Row> {
    let Some(items) = node.as_list() else {
        let message = format!("expected a list, found {}", node.describe());
        push(
            reader,
            Code::WRONG_TYPE,
            &node.span,
            message,
            "write `- { case: name, with: { variable: value } }` lines",
        );
        return Vec::new();
    };
    if items.is_empty() {
        push(reader, Code::NOTHING_GIVEN, &node.span, "this table has no case", "add a case, or remove the key");
    }
    let mut rows: Vec<Row> = Vec::with_capacity(items.len());
    let mut names: HashMap<Arc<str>, Span> = HashMap::with_capacity(items.len());
    for item in items {
        let Some(row) = row(reader, item) else { continue };
        if let Some(first) = names.get(&row.name) {
            let first = reader.place(first);
            let place = reader.place(&row.name_span);
            reader.push(
                Diagnostic::error(Code::DUPLICATE_CASE, format!("case `{}` is given twice", row.name))
                    .at(place)
                    .label(first, "first given here")
                    .help("give each case a name of its own"),
            );
            continue;
        }
        names.insert(Arc::clone(&row.name), row.name_span.clone());
        rows.push(row);
    }
    rows
}

fn row(reader: &mut Reader, node: &Node) -> Option<Row> {
    let Some(entries) = node.as_map() else {
        let message = format!("expected a case, found {}", node.describe());
        push(reader, Code::WRONG_TYPE, &node.span, message, "write `{ case: name, with: { variable: value } }`");
        return None;
    };
    let mut name = None;
    let mut bindings = Vec::new();
    let mut overrides = Vec::new();
    let mut misspelt = false;
    for entry in entries {
        match entry.key.text.as_str() {
            "case" => name = case_name(reader, &entry.value),
            "with" => bindings = self::bindings(reader, &entry.value),
            key => match PARTS.iter().position(|part| part.key == key) {
                Some(part) => overrides.push((part, entry.value.clone())),
                None => {
                    misspelt = true;
                    unknown(reader, entry);
                }
            },
        }
    }
    if name.is_none() && node.get("case").is_none() && !misspelt {
        let start = node.span.start..node.span.start;
        push(reader, Code::MISSING_KEY, &start, "required key `case` is missing", "name the case: `case: gold`");
    }
    overrides.sort_by_key(|(part, _)| *part);
    let (name, name_span) = name?;
    Some(Row { name, name_span, span: node.span.clone(), bindings, overrides, tags: None, group: None, sound: false })
}

fn unknown(reader: &mut Reader, entry: &Entry) {
    let word = entry.key.text.as_str();
    if matches!(word, "version" | "scenario" | "cases") {
        let help = "remove it: it belongs to the whole file";
        push(reader, Code::BAD_OVERRIDE, &entry.key_span, format!("a case cannot change `{word}`"), help);
        return;
    }
    let known = ["case", "with"].into_iter().chain(PARTS.iter().map(|part| part.key));
    let help = list_of("keys read here", word, known).unwrap_or_default();
    push(reader, Code::UNKNOWN_KEY, &entry.key_span, format!("unknown key `{word}`"), help);
}

fn case_name(reader: &mut Reader, node: &Node) -> Option<(Arc<str>, Span)> {
    let name = fixed_text(reader, node, "a case's name")?;
    Some((Arc::from(name), node.span.clone()))
}

/// A text that is not empty and in which no variable is filled in.
pub(super) fn fixed_text<'n>(reader: &mut Reader, node: &'n Node, what: &str) -> Option<&'n str> {
    let Some(text) = node.as_text() else {
        push(
            reader,
            Code::WRONG_TYPE,
            &node.span,
            format!("expected a text, found {}", node.describe()),
            "write a text here",
        );
        return None;
    };
    if text.trim().is_empty() {
        push(reader, Code::NOTHING_GIVEN, &node.span, "this text is empty", "write a text here");
        return None;
    }
    if is_dynamic(node) {
        let help = "write the text out: it is the same for every variable";
        push(reader, Code::BAD_VARIABLE, &node.span, format!("no variable is filled into {what}"), help);
        return None;
    }
    Some(text)
}

fn bindings(reader: &mut Reader, node: &Node) -> Vec<Binding> {
    let Some(entries) = node.as_map() else {
        let message = format!("expected a map, found {}", node.describe());
        push(reader, Code::WRONG_TYPE, &node.span, message, "write `with: { variable: value }`");
        return Vec::new();
    };
    let mut found = Vec::with_capacity(entries.len());
    for entry in entries {
        let name = entry.key.text.as_str();
        if name.is_empty() || !name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_') {
            let help = "names of variables are letters, digits and underscores";
            push(reader, Code::BAD_VARIABLE, &entry.key_span, format!("`{name}` cannot name a variable"), help);
            continue;
        }
        let Some(mut value) = entry.value.as_scalar().filter(|scalar| !scalar.is_null()).cloned() else {
            let message =
                format!("variable `{name}` must be a text, a number, or true or false, not {}", entry.value.describe());
            let help = "a variable is filled into texts; override the key itself where a map or a list is to change";
            push(reader, Code::WRONG_TYPE, &entry.value.span, message, help);
            continue;
        };
        if value.text.contains("${") {
            if value.text.replace("$${", "").contains("${") {
                let help = "write the value out; `$${` stands for a dollar sign and a brace";
                let message = format!("the value of `{name}` uses a variable");
                push(reader, Code::BAD_VARIABLE, &entry.value.span, message, help);
            }
            value.text = value.text.replace("$${", "${");
        }
        found.push(Binding {
            name: name.into(),
            name_span: entry.key_span.clone(),
            value,
            value_span: entry.value.span.clone(),
        });
    }
    found
}

pub(super) fn push(reader: &mut Reader, code: Code, span: &Span, message: impl Into<String>, help: impl Into<String>) {
    let place = reader.place(span);
    reader.push(Diagnostic::error(code, message).at(place).help(help));
}
