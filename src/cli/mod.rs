//! The command line: one file a command. The only room that reads the process's environment, arguments and clock, and that prints.

mod args;
mod check;
mod completions;
mod doctor;
mod edge;
mod entry;
mod explain;
mod expr;
mod flow_diff;
mod flow_json;
mod flow_pull;
mod flow_run;
mod flow_show;
mod init;
mod json_line;
mod ledger;
mod load;
mod log;
mod man;
mod parity;
mod profile;
mod published_flow;
mod record;
mod reports;
mod review;
mod run;
mod sandbox;
mod schema;
mod serve;
mod signals;
mod sweep;
mod target;
mod try_flow;
mod write_whole;

pub use entry::{command, main};
