//! Coverage on the command line: `run --coverage`, and `flowproof coverage FILE…`, which merges. `args` are the options of both, `asked` is
//! what a run collects and where, `outcome` excludes, shows, writes and gates what there is, `questions` words the answers about single ways
//! and cases, `command` is the command.

mod args;
mod asked;
mod command;
mod outcome;
mod questions;

pub(super) use args::{CoverageArgs, CoverageOfFilesArgs};
pub(super) use asked::Asked;
pub(super) use command::run;
