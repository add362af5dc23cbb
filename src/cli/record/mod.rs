//! `flowproof record` and `flowproof run --record`: conversations that were held, written as scenarios.

mod args;
mod command;
mod disk;
mod flow;
mod folder;
mod proof;

pub(super) use args::RecordArgs;
pub(super) use command::run;
pub(super) use disk::write;
pub(super) use folder::{folder, refused};
pub(super) use proof::Prover;
