//! `flowproof run`: from paths and options to verdicts and an exit code. Live runs are counted, guarded and noted before anything is sent.

mod args;
mod budget;
mod chosen;
mod command;
mod dry_run;
mod last_run;
mod list;
mod live;
mod options;
mod slips;
mod watch;

pub(super) use args::RunArgs;
pub(super) use budget::check as check_budget;
pub(super) use command::run;
pub(super) use live::{RUN_TIME, Refused, Wish, open as open_live};
