//! Cross-checks of scenarios against flows, world and settings, one file a kind of name. Reports; never changes anything.

mod case;
mod names;
mod path;

pub(super) use names::Names;
pub(super) use path::settle_path;
