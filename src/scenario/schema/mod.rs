//! The JSON Schema (2020-12) of a scenario file, for editors: one function a part, each key with its description.

mod root;

pub use root::schema;
