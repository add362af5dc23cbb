//! Which ways through a flow can be taken at all: an execution is run again and again, and wherever the world outside decides (attributes,
//! words, answers of data actions, schedules) one of the values that the flow itself compares with is tried. Deterministic for a seed.
//! Must not know scenarios, files or how what is found is shown.

mod answers;
mod drive;
mod met;
mod obstacle;
mod pool;
mod recipe;
mod search;
mod shape;
mod tape;
mod ways;
mod worlds;

pub use drive::Surroundings;
pub use obstacle::Obstacle;
pub use recipe::{Given, Recipe};
pub use search::{Exploration, Find, Judge, Limits, explore, explore_in};
pub use ways::{Way, WayReport, ways};
