//! `flowproof suggest`: ready scenarios for the ways through a flow that no scenario takes.

mod args;
mod command;
mod covered;
mod prove;
mod table;

pub(super) use args::SuggestArgs;
pub(super) use command::run;
