//! The calls that the client makes, one file a family. Each knows its path, its request and its answer, and nothing of sending.

mod conversations;
mod simulate;
mod widgets;

pub use widgets::Created;
