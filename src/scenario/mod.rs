//! What a QA engineer writes: the model of a scenario file, its reading with positions, its cases and variables, its JSON Schema.
//!
//! Knows no flow and no org: whether a name exists is asked by `project`.

mod blocks;
mod cases;
mod duration;
mod file_stem;
mod instant;
pub mod late;
pub mod model;
mod read;
mod schema;
mod surroundings;
mod variables;
pub mod write;

pub use blocks::{Blocks, check_blocks, read_blocks_file};
pub use cases::ScenarioFile;
pub use duration::{parse_duration, show_duration};
pub use file_stem::file_stem;
pub use instant::{InstantError, parse_instant, suggest_time_zone, time_zone};
pub use read::{read, read_duration, read_in, read_stubs, read_stubs_file, read_time_zone, read_world};
pub use schema::{blocks_schema, schema, world_schema};
pub use surroundings::{Open, Surroundings};
pub use variables::{Variables, read_variables};
