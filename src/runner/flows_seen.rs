//! The flows that cases went through, each told once to all of them. Must not know who reads them.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

use crate::event::FlowSeen;
use crate::flow::Program;

/// Flows by their keys.
#[derive(Debug, Default)]
pub struct FlowsSeen(Mutex<HashMap<Arc<str>, Arc<FlowSeen>>>);

impl FlowsSeen {
    /// What is told of a program under the name by which scenarios know it.
    pub(super) fn of(&self, name: &Arc<str>, program: &Program) -> Arc<FlowSeen> {
        let mut seen = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let flow = seen.entry(FlowSeen::key(name, program)).or_insert_with(|| Arc::new(FlowSeen::of(name, program)));
        Arc::clone(flow)
    }
}
