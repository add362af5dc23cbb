//! Which ways through a flow can be taken at all: an execution is run again and again, and wherever the world outside decides (attributes,
//! words, answers of data actions, schedules) one of the values that the flow itself compares with is tried. Deterministic for a seed.
//! Must not know scenarios, files or how what is found is shown.

mod answers;
mod drive;
mod pool;
mod recipe;
mod search;
mod tape;
pub(crate) mod ways;
mod worlds;

pub use recipe::{Given, Recipe};
pub use search::{Exploration, Limits, explore};
pub use ways::{Way, WayReport};
