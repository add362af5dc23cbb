//! From a file to its cases: the table's rows, variables, overrides, and the expansion of one row into a [`Case`](super::model::Case).

mod file;

pub use file::ScenarioFile;
