//! YAML with positions: a tree whose every node knows its byte range, and a reader that turns maps into values and reports every
//! mistake, with the key's place and a suggestion. JSON is read too, being YAML.
//!
//! Knows neither scenarios nor flows: both read their files through this room.

mod grammar;
mod node;
mod parse;
mod reader;

pub use node::{Entry, Node, Scalar, Value};
pub use parse::{Document, Limits, parse};
pub use reader::{MapReader, Reader};
