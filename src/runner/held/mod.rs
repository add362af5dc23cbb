//! Conversations that were held, as recordings: one that somebody else held is read back from its org, one of a case from its evidence.
//! Must not know where a recording goes.

mod case;
mod ending;
mod fetch;
mod observe;
mod recording;

pub use case::{record_case, replay_of};
pub use fetch::{Kept, KeptFlow, fetch};
pub use observe::{Held, observe};
