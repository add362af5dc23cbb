//! A moment on both of a tenant's clocks.

use jiff::Timestamp;

/// When something happened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Moment {
    /// On the conversations' clock, which flows and messages see.
    pub here: Timestamp,
    /// On the org's clock, by which look-ups lag.
    pub org: Timestamp,
}
