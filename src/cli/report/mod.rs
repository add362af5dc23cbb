//! `flowproof report`: what can be done with reports when the runs are over.

mod args;
mod merge;

pub(super) use args::ReportCommand;
pub(super) use merge::run;
