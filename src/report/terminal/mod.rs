//! The terminal: one line a case, a block for each that is not green, and the sum.

mod failure;
mod lines;
mod style;

pub use lines::{TerminalReport, Verbosity};
