//! The shared folder that some tests read: published flows, the vendor's schemas. It is not part of the repository: without it those tests
//! skip and say so.

use std::path::PathBuf;
use std::sync::Arc;

use flowproof::diagnostic::SourceFile;

/// The folder `flows` of the shared folder, if it is there.
pub fn flows() -> Option<PathBuf> {
    let flows = folder().join("flows");
    if flows.is_dir() {
        return Some(flows);
    }
    eprintln!("skipped: no published flows at {}; set FLOWPROOF_SHARED", flows.display());
    None
}

/// The schema of the platform API, if it is there.
pub fn platform_schema() -> Option<serde_json::Value> {
    let path = folder().join("facts/platform-api-subset.openapi.json");
    let Ok(text) = std::fs::read_to_string(&path) else {
        eprintln!("skipped: no schema of the platform API at {}; set FLOWPROOF_SHARED", path.display());
        return None;
    };
    Some(serde_json::from_str(&text).unwrap())
}

fn folder() -> PathBuf {
    let shared = std::env::var_os("FLOWPROOF_SHARED").map(PathBuf::from);
    shared.unwrap_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../shared"))
}

/// The one file whose name ends so.
pub fn flow(ending: &str) -> Option<Arc<SourceFile>> {
    let folder = flows()?;
    let names = std::fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap());
    let found: Vec<String> = names.filter(|name| name.ends_with(ending)).collect();
    assert_eq!(found.len(), 1, "{ending}: {found:?}");
    Some(SourceFile::new(ending, std::fs::read_to_string(folder.join(&found[0])).unwrap()))
}
