//! `flowproof doctor`: whether the sandbox org is fit for live runs, and with `--probe` how it behaves where no documentation says.

mod args;
mod choice;
mod command;
mod print;
mod probing;

pub(super) use args::DoctorArgs;
pub(super) use command::run;
