//! Whether a sandbox org is fit for `run --target live`: what is wrong there, and how an admin mends it. It only reads: the token, GETs, and
//! a guest's handshake that opens no session. Must not know how a report is printed.

mod access;
mod arrival;
mod check;
mod configuration;
mod deployment;
mod door;
mod exam;
mod examine;
mod flow;
mod measured;
mod permissions;
mod recording;
mod report;
mod subject;
mod touched;

pub use check::Check;
pub use examine::{Thoroughness, examine, examine_guarded, unreachable};
pub use measured::measured;
pub use report::{Finding, Report, State};
pub use subject::{Subject, subjects};
