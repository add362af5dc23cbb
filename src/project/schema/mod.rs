//! The JSON Schema of `flowproof.yaml`, for editors: what each key means, what it may hold, its default. The reader decides; a test holds
//! both to the same keys.

mod live;
mod parts;
mod root;
mod world;

pub use root::schema;
