//! Reading `flowproof.yaml`: from tree to values, one file a part, every mistake reported with its place. Checks nothing beyond this file.

mod coverage;
mod defaults;
mod document;
mod flows;
mod live;
pub(in crate::project) mod profiles;
pub(crate) mod value;

pub(super) use document::{ProjectFile, ReadFile, read};
pub(super) use flows::{FlowSpec, is_path, substitutions};
pub(crate) use live::habits as read_habits;
