//! Files of which one has another text. Must not know what it is.

use std::io;
use std::sync::Arc;

use camino::{Utf8Path, Utf8PathBuf};

use crate::project::{Entry, Files};

/// Files, one of them replaced.
pub(super) struct Replaced {
    /// All others.
    pub files: Arc<dyn Files>,
    /// The one, as its reader names it.
    pub path: Utf8PathBuf,
    /// Its text.
    pub text: Arc<str>,
}

impl Replaced {
    fn is(&self, path: &Utf8Path) -> bool {
        // `./flows/a.yaml` and `flows/a.yaml` are one file.
        let plain = |path: &Utf8Path| path.components().filter(|part| part.as_str() != ".").collect::<Utf8PathBuf>();
        plain(path) == plain(&self.path)
    }
}

impl Files for Replaced {
    fn read(&self, path: &Utf8Path) -> io::Result<String> {
        if self.is(path) { Ok(self.text.to_string()) } else { self.files.read(path) }
    }

    fn read_bytes(&self, path: &Utf8Path) -> io::Result<Vec<u8>> {
        if self.is(path) { Ok(self.text.as_bytes().to_vec()) } else { self.files.read_bytes(path) }
    }

    fn list(&self, path: &Utf8Path) -> io::Result<Vec<Entry>> {
        self.files.list(path)
    }

    fn exists(&self, path: &Utf8Path) -> bool {
        self.is(path) || self.files.exists(path)
    }
}
