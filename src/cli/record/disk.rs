//! A recording on disk: its file, and the files that it sends. Whole or not at all, and over another only where that is asked for. Must not
//! know what is in it.

use std::fs::{self, File};
use std::io::{self, ErrorKind, Write as _};

use camino::{Utf8Path, Utf8PathBuf};

use crate::record::Recording;

/// The content of a file that a recording sends: what the customer's held is nobody's.
const CONTENT: &str = "recorded by flowproof without its content\n";

/// Writes it beside and moves it into place. Files that it sends are made where they are not there.
///
/// # Errors
/// The disk refuses, or the file is there and `over` does not allow to replace it. What was made is removed again.
pub(in crate::cli) fn write(path: &Utf8Path, recording: &Recording, over: bool) -> io::Result<()> {
    let folder = path.parent().unwrap_or(Utf8Path::new(""));
    if !folder.as_str().is_empty() {
        fs::create_dir_all(folder)?;
    }
    let mut made = Vec::new();
    let written = content(folder, recording, &mut made).and_then(|()| {
        let part = Utf8PathBuf::from(format!("{path}.{}.part", std::process::id()));
        let whole = whole(&part, &recording.text).and_then(|()| place(&part, path, over));
        if whole.is_err() {
            made.push(part);
        }
        whole
    });
    if written.is_err() {
        // What cannot be removed either is told by the error of writing.
        made.iter().for_each(|path| drop(fs::remove_file(path)));
    }
    written
}

fn content(folder: &Utf8Path, recording: &Recording, made: &mut Vec<Utf8PathBuf>) -> io::Result<()> {
    for file in &recording.files {
        let file = folder.join(file);
        file.parent().map_or(Ok(()), fs::create_dir_all)?;
        match File::create_new(&file) {
            Ok(mut new) => {
                made.push(file);
                new.write_all(CONTENT.as_bytes())?;
            }
            Err(error) if error.kind() == ErrorKind::AlreadyExists => {}
            Err(error) => return Err(error),
        }
    }
    Ok(())
}

fn whole(part: &Utf8Path, text: &str) -> io::Result<()> {
    let mut file = File::create_new(part)?;
    file.write_all(text.as_bytes())?;
    file.sync_all()
}

/// A link is made only where nothing stands; not every file system has links.
fn place(part: &Utf8Path, path: &Utf8Path, over: bool) -> io::Result<()> {
    if over {
        return fs::rename(part, path);
    }
    match fs::hard_link(part, path) {
        Ok(()) => fs::remove_file(part),
        Err(error) if error.kind() == ErrorKind::AlreadyExists || path.exists() => Err(ErrorKind::AlreadyExists.into()),
        Err(_) => fs::rename(part, path),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn recording(text: &str, files: &[&str]) -> Recording {
        let files = files.iter().map(|file| (*file).to_owned()).collect();
        Recording { text: text.into(), files, is_whole: true, redacted: Vec::new(), unknown: Vec::new() }
    }

    fn names(folder: &Utf8Path) -> Vec<String> {
        let mut all: Vec<String> =
            folder.read_dir_utf8().unwrap().map(|entry| entry.unwrap().file_name().to_owned()).collect();
        all.sort();
        all
    }

    #[test]
    fn what_is_there_stays_unless_it_is_asked_for() {
        let folder = tempfile::tempdir().unwrap();
        let folder = Utf8Path::from_path(folder.path()).unwrap();
        let path = folder.join("new/a.yaml");
        write(&path, &recording("one", &["files/recorded.png"]), false).unwrap();
        fs::write(folder.join("new/files/recorded.png"), "mine").unwrap();
        let error = write(&path, &recording("two", &["files/recorded.png", "files/recorded.pdf"]), false).unwrap_err();
        assert_eq!(error.kind(), ErrorKind::AlreadyExists);
        assert_eq!(fs::read_to_string(&path).unwrap(), "one");
        assert_eq!(names(&folder.join("new")), ["a.yaml", "files"]);
        assert_eq!(names(&folder.join("new/files")), ["recorded.png"]);
        write(&path, &recording("three", &["files/recorded.png"]), true).unwrap();
        assert_eq!(fs::read_to_string(&path).unwrap(), "three");
        assert_eq!(fs::read_to_string(folder.join("new/files/recorded.png")).unwrap(), "mine");
    }

    #[test]
    fn nothing_is_left_of_what_cannot_be_written() {
        let folder = tempfile::tempdir().unwrap();
        let folder = Utf8Path::from_path(folder.path()).unwrap();
        fs::create_dir(folder.join("a.yaml")).unwrap();
        assert!(write(&folder.join("a.yaml"), &recording("one", &[]), true).is_err());
        assert_eq!(names(folder), ["a.yaml"]);
    }
}
