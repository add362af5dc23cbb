//! What every connection needs to know of the org that it came to. Must not know a request.

use std::sync::Arc;
use std::time::Duration;

use super::Registry;
use crate::fake::control::{CONTROL_PATH, Control};

/// The org behind the door.
#[derive(Debug)]
pub struct Doorway {
    /// Its tenants.
    pub registry: Arc<Registry>,
    /// Who answers control requests; nobody does where none is given.
    pub control: Option<Arc<dyn Control>>,
    /// How much later everything comes.
    pub latency: Duration,
}

impl Doorway {
    /// The handler of a path, and what it has behind the prefix; none where the path is one of the org's.
    pub fn control_at(&self, path: &str) -> Option<(Arc<dyn Control>, String)> {
        let rest = path.strip_prefix(CONTROL_PATH)?;
        self.control.clone().map(|control| (control, rest.to_owned()))
    }
}
