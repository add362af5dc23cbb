//! Architect flows: loading, expressions, execution, drawing. Pure: no I/O, no async, no clock of its own.

pub mod expression;
pub mod host;
pub mod inventory;
pub mod stubs;
pub mod world;
