//! `flowproof try FLOW`: a chat with a flow at the terminal.

mod args;
mod command;
mod console;
mod keep;

pub(super) use args::TryArgs;
pub(super) use command::run;
