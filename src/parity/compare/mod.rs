//! Two evidences side by side: one file a part. What follows from an earlier difference is told as such, so that a cascade counts once.

mod align;
mod attributes;
mod calls;
mod causes;
mod ending;
mod path;
mod sides;
mod steps;
mod transcript;
mod value;
mod view;

pub use sides::{About, compare};
