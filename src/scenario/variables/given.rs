//! What sets variables: the `with` of a case or of a use, and the `variables` of flowproof.yaml. Must not know who uses them.

use indexmap::IndexMap;

use crate::diagnostic::{Code, Diagnostic, Span};
use crate::yaml::{Entry, Node, Reader, Scalar};

/// A variable of a case and its value.
#[derive(Debug, Clone)]
pub(in crate::scenario) struct Binding {
    pub(in crate::scenario) name: Box<str>,
    pub(in crate::scenario) name_span: Span,
    pub(in crate::scenario) value: Scalar,
    pub(in crate::scenario) value_span: Span,
}

/// Variables that every scenario of a project may use.
#[derive(Debug, Clone, Default)]
pub struct Variables {
    values: IndexMap<Box<str>, Scalar>,
}

impl Variables {
    /// The names, in the order of the file.
    pub fn names(&self) -> impl Iterator<Item = &str> {
        self.values.keys().map(|name| &**name)
    }

    /// The value of a variable, as it was written.
    pub fn text(&self, name: &str) -> Option<&str> {
        self.value(name).map(|value| value.text.as_str())
    }

    pub(in crate::scenario) fn value(&self, name: &str) -> Option<&Scalar> {
        self.values.get(name)
    }
}

/// Reads a map of variables.
pub fn read_variables(reader: &mut Reader, node: &Node) -> Variables {
    let (found, _) = bindings(reader, node, "variables");
    Variables { values: found.into_iter().map(|binding| (binding.name, binding.value)).collect() }
}

/// The variables of the map under `key`, and the names whose values were reported.
pub(in crate::scenario) fn bindings(reader: &mut Reader, node: &Node, key: &str) -> (Vec<Binding>, Vec<Box<str>>) {
    let (mut found, mut wrong) = (Vec::new(), Vec::new());
    let Some(entries) = node.as_map() else {
        let message = format!("expected a map, found {}", node.describe());
        problem(reader, Code::WRONG_TYPE, &node.span, message, &format!("write `{key}: {{ variable: value }}`"));
        return (found, wrong);
    };
    found.reserve(entries.len());
    for entry in entries {
        let name: Box<str> = entry.key.text.as_str().into();
        if !is_name(&name) {
            let help = "names of variables are letters, digits and underscores";
            problem(reader, Code::BAD_VARIABLE, &entry.key_span, format!("`{name}` cannot name a variable"), help);
            continue;
        }
        match value(reader, &name, entry) {
            Some(value) => {
                let (name_span, value_span) = (entry.key_span.clone(), entry.value.span.clone());
                found.push(Binding { name, name_span, value, value_span });
            }
            None => wrong.push(name),
        }
    }
    (found, wrong)
}

/// Whether a text can name a variable.
pub(in crate::scenario) fn is_name(name: &str) -> bool {
    !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_')
}

fn value(reader: &mut Reader, name: &str, entry: &Entry) -> Option<Scalar> {
    let Some(mut value) = entry.value.as_scalar().filter(|scalar| !scalar.is_null()).cloned() else {
        let message =
            format!("variable `{name}` must be a text, a number, or true or false, not {}", entry.value.describe());
        let help = "a variable is filled into texts; override the key itself where a map or a list is to change";
        problem(reader, Code::WRONG_TYPE, &entry.value.span, message, help);
        return None;
    };
    if value.text.contains("${") {
        if value.text.replace("$${", "").contains("${") {
            let help = "write the value out; `$${` stands for a dollar sign and a brace";
            let message = format!("the value of `{name}` uses a variable");
            problem(reader, Code::BAD_VARIABLE, &entry.value.span, message, help);
        }
        value.text = value.text.replace("$${", "${");
    }
    Some(value)
}

fn problem(reader: &mut Reader, code: Code, span: &Span, message: impl Into<String>, help: &str) {
    let place = reader.place(span);
    reader.push(Diagnostic::error(code, message).at(place).help(help));
}
