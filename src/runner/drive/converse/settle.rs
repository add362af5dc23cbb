//! When nothing more will come. Must not know what is waited for.

use std::time::Duration;

/// How a guest knows that all that is due has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Settle {
    /// The host answers a sign of life after everything that was due: the fake does.
    Barrier,
    /// Nothing comes for so long, in real time: all that a live org allows.
    Quiet(Duration),
}
