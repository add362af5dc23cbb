//! Actions of kinds that are not in the table: their nested lists of actions are found wherever they stand, so that the flow loads and can
//! be drawn; reaching one is reported. Must not know any one kind.

use super::action_reader::ActionReader;
use crate::flow::action::{Action, Unknown};
use crate::yaml::{Node, Value};

/// Reads an action of an unknown kind.
pub(super) fn read(reader: &mut ActionReader<'_, '_, '_>, kind: &str) -> Box<dyn Action> {
    let body = reader.body();
    for (name, list) in nested(body) {
        reader.branch(&name, Some(list));
    }
    Box::new(Unknown { kind: kind.into() })
}

/// Every list under a key `actions`, in file order, with the name of the branch: the `name` beside it, else the key above it.
fn nested(body: &Node) -> Vec<(String, &Node)> {
    let mut found = Vec::new();
    search(body, "", &mut found);
    found
}

fn search<'n>(node: &'n Node, above: &str, found: &mut Vec<(String, &'n Node)>) {
    match &node.value {
        Value::Map(entries) => {
            let own = (!above.is_empty()).then(|| node.get("name").and_then(Node::as_text)).flatten();
            for entry in entries {
                match (&entry.value.value, entry.key.text.as_str()) {
                    (Value::List(_), "actions") => found.push((own.unwrap_or(above).to_owned(), &entry.value)),
                    (_, key) => search(&entry.value, key, found),
                }
            }
        }
        Value::List(items) => items.iter().for_each(|item| search(item, above, found)),
        Value::Scalar(_) => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::SourceFile;
    use crate::yaml::{Limits, parse};

    fn names(yaml: &str) -> Vec<String> {
        let root = parse(&SourceFile::new("f.yaml", yaml), Limits::default()).unwrap().root;
        nested(&root).into_iter().map(|(name, _)| name).collect()
    }

    #[test]
    fn lists_are_found_under_outputs_and_paths() {
        let outputs = "name: Ask\noutputs:\n  maxNoInputs: {enabled: false}\n  yes: {actions: []}\n  paths:\n    - path: {name: Buy, actions: []}\n";
        assert_eq!(names(outputs), ["yes", "Buy"]);
    }
}
