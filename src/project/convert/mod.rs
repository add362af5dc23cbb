//! From what files write to what a flow is run with: stubs and the world. Values only, no reading and no checks.

mod stubs;
mod world;

pub use stubs::stubs_of;
pub use world::{world_of, world_over};

pub(crate) use world::changes_nothing;
pub(super) use world::with_literals;
