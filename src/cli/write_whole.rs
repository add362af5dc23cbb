//! Writing a file whole or not at all: beside it first, then in its place, so that a full disk leaves the old one as it was.

use std::fs::{self, OpenOptions};
use std::io::{self, Write as _};

use camino::Utf8Path;

/// Writes a file, and the folder that it is in where there is none.
///
/// # Errors
/// The folder cannot be made, or the file not written; what was there is untouched then.
pub(super) fn write_whole(path: &Utf8Path, text: &str) -> io::Result<()> {
    let folder = path.parent().filter(|folder| !folder.as_str().is_empty());
    if let Some(folder) = folder {
        fs::create_dir_all(folder)?;
    }
    let name = path.file_name().ok_or_else(|| io::Error::from(io::ErrorKind::InvalidFilename))?;
    let beside = path.with_file_name(format!(".{name}.{}.new", std::process::id()));
    let written = fill(&beside, text).and_then(|()| fs::rename(&beside, path));
    if written.is_err() {
        // It may not even have come to be; what went wrong first is what is told.
        let _ = fs::remove_file(&beside);
    }
    written
}

/// Whether [`write_whole`] could write a file now: better said before the work than after it. What is there stays as it is.
///
/// # Errors
/// It could not, as it would say itself.
pub(super) fn can_be_written(path: &Utf8Path) -> io::Result<()> {
    if path.is_dir() {
        return Err(io::Error::from(io::ErrorKind::IsADirectory));
    }
    let probe = path.with_file_name(format!(".{}.{}.probe", path.file_name().unwrap_or_default(), std::process::id()));
    write_whole(&probe, "")?;
    fs::remove_file(&probe)
}

fn fill(path: &Utf8Path, text: &str) -> io::Result<()> {
    let mut file = OpenOptions::new().write(true).create(true).truncate(true).open(path)?;
    file.write_all(text.as_bytes())?;
    file.sync_all()
}

#[cfg(test)]
mod tests {
    use camino::Utf8PathBuf;

    use super::*;

    #[test]
    fn a_file_is_replaced_and_nothing_stays_beside_it() {
        let folder = tempfile::tempdir().unwrap();
        let root = Utf8PathBuf::from_path_buf(folder.path().to_owned()).unwrap();
        let path = root.join("a/b.json");
        for text in ["one", "two"] {
            write_whole(&path, text).unwrap();
            assert_eq!(fs::read_to_string(&path).unwrap(), text);
        }
        assert_eq!(fs::read_dir(root.join("a")).unwrap().count(), 1);
        // A folder of that name cannot be replaced: it stays, and what was written beside it goes.
        fs::create_dir_all(root.join("c.json/full")).unwrap();
        assert!(write_whole(&root.join("c.json"), "x").is_err());
        assert!(root.join("c.json/full").is_dir());
        assert_eq!(fs::read_dir(&root).unwrap().count(), 2);
    }
}
