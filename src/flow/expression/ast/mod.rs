//! An expression in the vendor's own form, as exports and the REST API hold it beside the text: operators and functions over operands,
//! each with the code of its type; and the same tree as the text that the vendor's editor makes of it.
//!
//! Knows trees, signatures and the names of built-ins; must not know values, how anything is computed, or where declarations come from.

mod answer;
mod build;
mod built_ins;
mod code;
mod formats;
mod json;
mod name;
mod node;
mod print;
mod properties;
mod typing;

#[cfg(test)]
mod identity;
#[cfg(test)]
mod published;

pub use answer::{ast_answer_line, type_of_text};
pub use code::TypeCode;
pub use node::SyntaxTree;
