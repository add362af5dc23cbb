//! `flowproof review`: pending snapshots, accepted or rejected one by one.

mod answer;
mod command;
mod pending;

pub(super) use command::run;
