//! JSON lines: one object an event, versioned, with a schema that is generated from the same types.

mod model;
mod write;

pub use model::events_schema;
pub use write::JsonReport;
