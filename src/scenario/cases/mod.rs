//! From a file to its cases: the table's rows, variables, overrides, and the expansion of one row into a [`Case`](super::model::Case).

mod captures;
mod collect;
mod csv;
mod expand;
mod file;
mod load;
mod lookalike;
mod merge;
mod row;
mod table;
mod unused;

pub use file::ScenarioFile;
#[cfg(test)]
pub(super) use load::blank;
pub(super) use load::load;
