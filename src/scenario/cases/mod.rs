//! From a file to its cases: the table's rows, variables, overrides, and the expansion of one row into a [`Case`](super::model::Case).

mod collect;
mod expand;
mod file;
mod load;
mod merge;
mod row;
mod variables;

pub use file::ScenarioFile;
#[cfg(test)]
pub(super) use load::blank;
pub(super) use load::load;
