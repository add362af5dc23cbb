//! What a scenario file draws on besides its own text. Must not know a disk, or flowproof.yaml.

use std::sync::Arc;

use crate::diagnostic::{Diagnostic, SourceFile};

use super::blocks::Blocks;
use super::variables::Variables;

/// Opens a file that a scenario names, by the path as it is written there.
pub type Open<'a> = &'a dyn Fn(&str) -> Result<Arc<SourceFile>, Diagnostic>;

/// The project around a scenario file.
#[derive(Clone)]
pub struct Surroundings<'a> {
    /// Blocks that every scenario may use.
    pub blocks: Arc<Blocks>,
    /// Variables that every scenario may use.
    pub variables: Arc<Variables>,
    /// Opens files.
    pub open: Open<'a>,
}
