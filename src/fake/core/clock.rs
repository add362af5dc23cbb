//! Where a tenant's time comes from. Reads no clock itself: a real one is handed in as a function.

use jiff::Timestamp;

/// A clock of a tenant.
#[derive(Debug, Clone, Copy)]
pub enum Clock {
    /// Stands still at an instant, until it is advanced.
    Fixed(Timestamp),
    /// Follows real time as the function tells it (`Timestamp::now`), and can be advanced besides.
    Real(fn() -> Timestamp),
}

impl Clock {
    /// What it shows, not counting what it was advanced by.
    pub(crate) fn read(self) -> Timestamp {
        match self {
            Self::Fixed(at) => at,
            Self::Real(read) => read(),
        }
    }
}
