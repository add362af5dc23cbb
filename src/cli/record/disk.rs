//! A recording on disk: its file, and the files that it sends. Must not know what is in it.

use std::fs;
use std::io;

use camino::{Utf8Path, Utf8PathBuf};

use crate::record::Recording;

/// The content of a file that a recording sends: what the customer's held is nobody's.
const CONTENT: &str = "recorded by flowproof without its content\n";

/// Writes it beside and renames, so that a full disk leaves no half file. Files that it sends are made where they are not there.
pub(super) fn write(path: &Utf8Path, recording: &Recording) -> io::Result<()> {
    let folder = path.parent().unwrap_or(Utf8Path::new(""));
    if !folder.as_str().is_empty() {
        fs::create_dir_all(folder)?;
    }
    for file in &recording.files {
        let file = folder.join(file);
        if !file.exists() {
            file.parent().map_or(Ok(()), fs::create_dir_all)?;
            fs::write(&file, CONTENT)?;
        }
    }
    let part = Utf8PathBuf::from(format!("{path}.part"));
    fs::write(&part, &recording.text)?;
    fs::rename(&part, path)
}
