//! `run --watch`: runs what a saved file touches, until it is told to leave.

mod command;
mod eyes;
mod failing;
mod survey;

pub(super) use command::run;
