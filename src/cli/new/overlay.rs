//! The disk with one more file, which is not written yet.

use std::io;
use std::sync::Arc;

use camino::{Utf8Path, Utf8PathBuf};

use crate::project::{Entry, Files};

/// The files of another, and one.
pub(super) struct Overlay {
    pub below: Arc<dyn Files>,
    pub path: Utf8PathBuf,
    pub text: String,
}

impl Files for Overlay {
    fn read(&self, path: &Utf8Path) -> io::Result<String> {
        if path == self.path { Ok(self.text.clone()) } else { self.below.read(path) }
    }

    fn read_bytes(&self, path: &Utf8Path) -> io::Result<Vec<u8>> {
        if path == self.path { Ok(self.text.clone().into_bytes()) } else { self.below.read_bytes(path) }
    }

    fn list(&self, path: &Utf8Path) -> io::Result<Vec<Entry>> {
        self.below.list(path)
    }

    fn exists(&self, path: &Utf8Path) -> bool {
        path == self.path || self.below.exists(path)
    }
}
