//! The folder of published flows and of facts that some tests read. It is not part of the repository: without it those tests skip and say
//! so.

use std::path::PathBuf;
use std::sync::Arc;

use flowproof::diagnostic::SourceFile;

fn folder() -> PathBuf {
    let shared = std::env::var_os("FLOWPROOF_SHARED").map(PathBuf::from);
    shared.unwrap_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../shared"))
}

/// The folder `flows` of the shared folder, if it is there.
pub fn flows() -> Option<PathBuf> {
    let flows = folder().join("flows");
    if flows.is_dir() {
        return Some(flows);
    }
    eprintln!("skipped: no published flows at {}; set FLOWPROOF_SHARED", flows.display());
    None
}

/// A JSON document of the shared folder's facts, if it is there.
pub fn fact(name: &str) -> Option<serde_json::Value> {
    let file = folder().join("facts").join(name);
    let Ok(text) = std::fs::read_to_string(&file) else {
        eprintln!("skipped: no facts at {}; set FLOWPROOF_SHARED", file.display());
        return None;
    };
    Some(serde_json::from_str(&text).unwrap())
}

/// The one file whose name ends so.
pub fn flow(ending: &str) -> Option<Arc<SourceFile>> {
    let folder = flows()?;
    let names = std::fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap());
    let found: Vec<String> = names.filter(|name| name.ends_with(ending)).collect();
    assert_eq!(found.len(), 1, "{ending}: {found:?}");
    Some(SourceFile::new(ending, std::fs::read_to_string(folder.join(&found[0])).unwrap()))
}
