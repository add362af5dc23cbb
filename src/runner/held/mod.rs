//! A conversation that somebody else held, read back from its org: what a driver would have seen of it. Must not know what is made of it.

mod fetch;
mod observe;

pub use fetch::{Kept, KeptFlow, fetch};
pub use observe::{Held, observe};
