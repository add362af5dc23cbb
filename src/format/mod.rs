//! The layout of a YAML file: spacing, indentation, blank lines, and the order of the keys that a schema names. Comments and line breaks
//! are the author's and stay. What a file says stays too: it is read before and after, and a text that would say something else is not given.
//! Must not know what a key means.

mod file;
mod order;
mod same;
mod wrapped;

pub use file::{Refused, format};
