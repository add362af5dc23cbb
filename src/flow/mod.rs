//! Architect flows: loading, expressions, execution, drawing. Pure: no I/O, no async, no clock of its own.

pub mod action;
pub mod archy;
pub mod basis;
pub mod decisions;
pub mod diff;
pub mod engine;
pub mod explore;
mod export;
pub mod expression;
pub mod host;
pub mod inventory;
pub mod lint;
mod load;
pub mod program;
#[cfg(test)]
pub(crate) mod shared;
pub mod show;
pub mod stubs;
pub mod understanding;
pub mod world;

pub(crate) use export::{class_of, configuration_of, export_name, is_json};
pub use load::{FlowSource, Loaded, load};
pub use program::Program;
