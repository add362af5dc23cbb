//! `flowproof serve`: one fake org, alone, until Ctrl-C, for any client. Ready, it prints one JSON line; while it runs, requests below
//! `/_flowproof/` ask about it and change it.

mod command;
mod console;
mod documents;
mod fault_spec;
mod fresh;
mod org_file;
mod org_guest;
mod org_setup;
mod setting;

pub(super) use command::run;
