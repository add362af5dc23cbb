//! Scenarios for the ways through a flow that no scenario takes yet: runs of the explorer become drafts, a few of them are chosen, made as
//! small as they may be, and written. Pure: whoever asks runs what is written and says whether it is green.
//!
//! Must not know files, the terminal, or how a scenario is run.

mod choose;
mod draft;
mod fate;
mod play;
mod scenario;
mod search;
mod shrink;
mod title;
mod words;

pub use fate::{Fate, Told};
pub use scenario::ATTACHMENT;
pub use search::{Asked, Suggestion, Suggestions, suggest};
