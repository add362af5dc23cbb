//! The YAML that makes a missing stub: what a message tells a person to paste. Must not know scenario files beyond these keys.

use std::fmt::Write as _;
use std::sync::Arc;

use crate::flow::engine::{BotCall, DataActionCall, ModuleCall, TableCall};

pub(super) fn data_action(call: &DataActionCall) -> String {
    let mut yaml = format!(
        "paste under `stubs:`\ndata_actions:\n  {}:\n    {}:\n      - success:",
        key(&call.category),
        key(&call.name)
    );
    values(&mut yaml, &call.outputs, 10);
    yaml
}

pub(super) fn bot(call: &BotCall) -> String {
    let mut yaml = format!(
        "paste under `stubs:`\nbots:\n  {}:\n    turns:\n      - [\"How can I help?\"]\n    exit:\n      outputs:",
        key(&call.name)
    );
    values(&mut yaml, &call.outputs, 8);
    yaml
}

pub(super) fn module(call: &ModuleCall) -> String {
    let mut yaml = format!("paste under `stubs:`\nmodules:\n  {}:\n    outputs:", key(&call.name));
    values(&mut yaml, &call.outputs, 6);
    yaml
}

pub(super) fn table(call: &TableCall) -> String {
    let mut yaml = format!("paste under `world:`\ntables:\n  {}:\n    {}:", key(&call.table), key(&call.key));
    values(&mut yaml, &call.columns, 6);
    yaml
}

/// One line a name, each to be filled in; null is NOT_SET, so that the text works as it is pasted.
fn values(yaml: &mut String, names: &[Arc<str>], indent: usize) {
    if names.is_empty() {
        yaml.push_str(" {}");
    }
    for name in names {
        let _ = write!(yaml, "\n{:indent$}{}: null", "", key(name));
    }
}

/// A key as YAML takes it: bare where it is plain, else in quotes.
fn key(name: &str) -> String {
    let plain = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | '.' | ' ' | '/');
    let reserved = matches!(name.to_lowercase().as_str(), "true" | "false" | "null" | "yes" | "no" | "on" | "off");
    let bare = name.chars().next().is_some_and(char::is_alphabetic) && name.chars().all(plain) && !name.ends_with(' ');
    if bare && !reserved { name.to_owned() } else { serde_json::Value::from(name).to_string() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::diagnostic::SourceFile;
    use crate::flow::program::ActionIndex;
    use crate::yaml::{Limits, Node, parse};

    #[test]
    fn what_is_pasted_is_yaml_whatever_the_names() {
        let call = DataActionCall {
            action: ActionIndex(0),
            category: "{{cat}}: \"x\"".into(),
            name: "Get #1".into(),
            inputs: Vec::new(),
            outputs: vec!["a.b".into(), "true".into()],
            timeout: std::time::Duration::ZERO,
        };
        let text = data_action(&call);
        let yaml = text.split_once('\n').unwrap().1;
        let root = parse(&SourceFile::new("paste", yaml), Limits::default()).unwrap().root;
        let answers = root.path(&["data_actions", "{{cat}}: \"x\"", "Get #1"]).and_then(Node::as_list).unwrap();
        let outputs = answers[0].get("success").and_then(Node::as_map).unwrap();
        assert_eq!(outputs.len(), 2);
    }
}
