//! The YAML that makes a missing stub: what a message tells a person to paste. Must not know scenario files beyond these keys.

use std::fmt::Write as _;
use std::sync::Arc;

use crate::flow::engine::{BotCall, DataActionCall, ModuleCall, TableCall};
use crate::flow::expression::Type;

/// What the caller keeps, with the types of the variables that take it.
type Kept = [(Arc<str>, Type)];

pub(super) fn data_action(call: &DataActionCall, kept: &Kept) -> String {
    let mut yaml = format!(
        "paste under `stubs:`\ndata_actions:\n  {}:\n    {}:\n      - success:",
        key(&call.category),
        key(&call.name)
    );
    values(&mut yaml, &call.outputs, kept, 10);
    yaml
}

/// One answer more, for a data action whose answers are all for other inputs.
pub(super) fn answer(call: &DataActionCall, kept: &Kept) -> String {
    let inputs: Vec<(String, String)> = call
        .inputs
        .iter()
        .filter(|(_, value)| !value.is_not_set())
        .map(|(name, value)| (name.to_string(), value.display()))
        .collect();
    let mut yaml = format!(
        "mend the `when` that should fit, or add an answer under `{} > {}`\n- when: {}\n  success:",
        call.category,
        call.name,
        when(&inputs)
    );
    values(&mut yaml, &call.outputs, kept, 4);
    yaml
}

/// The condition of an answer, on one line.
pub(super) fn when(inputs: &[(String, String)]) -> String {
    let inputs: Vec<String> = inputs.iter().map(|(name, value)| format!("{}: {}", key(name), key(value))).collect();
    if inputs.is_empty() { "{}".to_owned() } else { format!("{{ {} }}", inputs.join(", ")) }
}

pub(super) fn bot(call: &BotCall, kept: &Kept) -> String {
    let mut yaml = format!(
        "paste under `stubs:`\nbots:\n  {}:\n    turns:\n      - [\"How can I help?\"]\n    exit:\n      outputs:",
        key(&call.name)
    );
    values(&mut yaml, &call.outputs, kept, 8);
    yaml
}

pub(super) fn module(call: &ModuleCall, kept: &Kept) -> String {
    let mut yaml = format!("paste under `stubs:`\nmodules:\n  {}:\n    outputs:", key(&call.name));
    values(&mut yaml, &call.outputs, kept, 6);
    yaml
}

pub(super) fn table(call: &TableCall, kept: &Kept) -> String {
    let mut yaml = format!("paste under `world:`\ntables:\n  {}:\n    {}:", key(&call.table), key(&call.key));
    values(&mut yaml, &call.columns, kept, 6);
    yaml
}

/// One line a name, each to be filled in.
fn values(yaml: &mut String, names: &[Arc<str>], kept: &Kept, indent: usize) {
    if names.is_empty() {
        yaml.push_str(" {}");
    }
    for name in names {
        let value = kept.iter().find(|(one, _)| one == name).map_or("null", |(_, value_type)| placeholder(value_type));
        let _ = write!(yaml, "\n{:indent$}{}: {value}", "", key(name));
    }
}

/// A value that a variable of the type takes, so that the text works as it is pasted: null, which is NOT_SET, where none speaks for itself.
fn placeholder(value_type: &Type) -> &'static str {
    match value_type {
        Type::String => "some text",
        Type::Integer => "0",
        Type::Decimal => "0.0",
        Type::Boolean => "false",
        Type::Collection(_) => "[]",
        Type::Json => "{}",
        _ => "null",
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
            outputs: vec!["a.b".into(), "true".into(), "n".into()],
            timeout: std::time::Duration::ZERO,
        };
        let text = data_action(&call, &[("a.b".into(), Type::String), ("n".into(), Type::Integer)]);
        let yaml = text.split_once('\n').unwrap().1;
        let root = parse(&SourceFile::new("paste", yaml), Limits::default()).unwrap().root;
        let answers = root.path(&["data_actions", "{{cat}}: \"x\"", "Get #1"]).and_then(Node::as_list).unwrap();
        let outputs = answers[0].get("success").and_then(Node::as_map).unwrap();
        assert_eq!(outputs.len(), 3);
        assert!(text.ends_with("a.b: some text\n          \"true\": null\n          n: 0"), "{text}");
    }
}
