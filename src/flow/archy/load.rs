//! A set of Archy files to one program.

use crate::diagnostic::Diagnostics;
use crate::flow::load::{FlowSource, Loaded};

/// Loads the files; the first is the entry.
pub(crate) fn load(_files: &[FlowSource]) -> Loaded {
    Loaded { program: None, diagnostics: Diagnostics::new() }
}
