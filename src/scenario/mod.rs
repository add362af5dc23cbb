//! What a QA engineer writes: the model of a scenario file, its reading with positions, its cases and variables, its JSON Schema.
//!
//! Knows no flow and no org: whether a name exists is asked by `project`.

pub mod model;
