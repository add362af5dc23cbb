//! The folder of published flows that some tests read. It is not part of the repository: without it those tests skip and say so.

use std::path::PathBuf;
use std::sync::Arc;

use flowproof::diagnostic::SourceFile;

/// The folder `flows` of the shared folder, if it is there.
pub fn flows() -> Option<PathBuf> {
    let shared = std::env::var_os("FLOWPROOF_SHARED").map(PathBuf::from);
    let shared = shared.unwrap_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../shared"));
    let flows = shared.join("flows");
    if flows.is_dir() {
        return Some(flows);
    }
    eprintln!("skipped: no published flows at {}; set FLOWPROOF_SHARED", flows.display());
    None
}

/// The one file whose name ends so.
pub fn flow(ending: &str) -> Option<Arc<SourceFile>> {
    let folder = flows()?;
    let names = std::fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap());
    let found: Vec<String> = names.filter(|name| name.ends_with(ending)).collect();
    assert_eq!(found.len(), 1, "{ending}: {found:?}");
    Some(SourceFile::new(ending, std::fs::read_to_string(folder.join(&found[0])).unwrap()))
}
