//! A file that is no Archy YAML to the tree that the Archy reader reads. Must not know what the tree's parts mean.

use std::sync::Arc;

use super::containers::LIST;
use super::pointer::Pointers;
use super::{decode, flow, json, pretty};
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Place, SourceFile};
use crate::yaml::{Document, Limits, Node, Reader, Value};

/// How a flow file is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Form {
    /// Archy YAML.
    Archy,
    /// The configuration as JSON, as REST answers it.
    Json,
    /// An `.i3*` export.
    Export,
}

/// What a file is, by its content: names of exports vary, and JSON is saved under any name.
pub(crate) fn form_of(text: &str) -> Form {
    let start = text.trim_start_matches('\u{feff}').trim_start();
    if let Some(behind) = start.strip_prefix('{') {
        // A placeholder, or YAML in braces. An Archy file may be written as JSON too: its one key names a flow type.
        let is_json = behind.trim_start().starts_with('"') || behind.trim_start().starts_with('}');
        let is_archy = || crate::flow::archy::is_flow_type(behind.split('"').nth(1).unwrap_or_default());
        return if is_json && !is_archy() { Form::Json } else { Form::Archy };
    }
    if decode::looks_encoded(text) { Form::Export } else { Form::Archy }
}

/// Whether a text is of the JSON form, an export's decoded text among them.
pub(crate) fn is_json(text: &str) -> bool {
    form_of(text) != Form::Archy
}

/// The configuration that the text of a flow's file holds, as an org answers with it; none where the file is of another form, which has
/// no such document.
pub(crate) fn configuration_of(text: &str) -> Option<serde_json::Value> {
    fn within(value: &serde_json::Value, wrapped: usize) -> Option<&serde_json::Value> {
        if value.get(LIST).is_some_and(serde_json::Value::is_array) {
            return Some(value);
        }
        value.as_object().filter(|_| wrapped > 0)?.values().find_map(|value| within(value, wrapped - 1))
    }
    let text = text.trim_start_matches('\u{feff}');
    let document = is_json(text).then(|| serde_json::from_str(text).ok()).flatten()?;
    within(&document, MOST_WRAPPED).cloned()
}

/// Reads a file of the JSON form.
///
/// # Errors
/// All that keeps it from being a flow.
pub(crate) fn read(source: &Arc<SourceFile>, form: Form) -> Result<(Document, Diagnostics, Pointers), Diagnostics> {
    let (source, root) = open(source, form)?;
    let pointers = Pointers::new(&source, root);
    let Some(configuration) = configuration(pointers.root(), MOST_WRAPPED) else {
        let message = format!("the JSON is no configuration of a flow: it has no `{LIST}`");
        let help = "use an `.i3*` export, or what REST answers under `/api/v2/flows/{id}/latestconfiguration`";
        return Err(Diagnostic::error(Code::NOT_A_FLOW, message).at(Place::new(&source, 0..0)).help(help).into());
    };
    let (tree, reader) = flow::rewritten(Reader::new(&source), configuration);
    let found = reader.into_diagnostics();
    match tree {
        Some(root) => Ok((Document { source, root }, found, pointers)),
        None => Err(pointers.annotate(found)),
    }
}

/// The JSON, and the text that it stands in: for an export the decoded one, indented so that its lines can be shown.
fn open(source: &Arc<SourceFile>, form: Form) -> Result<(Arc<SourceFile>, Node), Diagnostic> {
    let limits = Limits::default();
    if form != Form::Export {
        let text = source.text().trim_start_matches('\u{feff}');
        if text.len() == source.text().len() {
            return Ok((Arc::clone(source), json::parse(source, limits)?));
        }
        let source = SourceFile::new(source.name(), text);
        let root = json::parse(&source, limits)?;
        return Ok((source, root));
    }
    let name = format!("{}{DECODED}", source.name());
    let text = decode::decode(source)?;
    let decoded = SourceFile::new(name.as_str(), text);
    let root = json::parse(&decoded, limits)?;
    let indented = SourceFile::new(name.as_str(), pretty::indented(&root));
    // Indenting adds bytes, which must not break the limit that the file itself keeps.
    let root = json::parse(&indented, Limits { bytes: usize::MAX, ..limits })?;
    Ok((indented, root))
}

/// What stands behind the name of an export whose decoded text is shown.
const DECODED: &str = " (decoded)";

/// The name of the file that a decoded text is from; any other name as it is.
pub(crate) fn export_name(shown: &str) -> &str {
    shown.strip_suffix(DECODED).unwrap_or(shown)
}

/// How deep REST and tools wrap a configuration: `{"configuration": {…}}`, `{"flow": {"configuration": {…}}}`.
const MOST_WRAPPED: usize = 2;

/// The configuration itself, out of what wraps it.
fn configuration(node: &Node, wrapped: usize) -> Option<&Node> {
    if node.get(LIST).is_some_and(|list| list.as_list().is_some()) {
        return Some(node);
    }
    match &node.value {
        Value::Map(entries) if wrapped > 0 => entries.iter().find_map(|entry| configuration(&entry.value, wrapped - 1)),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[rstest::rstest]
    #[case("inboundShortMessage:\n  name: X\n", Form::Archy)]
    #[case("{{flow}}:\n", Form::Archy)]
    #[case("{\"inboundShortMessage\": {\"name\": \"X\"}}", Form::Archy)]
    #[case("", Form::Archy)]
    #[case("word", Form::Archy)]
    #[case("{\"type\": \"workflow\"}", Form::Json)]
    #[case("\u{feff}\n { \"name\": ", Form::Json)]
    #[case("{}", Form::Json)]
    #[case("JTdCJTIybmV4dFRyYWNraW5nTnVtYmVyJTIyJTNBMTclMkM=", Form::Export)]
    #[case("%7B%22name%22", Form::Export)]
    fn forms_are_told_by_content(#[case] text: &str, #[case] form: Form) {
        assert_eq!(form_of(text), form);
    }
}
