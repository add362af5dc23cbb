//! One way to say what is wrong and where: a stable code, a message, a place in a file, an excerpt and help.
//!
//! Every room reports through this one; it knows none of them.

mod code;
mod key;
mod place;
mod render;
mod report;
mod sources;
mod suggest;

pub use code::{CODES, Code, CodeEntry, entry};
pub use place::{LineColumn, Place, SourceFile, Span};
pub use render::{RenderStyle, render, render_all};
pub use report::{Diagnostic, Diagnostics, Label, Severity};
pub use sources::Sources;
pub use suggest::{did_you_mean, list_of};
