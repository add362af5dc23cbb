//! The functions of the language: one file a family, one table, one checker of arguments. Adding a function is an entry in its
//! family's table with its examples.
//!
//! Knows values and the scope; must not know expressions' text and tree.

mod arguments;
mod audio;
mod basis;
mod cast;
mod choice;
mod chooser;
mod communication;
mod comparison;
mod datetime;
mod detection;
mod email;
mod financial;
mod json;
mod language;
mod list;
mod list_change;
mod logical;
mod mathematical;
mod search;
mod signature;
mod statistical;
mod table;
mod text;
mod timeslot;
mod units;

#[cfg(test)]
pub(super) mod tests_scope;

pub(super) use arguments::{Arguments, decimal, integer, text as text_result, too_large};

pub(super) use choice::{choose, worst_fit};
pub(super) use signature::{Accepts, Fit, Overload, Returns, Sort};
pub(super) use table::{Definition, Function, find, suggest};

pub use table::{FunctionInfo, function_names, function_table};
