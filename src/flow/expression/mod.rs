//! The Architect expression language: text to tree, typed values, functions and operators, evaluation.
//!
//! [`parse`] reads an expression and finds all mistakes in its text; [`Expression::bind`] ties its variables to slots;
//! [`Expression::evaluate`] computes it against a [`Scope`]. Nothing here knows flows, actions or files.

mod access;
mod ast;
mod batch;
mod check;
mod decimal;
mod decisions;
mod error;
mod evaluate;
mod explain;
mod functions;
mod json;
mod lexer;
mod names;
mod operators;
mod parsed;
mod parser;
mod same;
mod scope;
mod tree;
mod types;
mod value;

#[cfg(test)]
mod failures;
#[cfg(test)]
mod grammar;
#[cfg(test)]
mod outline;
#[cfg(test)]
mod properties;
#[cfg(test)]
mod published_flows;
#[cfg(test)]
mod vendor_examples;

pub use ast::{SyntaxTree, TypeCode, ast_answer_line, type_of_text};
pub use batch::{answer, answer_line, variable_of_text};
pub use check::Checked;
pub use decimal::{Decimal, Overflow};
pub use decisions::{DECISIONS, Decision};
pub use error::{EvaluationError, ExpressionError};
pub use explain::Comparison;
pub use functions::{FunctionInfo, function_names, function_table};
pub use json::{Json, JsonError};
pub use operators::{OperatorInfo, operator_table};
pub use parsed::{Expression, FunctionUse, Literal, VariableUse, parse};
pub(crate) use same::{mentions, same_text};
pub use scope::{Directory, EmptyDirectory, EveryName, FixedScope, Resource, ResourceKind, Scope};
pub use types::Type;
pub use value::{
    Collection, Communication, Currency, DateTimeRange, Duration, MAX_INTEGER, Object, ObjectKind, PhoneNumber, Value,
};
