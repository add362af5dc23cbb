//! JSON lines: one object an event, versioned, with a schema that is generated from the same types, and read back into the same events.

mod line;
mod read;
mod write;

pub use line::events_schema;
pub use read::read_events;
pub use write::JsonReport;
