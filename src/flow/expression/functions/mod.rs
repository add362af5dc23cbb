//! The functions of the language: one file a family, one table, one checker of arguments. Adding a function is an entry in its
//! family's table with its examples.
//!
//! Knows values and the scope; must not know expressions' text and tree.

mod arguments;
mod cast;
mod communication;
mod comparison;
mod datetime;
mod list;
mod json;
mod logical;
mod search;
mod signature;
mod table;
mod text;

#[cfg(test)]
pub(super) mod tests_scope;

pub(super) use arguments::{Arguments, decimal, integer, too_large};
pub(super) use signature::{Accepts, Fit, Overload, Parameter};
pub(super) use table::{Definition, Function, choose, find, suggest};

pub use table::{FunctionInfo, function_names, function_table};
