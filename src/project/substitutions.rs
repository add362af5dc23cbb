//! A file of substitutions, for `flow run --substitutions FILE`: a map from placeholder to value. Must not know a flow.

use std::sync::Arc;

use indexmap::IndexMap;

use super::file::substitutions;
use crate::diagnostic::{Code, Diagnostic, Diagnostics, SourceFile, list_of};
use crate::scenario::model::Spanned;
use crate::yaml::{Limits, Reader, parse};

/// Reads the file; what could be read is there even beside mistakes.
pub fn load_substitutions(source: &Arc<SourceFile>) -> (IndexMap<String, String>, Diagnostics) {
    match parse(source, Limits::default()) {
        Err(diagnostics) => (IndexMap::new(), diagnostics),
        Ok(document) if document.root.is_null() => (IndexMap::new(), Diagnostics::new()),
        Ok(document) => {
            let mut reader = Reader::new(source);
            let found = substitutions(&mut reader, &document.root);
            (plain(&found), reader.into_diagnostics())
        }
    }
}

/// The values without their places, as loading a flow takes them.
pub(super) fn plain(found: &IndexMap<String, Spanned<String>>) -> IndexMap<String, String> {
    found.iter().map(|(name, value)| (name.clone(), value.value.clone())).collect()
}

/// A warning for each substitution that a flow file has no placeholder for.
pub(super) fn unused(found: &IndexMap<String, Spanned<String>>, flow: &SourceFile) -> Diagnostics {
    let mut diagnostics = Diagnostics::new();
    let placeholders: Vec<&str> = placeholders(flow.text()).collect();
    for (name, value) in found.iter().filter(|(name, _)| !placeholders.contains(&name.as_str())) {
        let message = format!("`{}` has no placeholder `{{{{{name}}}}}`", flow.name());
        diagnostics.push(
            Diagnostic::warning(Code::UNUSED_SUBSTITUTION, message).at(value.place.clone()).help_maybe(list_of(
                "placeholders",
                name,
                placeholders.iter().copied(),
            )),
        );
    }
    diagnostics
}

fn placeholders(text: &str) -> impl Iterator<Item = &str> {
    text.split("{{").skip(1).filter_map(|rest| rest.split_once("}}")).map(|(name, _)| name.trim())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn yaml_and_json_are_read_as_written() {
        for text in ["flow_name: Support\nretries: 03\n", "{\"flow_name\": \"Support\", \"retries\": \"03\"}"] {
            let (map, found) = load_substitutions(&SourceFile::new("s", text));
            assert!(found.is_empty());
            assert_eq!(
                map.into_iter().collect::<Vec<_>>(),
                [("flow_name".to_owned(), "Support".to_owned()), ("retries".to_owned(), "03".to_owned())]
            );
        }
        assert!(load_substitutions(&SourceFile::new("s", "")).1.is_empty());
        assert_eq!(load_substitutions(&SourceFile::new("s", "[a]")).1.len(), 1);
    }
}
