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
    search(body, "", None, &mut found);
    found
}

fn search<'n>(node: &'n Node, above: &str, choice: Option<&'n str>, found: &mut Vec<(String, &'n Node)>) {
    match &node.value {
        Value::Map(entries) => {
            let own = (!above.is_empty()).then(|| node.get("name").and_then(Node::as_text)).flatten();
            let name = own.or(choice);
            for entry in entries {
                match (&entry.value.value, entry.key.text.as_str()) {
                    (Value::List(_), "actions") => found.push((name.unwrap_or(above).to_owned(), &entry.value)),
                    // Below a named choice of a menu or a path, its name says more than a key such as `task`.
                    (_, "task") => search(&entry.value, above, name, found),
                    (_, key) => search(&entry.value, key, None, found),
                }
            }
        }
        Value::List(items) => items.iter().for_each(|item| search(item, above, None, found)),
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
    fn lists_are_found_under_outputs_paths_and_choices() {
        let outputs = "name: Ask\noutputs:\n  maxNoInputs: {enabled: false}\n  yes: {actions: []}\n  paths:\n    - path: {name: Buy, actions: []}\n";
        assert_eq!(names(outputs), ["yes", "Buy"]);
        let menu = "name: Main\nchoices:\n  - menuTask:\n      name: Spanish\n      task: {actions: []}\n";
        assert_eq!(names(menu), ["Spanish"]);
    }
}
