//! The JSON pointer of a place: an export's text is only seen decoded, and a configuration may be one line. Must not know diagnostics' codes.

use std::sync::Arc;

use crate::diagnostic::{Diagnostic, Diagnostics, Place, SourceFile};
use crate::yaml::{Node, Value};

/// The JSON of one file, to find pointers in.
#[derive(Debug)]
pub(crate) struct Pointers {
    source: Arc<SourceFile>,
    root: Node,
}

impl Pointers {
    pub(super) fn new(source: &Arc<SourceFile>, root: Node) -> Self {
        Self { source: Arc::clone(source), root }
    }

    /// The JSON.
    pub(super) fn root(&self) -> &Node {
        &self.root
    }

    /// Whether a value in it carries the tree that Architect makes of it.
    pub(crate) fn has_trees(&self) -> bool {
        has_tree(&self.root)
    }

    /// Adds the pointer of its place to every diagnostic of this file.
    pub(crate) fn annotate(&self, found: Diagnostics) -> Diagnostics {
        let mut annotated = Diagnostics::new();
        for one in found {
            let pointer =
                one.place.as_ref().filter(|place| self.holds(place)).map(|place| self.pointer(place.span.start));
            annotated.push(match pointer {
                Some(pointer) => with(one, &pointer),
                None => one,
            });
        }
        annotated
    }

    fn holds(&self, place: &Place) -> bool {
        Arc::ptr_eq(&place.source, &self.source)
    }

    fn pointer(&self, at: usize) -> String {
        let mut pointer = String::new();
        let mut node = &self.root;
        loop {
            let below = match &node.value {
                Value::Scalar(_) => None,
                Value::List(items) => {
                    let found = items.iter().enumerate().find(|(_, item)| item.span.contains(&at));
                    found.map(|(index, item)| (index.to_string(), item))
                }
                Value::Map(entries) => {
                    let found = entries.iter().find(|entry| (entry.key_span.start..entry.value.span.end).contains(&at));
                    found.map(|entry| (entry.key.text.replace('~', "~0").replace('/', "~1"), &entry.value))
                }
            };
            let Some((step, next)) = below else { return pointer };
            pointer.push('/');
            pointer.push_str(&step);
            node = next;
        }
    }
}

fn with(one: Diagnostic, pointer: &str) -> Diagnostic {
    let text = format!("JSON pointer `{pointer}`");
    if one.note.is_none() { one.note(text) } else { one.help(text) }
}

/// Whether a tree of a value stands somewhere below a node.
fn has_tree(node: &Node) -> bool {
    match &node.value {
        Value::Scalar(_) => false,
        Value::List(items) => items.iter().any(has_tree),
        Value::Map(entries) => entries.iter().any(|entry| {
            let is_tree = entry.key.text == "config" && entry.value.as_map().is_some_and(|leaves| !leaves.is_empty());
            is_tree || has_tree(&entry.value)
        }),
    }
}

#[cfg(test)]
mod tests {
    use super::super::json;
    use super::*;
    use crate::yaml::Limits;

    #[test]
    fn a_place_has_the_pointer_of_the_deepest_value_there() {
        let text = "{\"a/b\": [1, {\"c\": \"x\"}], \"d\": 2}";
        let source = SourceFile::new("f.json", text);
        let pointers = Pointers::new(&source, json::parse(&source, Limits::default()).unwrap());
        let at = |part: &str| pointers.pointer(text.find(part).unwrap());
        assert_eq!(at("{"), "");
        assert_eq!(at("1"), "/a~1b/0");
        assert_eq!(at("x"), "/a~1b/1/c");
        assert_eq!(at("\"c\""), "/a~1b/1/c");
        assert_eq!(at("2"), "/d");
    }
}
