//! What is doubtful in a program that loads: one file a lint, one table. Judges the graph and what its actions use; must not run it or
//! know how it came to be.

mod call_without_branch;
mod dead_end;
mod never_called;
mod never_set;
mod table;
mod unreachable;
mod wrong_type;

pub use table::lint;
