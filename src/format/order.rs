//! The keys of a map that takes a line for each, in the order in which a schema names them. Entries are moved as they are written, with the
//! comments above them; a map is left as it is where that cannot be done without parting a comment from what it is about.

use serde_json::{Map, Value as Json};

use crate::diagnostic::Span;
use crate::yaml::{Entry, Node, Value};

/// What an editor reads, at the head of a file: it belongs to no key.
const MODELINE: &str = "yaml-language-server";

/// The text with the keys of every map that the schema knows in the schema's order.
pub(super) fn ordered(text: &str, root: &Node, schema: &Json) -> String {
    let whole = Sorter { text, schema };
    whole.copy(0..text.len(), &[(root, vec![schema])])
}

struct Sorter<'t> {
    text: &'t str,
    schema: &'t Json,
}

/// An entry as it is written: the lines above it, and itself.
struct Piece {
    head: String,
    body: String,
}

impl<'t> Sorter<'t> {
    fn get(&self, span: Span) -> &'t str {
        self.text.get(span).unwrap_or_default()
    }

    /// A part of the text, with the nodes in it in order.
    fn copy(&self, span: Span, nodes: &[(&Node, Vec<&'t Json>)]) -> String {
        let mut out = String::new();
        let mut at = span.start;
        for (node, schemas) in nodes {
            let region = self.region(node);
            // What an alias stands for is written elsewhere.
            if region.start < at || region.end > span.end {
                continue;
            }
            out.push_str(self.get(at..region.start));
            out.push_str(&self.node(node, region.clone(), schemas));
            at = region.end;
        }
        out.push_str(self.get(at..span.end));
        out
    }

    fn node(&self, node: &Node, region: Span, schemas: &[&'t Json]) -> String {
        let schemas: Vec<&Json> = schemas.iter().flat_map(|schema| self.choices(schema)).collect();
        match &node.value {
            Value::Scalar(_) => self.get(region).to_owned(),
            Value::List(items) => {
                let inner: Vec<&Json> = schemas.iter().filter_map(|schema| schema.get("items")).collect();
                let items: Vec<_> = items.iter().map(|item| (item, inner.clone())).collect();
                self.copy(region, &items)
            }
            Value::Map(entries) => {
                // What stands on one line is a sentence of its author's.
                let ranks = ranks(entries, &schemas).filter(|_| !self.is_flow(node));
                let sorted = ranks.and_then(|ranks| {
                    let pieces = self.pieces(entries, &region, &schemas)?;
                    self.rearranged(&pieces, &ranks, &region)
                });
                sorted.unwrap_or_else(|| {
                    let values: Vec<_> = entries.iter().map(|entry| (&entry.value, below(entry, &schemas))).collect();
                    self.copy(region, &values)
                })
            }
        }
    }

    /// The alternatives of a schema, references and choices followed.
    fn choices(&self, schema: &'t Json) -> Vec<&'t Json> {
        if let Some(target) = schema.get("$ref").and_then(Json::as_str) {
            let target = self.schema.pointer(target.trim_start_matches('#'));
            return target.map(|target| self.choices(target)).unwrap_or_default();
        }
        let mut all = vec![schema];
        for keyword in ["anyOf", "oneOf", "allOf"] {
            let choices = schema.get(keyword).and_then(Json::as_array);
            all.extend(choices.into_iter().flatten().flat_map(|choice| self.choices(choice)));
        }
        for keyword in ["then", "else"] {
            all.extend(schema.get(keyword).into_iter().flat_map(|choice| self.choices(choice)));
        }
        all
    }

    fn is_flow(&self, node: &Node) -> bool {
        self.get(node.span.clone()).starts_with(['{', '['])
    }

    /// All that a node is written as; the last line of a block belongs to it whole, with a comment behind its value.
    fn region(&self, node: &Node) -> Span {
        let is_block = !matches!(node.value, Value::Scalar(_)) && !self.is_flow(node);
        let end = if is_block { self.line_end(node.span.end) } else { node.span.end };
        node.span.start..end
    }

    /// The end of the line that a value ends on; a block of text ends behind its last line.
    fn line_end(&self, at: usize) -> usize {
        if self.get(0..at).ends_with('\n') {
            return at - 1;
        }
        self.get(at..self.text.len()).find('\n').map_or(self.text.len(), |length| at + length)
    }

    fn line_start(&self, at: usize) -> usize {
        self.get(0..at).rfind('\n').map_or(0, |newline| newline + 1)
    }

    /// The entries of a map on lines of its own: an entry goes from its key to the comments above the next one.
    fn pieces(&self, entries: &[Entry], region: &Span, schemas: &[&'t Json]) -> Option<Vec<Piece>> {
        let first = entries.first()?.key_span.start;
        let column = first - self.line_start(first);
        let mut heads = vec![first];
        for (above, entry) in entries.iter().zip(entries.get(1..)?) {
            let start = self.line_start(entry.key_span.start);
            let indent = self.get(start..entry.key_span.start);
            if indent.len() != column || !indent.chars().all(|letter| letter == ' ') {
                return None;
            }
            heads.push(self.head(start, self.line_end(above.value.span.end.max(above.key_span.end)) + 1, column)?);
        }
        let ends = heads.iter().skip(1).map(|head| head - 1).chain([region.end]);
        let pieces = entries.iter().zip(heads.iter().zip(ends)).enumerate().map(|(at, (entry, (head, end)))| {
            let start = entry.key_span.start;
            Piece {
                // The indentation of the key goes with the place and not with the entry.
                head: if at == 0 { String::new() } else { self.get(*head..self.line_start(start)).to_owned() },
                body: self.copy(start..end, &[(&entry.value, below(entry, schemas))]),
            }
        });
        Some(pieces.collect())
    }

    /// Where the comments and blank lines above a line begin: those that stand deeper than it belong to what is before.
    fn head(&self, line: usize, lowest: usize, column: usize) -> Option<usize> {
        let mut head = line;
        while head > lowest {
            let above = self.line_start(head - 1);
            let text = self.get(above..head - 1);
            let inner = text.trim_start();
            let deeper = inner.starts_with('#') && text.len() - inner.len() > column;
            if !(inner.trim_end().is_empty() || inner.starts_with('#')) || deeper {
                break;
            }
            head = above;
        }
        (head >= lowest).then_some(head)
    }

    /// The map with its pieces by rank; none where a comment would lose what it is about.
    fn rearranged(&self, pieces: &[Piece], ranks: &[usize], region: &Span) -> Option<String> {
        let mut order: Vec<usize> = (0..pieces.len()).collect();
        order.sort_by_key(|at| ranks.get(*at));
        let first_key = region.start;
        let first_moves = order.first().is_some_and(|first| *first != 0);
        if first_moves && (self.is_commented(first_key) || pieces.get(*order.first()?)?.head.contains('#')) {
            return None;
        }
        let start = self.line_start(first_key);
        let indent = " ".repeat(first_key - start);
        let mut out = String::new();
        for (place, at) in order.iter().enumerate() {
            let piece = pieces.get(*at)?;
            if place > 0 {
                out.push('\n');
                out.push_str(&piece.head);
                out.push_str(&indent);
            }
            out.push_str(piece.body.trim_end_matches(['\n', '\r']));
        }
        Some(out)
    }

    /// Whether a comment stands directly above the first entry of a map, and not above the dash of an item.
    fn is_commented(&self, at: usize) -> bool {
        let start = self.line_start(at);
        let in_item = !self.get(start..at).trim().is_empty();
        let above = start.checked_sub(1).map(|end| self.get(self.line_start(end)..end).trim()).unwrap_or_default();
        !in_item && above.starts_with('#') && !above.contains(MODELINE)
    }
}

/// The schemas of an entry's value.
fn below<'t>(entry: &Entry, schemas: &[&'t Json]) -> Vec<&'t Json> {
    let own = schemas.iter().filter_map(|schema| {
        let named = schema.get("properties").and_then(|properties| properties.get(&entry.key.text));
        named.or_else(|| schema.get("additionalProperties").filter(|names| names.is_object()))
    });
    own.collect()
}

/// The place of each key among those of the schema that knows them all; none where none does, or where they stand in order already.
fn ranks(entries: &[Entry], schemas: &[&Json]) -> Option<Vec<usize>> {
    let of = |properties: &Map<String, Json>| -> Option<Vec<usize>> {
        entries.iter().map(|entry| properties.keys().position(|key| *key == entry.key.text)).collect()
    };
    let properties = schemas.iter().filter_map(|schema| schema.get("properties").and_then(Json::as_object));
    let ranks = properties.filter(|properties| !properties.is_empty()).find_map(of)?;
    (!ranks.is_sorted()).then_some(ranks)
}
