//! What a QA engineer writes: the model of a scenario file, its reading with positions, its cases and variables, its JSON Schema.
//!
//! Knows no flow and no org: whether a name exists is asked by `project`.

mod cases;
mod duration;
mod instant;
pub mod model;
mod read;
mod schema;
pub mod write;

pub use cases::ScenarioFile;
pub use duration::{parse_duration, show_duration};
pub use instant::{InstantError, parse_instant, suggest_time_zone, time_zone};
pub use read::{read, read_duration, read_stubs, read_stubs_file, read_time_zone, read_world};
pub use schema::{schema, world_schema};
