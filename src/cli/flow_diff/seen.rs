//! The changed actions on a case's way: on the path that a run took, or on the one that its snapshot holds. Must not know how either came
//! to be.

use crate::flow::diff::{Comparison, Touched};
use crate::trace::Taken;

/// The changed actions that a path takes in a flow, in order, each once: `Gold?: yes`.
pub(super) fn on_path(path: &[Taken], flow: &str, comparison: &Comparison) -> Vec<String> {
    let mut found = Vec::new();
    for step in path.iter().filter(|step| &*step.id.flow == flow) {
        let is = |touched: &Touched| {
            // Not the flow's name: the file may be several flows, by the values of its placeholders.
            touched.action.container == step.id.container
                && touched.action.name == step.id.name
                && touched.action.ordinal == step.id.ordinal
                && touched.output.as_ref().is_none_or(|output| step.output.as_ref() == Some(output))
        };
        if touches(comparison).any(is) {
            let output = step.output.as_deref().map(|output| format!(": {output}")).unwrap_or_default();
            add(&mut found, format!("{}{output}", step.id.name));
        }
    }
    found
}

/// The same of the text of a path's snapshot, one action a line. It names no container: an action of that name may be meant.
pub(super) fn on_snapshot(text: &str, comparison: &Comparison) -> Vec<String> {
    let mut found = Vec::new();
    for line in text.lines().map(str::trim) {
        let is = |touched: &Touched| {
            let behind = line.strip_prefix(&*touched.action.name);
            match &touched.output {
                Some(output) => behind.and_then(|rest| rest.strip_prefix(": ")) == Some(output),
                None => behind.is_some_and(|rest| rest.is_empty() || rest.starts_with(": ")),
            }
        };
        if touches(comparison).any(is) {
            add(&mut found, line.to_owned());
        }
    }
    found
}

fn touches(comparison: &Comparison) -> impl Iterator<Item = &Touched> {
    comparison.changes.iter().flat_map(|change| &change.touches)
}

fn add(found: &mut Vec<String>, name: String) {
    if !found.contains(&name) {
        found.push(name);
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;
    use crate::flow::diff::{Change, Subject, What};
    use crate::trace::ActionId;

    fn touching(touched: &[(&str, Option<&str>)]) -> Comparison {
        let touches = touched.iter().map(|(name, output)| Touched {
            action: ActionId { flow: "F".into(), container: "Start".into(), name: (*name).into(), ordinal: 0 },
            output: output.map(Arc::from),
        });
        let change = Change {
            what: What::Changed,
            subject: Subject::Action,
            container: None,
            name: String::new(),
            part: None,
            before: None,
            after: None,
            touches: touches.collect(),
        };
        Comparison { changes: vec![change], not_compared: Vec::new() }
    }

    #[test]
    fn a_line_of_a_snapshot_is_an_action_or_one_way_out_of_it() {
        let path = "Greet\nGold?: yes\n  Look\nGold?: yes\nGreeting";
        assert_eq!(on_snapshot(path, &touching(&[("Greet", None)])), ["Greet"]);
        assert_eq!(on_snapshot(path, &touching(&[("Gold?", None), ("Look", None)])), ["Gold?: yes", "Look"]);
        assert_eq!(on_snapshot(path, &touching(&[("Gold?", Some("yes"))])), ["Gold?: yes"]);
        assert_eq!(on_snapshot(path, &touching(&[("Gold?", Some("no")), ("Gold", None)])), [""; 0]);
    }
}
