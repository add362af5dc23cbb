//! How the project sees files: read one, list a folder, ask whether something is there. The edge gives the implementation; this
//! file must not touch a disk.

use std::collections::BTreeMap;
use std::io;

use camino::{Utf8Component, Utf8Path, Utf8PathBuf};

/// What the project asks of a file system.
pub trait Files: Send + Sync {
    /// The text of a file.
    ///
    /// # Errors
    /// It does not exist, is a folder, is not UTF-8 or may not be read.
    fn read(&self, path: &Utf8Path) -> io::Result<String>;

    /// The bytes of a file.
    ///
    /// # Errors
    /// It does not exist, is a folder or may not be read.
    fn read_bytes(&self, path: &Utf8Path) -> io::Result<Vec<u8>> {
        self.read(path).map(String::into_bytes)
    }

    /// What a folder holds, in any order.
    ///
    /// # Errors
    /// It does not exist, is no folder or may not be read.
    fn list(&self, path: &Utf8Path) -> io::Result<Vec<Entry>>;

    /// Whether a file or folder is there.
    fn exists(&self, path: &Utf8Path) -> bool;
}

/// One thing in a folder.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Entry {
    /// Its name, without the folder.
    pub name: String,
    /// Whether it is a folder.
    pub folder: bool,
}

/// Files in memory, for tests and for `init` to try what it is about to write. Folders are those that the paths imply.
#[derive(Debug, Clone, Default)]
pub struct MemoryFiles {
    files: BTreeMap<Utf8PathBuf, String>,
}

impl MemoryFiles {
    /// Files by path.
    pub fn new<P: Into<Utf8PathBuf>, T: Into<String>>(files: impl IntoIterator<Item = (P, T)>) -> Self {
        Self { files: files.into_iter().map(|(path, text)| (normal(&path.into()), text.into())).collect() }
    }

    /// Adds a file, or replaces it.
    pub fn insert(&mut self, path: impl Into<Utf8PathBuf>, text: impl Into<String>) {
        self.files.insert(normal(&path.into()), text.into());
    }
}

impl Files for MemoryFiles {
    fn read(&self, path: &Utf8Path) -> io::Result<String> {
        self.files.get(&normal(path)).cloned().ok_or_else(|| io::Error::from(io::ErrorKind::NotFound))
    }

    fn list(&self, path: &Utf8Path) -> io::Result<Vec<Entry>> {
        let folder = normal(path);
        if self.files.contains_key(&folder) {
            return Err(io::Error::from(io::ErrorKind::NotADirectory));
        }
        let mut found: Vec<Entry> = Vec::new();
        for rest in self.files.keys().filter_map(|file| file.strip_prefix(&folder).ok()) {
            let mut parts = rest.components();
            let Some(first) = parts.next() else { continue };
            let entry = Entry { name: first.as_str().to_owned(), folder: parts.next().is_some() };
            if !found.contains(&entry) {
                found.push(entry);
            }
        }
        if found.is_empty() { Err(io::Error::from(io::ErrorKind::NotFound)) } else { Ok(found) }
    }

    fn exists(&self, path: &Utf8Path) -> bool {
        let path = normal(path);
        self.files.keys().any(|file| file.starts_with(&path))
    }
}

/// A path without `.` and, where a folder stands before it, without `..`: two ways to write one file give one path.
pub(crate) fn normal(path: &Utf8Path) -> Utf8PathBuf {
    let mut out = Utf8PathBuf::new();
    for part in path.components() {
        match part {
            Utf8Component::CurDir => {}
            Utf8Component::ParentDir if matches!(out.components().next_back(), Some(Utf8Component::Normal(_))) => {
                out.pop();
            }
            other => out.push(other),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folders_are_implied_by_paths() {
        let files = MemoryFiles::new([("scenarios/a.yaml", "a"), ("scenarios/deep/b.yaml", "b")]);
        assert_eq!(files.read("./scenarios/a.yaml".into()).unwrap(), "a");
        let mut listed = files.list("scenarios".into()).unwrap();
        listed.sort();
        assert_eq!(
            listed,
            [Entry { name: "a.yaml".into(), folder: false }, Entry { name: "deep".into(), folder: true }]
        );
        assert!(files.exists("scenarios/deep".into()) && !files.exists("scenarios/dee".into()));
        assert_eq!(files.list("scenarios/a.yaml".into()).unwrap_err().kind(), io::ErrorKind::NotADirectory);
        assert_eq!(files.list("nowhere".into()).unwrap_err().kind(), io::ErrorKind::NotFound);
    }

    #[test]
    fn dots_are_folded() {
        assert_eq!(normal("./a/../b/./c".into()), "b/c");
        assert_eq!(normal("../a".into()), "../a");
    }
}
