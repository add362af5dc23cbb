//! Snapshots of evidence: each part as normalised text, in the file format of insta, so that its review tools work on them. Pure: the
//! runner reads and writes the files.

mod file;
mod normalise;
mod part;

pub use file::{SnapshotFile, file_name};
pub use normalise::Normaliser;
pub use part::render_part;
