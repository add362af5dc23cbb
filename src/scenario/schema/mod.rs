//! The JSON Schema (2020-12) of a scenario file, for editors: one function a part, each key with its description. Tests hold it to the
//! readers: both know the same keys at the same places.

#[cfg(test)]
mod agree;
mod blocks;
mod build;
mod conversation;
mod expect;
mod faults;
mod relax;
mod root;
mod settings;
mod setup;
mod stubs;
mod text;
mod world;

pub use blocks::blocks_schema;
pub use root::schema;
pub use world::world as world_schema;
