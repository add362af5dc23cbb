//! What every case of a run shares.

use std::sync::Arc;

use super::{RunOptions, Target};
use crate::project::{Files, Project};

/// What every case of a run shares.
#[derive(Clone)]
pub struct Context {
    /// Flows, world, settings.
    pub project: Arc<Project>,
    /// The file system.
    pub files: Arc<dyn Files>,
    /// Where cases run.
    pub target: Arc<Target>,
    /// How.
    pub options: Arc<RunOptions>,
}
