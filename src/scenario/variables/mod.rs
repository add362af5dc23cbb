//! `${name}` and `$${`: what they are in a text, what sets them, and filling them into trees. Must not know what a tree means.

mod fill;
mod given;
mod splice;
mod text;

pub(super) use fill::Filler;
pub(super) use given::{Binding, bindings, is_name};
pub use given::{Variables, read_variables};
pub(super) use splice::Splicer;
pub(super) use text::{Found, is_dynamic, locate, walk};
