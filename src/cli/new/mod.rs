//! `flowproof new`: a first scenario for a flow of the project.

mod command;
mod from;
mod overlay;

pub(super) use command::{NewArgs, run};
