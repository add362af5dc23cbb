//! From files to a program: every format, every flow of a linked set, all mistakes at once. Must not know where a file came from.

use std::sync::Arc;

use indexmap::IndexMap;

use super::archy::{self, Origin};
use super::export::{self, Form};
use super::program::Program;
use crate::diagnostic::{Diagnostics, SourceFile};

/// A flow file and what its placeholders stand for.
#[derive(Debug, Clone)]
pub struct FlowSource {
    /// The file.
    pub source: Arc<SourceFile>,
    /// Placeholder name → value: `{{name}}` in the file is replaced by it.
    pub substitutions: IndexMap<String, String>,
}

/// What came of loading.
#[derive(Debug)]
pub struct Loaded {
    /// The program; none where a mistake stands in its way.
    pub program: Option<Arc<Program>>,
    /// The same, also where a mistake keeps it from being run and not from being drawn: a variable that is not declared, an expression
    /// that cannot be read.
    pub drawing: Option<Arc<Program>>,
    /// Everything found, warnings among it.
    pub diagnostics: Diagnostics,
}

/// Loads a linked set of flows: the first is the entry, the others are what it may call. Each file's content tells its format.
pub fn load(files: Vec<FlowSource>) -> Loaded {
    let mut diagnostics = Diagnostics::new();
    let (mut documents, mut pointers) = (Vec::with_capacity(files.len()), Vec::new());
    for file in &files {
        let read = match export::form_of(file.source.text()) {
            Form::Archy => {
                let read = archy::read(&file.source, &file.substitutions);
                read.map(|(document, found)| ((document, Origin::Author), found, None))
            }
            form => export::read(&file.source, form).map(|(document, found, json)| {
                let origin = if json.has_trees() { Origin::Architect } else { Origin::Author };
                ((document, origin), found, Some(json))
            }),
        };
        match read {
            Ok((document, found, json)) => {
                diagnostics.append(found);
                documents.push(document);
                pointers.extend(json);
            }
            Err(found) => diagnostics.append(found),
        }
    }
    let mut loaded = archy::load(&documents, diagnostics);
    for json in &pointers {
        loaded.diagnostics = json.annotate(loaded.diagnostics);
    }
    loaded
}
