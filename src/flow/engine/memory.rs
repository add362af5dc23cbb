//! The values of one scope's variables while it lives, and who wrote each last. Must not know names.

use std::sync::Arc;

use crate::flow::expression::Value;

/// Values by slot; writers too where the trace explains.
#[derive(Debug, Clone, Default)]
pub(super) struct Memory {
    /// The values.
    pub values: Vec<Value>,
    /// Who wrote each last; empty below level Explain.
    pub writers: Vec<Option<Writer>>,
}

/// Who wrote a variable.
#[derive(Debug, Clone)]
pub(super) struct Writer {
    /// The position in the trace, from 0.
    pub record: usize,
    /// The attribute that the value came from.
    pub attribute: Option<Arc<str>>,
}

impl Memory {
    /// Memory that holds these values.
    pub fn new(values: Vec<Value>, explain: bool) -> Self {
        let writers = if explain { vec![None; values.len()] } else { Vec::new() };
        Self { values, writers }
    }

    /// Writes a value, and who wrote it where that is kept.
    pub fn write(&mut self, index: usize, value: Value, writer: impl FnOnce() -> Writer) {
        if let Some(place) = self.values.get_mut(index) {
            *place = value;
        }
        if let Some(place) = self.writers.get_mut(index) {
            *place = Some(writer());
        }
    }
}
