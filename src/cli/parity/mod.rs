//! `flowproof parity`: the same cases on two targets, side by side; and the ledger of what was proven so.

mod args;
mod command;
mod keep;
mod proof;
mod sides;

pub(super) use args::ParityArgs;
pub(super) use command::run;
pub(super) use proof::proof;
