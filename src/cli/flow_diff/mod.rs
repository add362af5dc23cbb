//! `flowproof flow diff A B`: what changed from one flow file to another, and which cases of the project go through it. `command` is the
//! command, `replaced` puts a text in the place of a file, `cases` runs the project's cases with either flow, `report` words it.

mod args;
mod cases;
mod command;
mod replaced;
mod report;

pub(super) use args::FlowDiffArgs;
pub(super) use command::run;
