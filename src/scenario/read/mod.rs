//! Reading a scenario file: one file a part of the language, each from tree to model with every mistake reported.

mod entry;

pub use entry::{read, read_duration, read_stubs, read_stubs_file, read_time_zone, read_world};
