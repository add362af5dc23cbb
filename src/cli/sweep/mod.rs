//! The command `sweep`: what dead runs left in the sandbox org.

mod args;
mod command;
mod print;

pub(super) use args::SweepArgs;
pub(super) use command::run;
