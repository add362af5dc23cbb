//! The table under `cases`: a list of rows, or a file of them. Must not know a row.

use super::csv;
use super::row::{Row, fixed_text, push, rows as list_rows};
use crate::diagnostic::Code;
use crate::scenario::surroundings::Open;
use crate::yaml::{Node, Reader};

const HELP: &str = "write `- { case: name, with: { variable: value } }` lines, or `cases: { csv: data.csv }`";

/// The rows under `cases`.
pub(super) fn rows(reader: &mut Reader, node: &Node, open: Open<'_>) -> Vec<Row> {
    if node.as_list().is_some() {
        return list_rows(reader, node);
    }
    if node.as_map().is_none() {
        let message = format!("expected a list, found {}", node.describe());
        push(reader, Code::WRONG_TYPE, &node.span, message, HELP);
        return Vec::new();
    }
    let Some(mut map) = reader.map(node) else { return Vec::new() };
    let csv = map.given("csv");
    if csv.is_none() && !map.has_like("csv") {
        push(reader, Code::WRONG_TYPE, &node.span, "expected a list, found a map", HELP);
        return Vec::new();
    }
    map.finish(reader);
    let Some(csv) = csv else { return Vec::new() };
    let Some(path) = fixed_text(reader, csv, "a file's name") else { return Vec::new() };
    let at = reader.place(&csv.span);
    match open(path) {
        Ok(source) => csv::rows(reader, &source, at),
        Err(unreadable) => {
            reader.push(unreadable.at(at).help("the path is taken from the scenario's folder"));
            Vec::new()
        }
    }
}
