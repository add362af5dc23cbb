//! Files on a disk: the one file of this room that touches `std::fs`. Must not know what the files mean.

use std::{fs, io};

use camino::{Utf8Path, Utf8PathBuf};

use super::{Entry, Files};

/// The files of this machine. Relative paths are taken from the process's working directory.
#[derive(Debug, Clone, Copy, Default)]
pub struct DiskFiles;

impl Files for DiskFiles {
    fn read(&self, path: &Utf8Path) -> io::Result<String> {
        fs::read_to_string(path)
    }

    fn read_bytes(&self, path: &Utf8Path) -> io::Result<Vec<u8>> {
        fs::read(path)
    }

    fn list(&self, path: &Utf8Path) -> io::Result<Vec<Entry>> {
        // An empty relative path means the working directory, which the operating system knows as `.`.
        let path = if path.as_str().is_empty() { Utf8Path::new(".") } else { path };
        let mut entries = Vec::new();
        for entry in fs::read_dir(path)? {
            let entry = entry?;
            // A name that is not UTF-8 cannot be said in a message or typed in a file, so it is passed over.
            let Ok(found) = Utf8PathBuf::from_path_buf(entry.path()) else { continue };
            let folder = fs::metadata(&found).is_ok_and(|meta| meta.is_dir());
            entries.extend(found.file_name().map(|name| Entry { name: name.to_owned(), folder }));
        }
        Ok(entries)
    }

    fn exists(&self, path: &Utf8Path) -> bool {
        path.as_str().is_empty() || path.exists()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_is_listed_and_a_file_read() {
        let folder = tempfile::tempdir().unwrap();
        let root = Utf8Path::from_path(folder.path()).unwrap();
        fs::create_dir(root.join("inner")).unwrap();
        fs::write(root.join("a.yaml"), "a: 1").unwrap();
        let mut listed = DiskFiles.list(root).unwrap();
        listed.sort();
        let expected = [Entry { name: "a.yaml".into(), folder: false }, Entry { name: "inner".into(), folder: true }];
        assert_eq!(listed, expected);
        assert_eq!(DiskFiles.read(&root.join("a.yaml")).unwrap(), "a: 1");
        assert!(DiskFiles.exists(&root.join("inner")) && !DiskFiles.exists(&root.join("outer")));
        assert!(DiskFiles.list(&root.join("a.yaml")).is_err());
        assert!(DiskFiles.read(&root.join("inner")).is_err());
    }
}
