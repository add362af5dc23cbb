//! `flowproof flow diff A B`: what changed from one flow to another, and which cases of the project go through it. `command` is the
//! command, `side` reads a file or a published flow, `cases` runs the project's cases with either flow, `suite` reads them, `replaced` puts
//! a text in the place of a file, `seen` finds the changed actions on a path, `report` words it all.

mod args;
mod cases;
mod command;
mod replaced;
mod report;
mod seen;
mod side;
mod suite;

pub(super) use args::FlowDiffArgs;
pub(super) use command::run;
