//! One observer a source: each turns one kind of document into parts of the evidence.

mod configuration;
mod conversation;
mod derive;
mod execution;
mod guest;
mod known;
mod partial;
mod simulation;

pub use configuration::action_ids;
pub use conversation::observe_conversation;
pub use derive::{calls, written};
pub use execution::{ExecutedPath, handed_over_after_error, observe_execution};
pub use guest::{line_of, speakers};
pub use known::{KnownAction, KnownActions};
pub use partial::{BREADCRUMBS, partial_path};
pub use simulation::{SimulationAnswer, observe_simulation};
