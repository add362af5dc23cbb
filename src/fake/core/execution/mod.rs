//! A flow's run and the document that a real org keeps of it. Must not know who asked for either.

mod document;
mod ending;
mod outputs;
mod run;
mod writer;

pub use document::{Execution, Shown, document};
pub use ending::{HANDED_TO, ending, exit_reason};
pub use outputs::{flow_kind, output, step_type};
pub use run::{Start, run_flow};
