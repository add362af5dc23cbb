//! The operators of the language: how strongly they bind, what types they take, what they compute.
//!
//! Knows values; must not know expressions' text and tree.

mod arithmetic;
mod bits;
mod comparison;
mod order;
mod table;

pub(super) use arithmetic::shift;
pub(super) use order::order_of_texts;
pub(super) use table::{BinaryOperator, UnaryOperator};

pub use table::{OperatorInfo, operator_table};
