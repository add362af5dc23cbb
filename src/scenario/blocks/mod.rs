//! Blocks: named lists of conversation steps with parameters, written once and used in many conversations. Must not know what a step means.

mod check;
mod expand;
mod model;
mod read;
mod rounds;

pub use check::check_blocks;
pub(super) use expand::{Expander, has_use};
pub use model::Blocks;
pub(super) use read::read_blocks;
pub use read::read_blocks_file;
