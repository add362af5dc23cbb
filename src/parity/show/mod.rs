//! The table as text for a terminal, as Markdown for a page, and as JSON for a program. Must not know where it is written to.

mod grid;
mod json;
mod markdown;
mod text;

pub use json::json;
pub use markdown::markdown;
pub use text::text;
