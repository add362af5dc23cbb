//! What changed from one flow to another, in words: two programs, from files of any format, side by side. Formatting, the order of keys,
//! comments and ids are no difference; what nothing here models is compared as its file gives it, so that no difference is dropped in
//! silence. Pure; must not know scenarios, nor where a program came from.
//!
//! First the containers and actions of the two are paired (`matching`), then each pair is compared: its parts (`values`), its ways out
//! (`outputs`), its place (`places`); what has no partner was added or removed.

mod compare;
mod containers;
mod matching;
mod model;
mod outputs;
mod places;
mod settings;
mod side;
#[cfg(test)]
mod tests;
mod text;
mod values;

pub use compare::compare;
pub use model::{Change, Comparison, Subject, Touched, What};
pub use text::{to_json, to_lines};
