//! Several reports as one: the shards of a run, several runs side by side, or a run and what was run again later. Values only; must not know where
//! the reports are.

mod order;
mod sum;
mod together;
mod told;

pub use order::{Merged, merge};
pub use told::Told;
