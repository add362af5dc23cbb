//! The terminal: one line a case, a block for each that is not green, and the sum.

mod failure;
mod lines;
mod progress;
mod style;

pub(super) use failure::{plain_block, plain_evidence};
pub use lines::{TerminalReport, Verbosity};
pub use progress::Screen;
