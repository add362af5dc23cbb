//! The interpreter: runs a program step by step and asks its host for whatever can wait, fail or change. Pure: no clock, no I/O.

mod asking;
mod bot_turn;
mod built_in;
mod continuation;
mod execution;
mod failure;
mod inputs;
#[cfg(test)]
mod laws;
#[cfg(test)]
mod laws_of_bots;
mod memory;
mod next;
mod problem;
mod recorder;
pub mod rules;
mod scope;
mod state;
mod step;
mod turn;

pub(crate) use asking::{Confirming, Parting, Phase};
pub(crate) use built_in::BuiltIn;
pub use execution::Execution;
pub use inputs::{Asked, Inputs};
pub(crate) use next::{Fault, Next, Returned};
pub use problem::Problem;
pub use step::{
    BotCall, BotReply, DataActionCall, DataActionReply, Event, Misuse, ModuleCall, ModuleReply, Said, Step, TableCall,
    TableReply, UnderstandCall, Wanted,
};
pub(crate) use turn::{Turn, text_of};
