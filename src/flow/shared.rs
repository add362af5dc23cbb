//! Where the published flows and examples lie that are no part of the package. For tests; each that finds nothing there says so.

use std::path::{Path, PathBuf};

/// A file or folder of theirs; none, told on standard error, where it is not there.
pub(crate) fn shared(name: &str) -> Option<PathBuf> {
    let root = std::env::var("FLOWPROOF_SHARED")
        .unwrap_or_else(|_| concat!(env!("CARGO_MANIFEST_DIR"), "/../shared").to_owned());
    let path = Path::new(&root).join(name);
    if !path.exists() {
        eprintln!("skipped: {} is not there", path.display());
        return None;
    }
    Some(path)
}
