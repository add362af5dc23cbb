//! A flow's run and the document that a real org keeps of it. Must not know who asked for either.

mod document;
mod outputs;
mod run;

pub use document::{Execution, document};
pub use outputs::step_type;
pub use run::{Start, run_flow};
