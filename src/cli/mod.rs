//! The command line: one file a command. The only room that reads the process's environment, arguments and clock, and that prints.

mod args;
mod check;
mod edge;
mod entry;
mod explain;
mod expr;
mod flow_json;
mod flow_run;
mod flow_show;
mod init;
mod json_line;
mod load;
mod parity;
mod review;
mod run;
mod sandbox;
mod schema;
mod serve;
mod signals;
mod sweep;
mod target;

pub use entry::main;
