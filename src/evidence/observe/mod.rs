//! One observer a source: each turns one kind of document into parts of the evidence.

mod conversation;
mod simulation;

pub use conversation::observe_conversation;
pub use simulation::{SimulationAnswer, observe_simulation};
