//! A moment on both of a tenant's clocks, and how late one is.

use std::time::Duration;

use jiff::{SignedDuration, Timestamp};

/// When something happened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Moment {
    /// On the conversations' clock, which flows and messages see.
    pub here: Timestamp,
    /// On the org's clock, by which look-ups lag.
    pub org: Timestamp,
}

/// A lag as a length of time that two moments can be apart.
pub fn lag(late: Duration) -> SignedDuration {
    SignedDuration::try_from(late).unwrap_or(SignedDuration::MAX)
}
