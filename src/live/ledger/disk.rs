//! Ledgers on the disk: a folder, a file a run. A file is locked for as long as its run lives, and the lock goes with the process, however
//! it ends; so whose lock is free is dead. Must not know what the lines say.

use std::fs::{File, OpenOptions, TryLockError};
use std::io::{self, Read as _, Write as _};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, PoisonError};

use camino::{Utf8Path, Utf8PathBuf};

use super::Journal;
use crate::live::RunId;

/// The ending of a ledger's file.
const ENDING: &str = "jsonl";

/// The folder of the ledgers.
#[derive(Debug, Clone)]
pub struct Folder(Utf8PathBuf);

/// The ledger of another run.
#[derive(Debug)]
pub struct Kept {
    /// The run.
    pub run: RunId,
    /// Its file.
    pub path: Utf8PathBuf,
    /// What it says; none while its run is alive.
    pub text: Option<String>,
}

impl Folder {
    /// A folder, which need not exist yet.
    pub fn new(path: impl Into<Utf8PathBuf>) -> Self {
        Self(path.into())
    }

    /// Makes the ledger of a run, and locks it.
    ///
    /// # Errors
    /// The folder or the file cannot be made, or another run of that name is there.
    pub fn create(&self, run: &RunId) -> io::Result<Box<dyn Journal>> {
        std::fs::create_dir_all(&self.0)?;
        let path = self.path(run);
        let file = OpenOptions::new().append(true).create_new(true).open(&path)?;
        file.try_lock()?;
        Ok(Box::new(DiskJournal { file: Mutex::new(file), path, torn: AtomicBool::new(false) }))
    }

    /// The ledgers that are there, oldest first. A file that is no ledger is not looked at.
    ///
    /// # Errors
    /// The folder is there and cannot be read.
    pub fn list(&self) -> io::Result<Vec<Kept>> {
        let entries = match self.0.read_dir_utf8() {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(Vec::new()),
            entries => entries?,
        };
        let mut found = Vec::new();
        for entry in entries {
            let path = entry?.into_path();
            let run = path.file_stem().filter(|_| path.extension() == Some(ENDING)).and_then(RunId::parse);
            let Some(run) = run else { continue };
            let text = if is_alive(&path)? { None } else { Some(std::fs::read_to_string(&path)?) };
            found.push(Kept { run, path, text });
        }
        found.sort_by(|a, b| a.run.cmp(&b.run));
        Ok(found)
    }

    /// Takes over the ledger of a run that is dead, with what it says; none where the run lives, or somebody else took it.
    ///
    /// # Errors
    /// It cannot be read or locked.
    pub fn take(&self, run: &RunId) -> io::Result<Option<(Box<dyn Journal>, String)>> {
        let path = self.path(run);
        let mut file = OpenOptions::new().read(true).append(true).open(&path)?;
        match file.try_lock() {
            Ok(()) => {}
            Err(TryLockError::WouldBlock) => return Ok(None),
            Err(TryLockError::Error(error)) => return Err(error),
        }
        let mut text = String::new();
        file.read_to_string(&mut text)?;
        let torn = AtomicBool::new(!text.is_empty() && !text.ends_with('\n'));
        Ok(Some((Box::new(DiskJournal { file: Mutex::new(file), path, torn }), text)))
    }

    fn path(&self, run: &RunId) -> Utf8PathBuf {
        self.0.join(run.as_str()).with_extension(ENDING)
    }
}

/// Whether the run that writes the file lives.
fn is_alive(path: &Utf8Path) -> io::Result<bool> {
    match File::open(path)?.try_lock_shared() {
        Ok(()) => Ok(false),
        Err(TryLockError::WouldBlock) => Ok(true),
        Err(TryLockError::Error(error)) => Err(error),
    }
}

struct DiskJournal {
    file: Mutex<File>,
    path: Utf8PathBuf,
    /// Whether the file ends within a line, since its run was killed: what comes next must not be joined to it.
    torn: AtomicBool,
}

impl Journal for DiskJournal {
    fn append(&self, line: &str) -> io::Result<()> {
        let mut file = self.file.lock().unwrap_or_else(PoisonError::into_inner);
        if self.torn.swap(false, Ordering::Relaxed) {
            file.write_all(b"\n")?;
        }
        // In one write, so that a line is whole or was never there, but for a disk that fills within it.
        file.write_all(format!("{line}\n").as_bytes())?;
        file.sync_data()
    }

    fn place(&self) -> &str {
        self.path.as_str()
    }

    fn discard(&self) {
        // A ledger in which nothing is open does no harm where it stays.
        let _ = std::fs::remove_file(&self.path);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn run(number: u32) -> RunId {
        RunId::new("2026-11-26T15:55:07Z".parse().unwrap(), number)
    }

    #[test]
    fn a_ledger_is_alive_until_its_run_is_gone_and_then_says_what_it_holds() {
        let folder = camino_tempfile();
        let ledgers = Folder::new(folder.1.join("ledger"));
        assert!(ledgers.list().unwrap().is_empty());
        let journal = ledgers.create(&run(1)).unwrap();
        journal.append("{}").unwrap();
        let alive = ledgers.list().unwrap();
        assert_eq!((alive.len(), &alive[0].run, &alive[0].text), (1, &run(1), &None));
        drop(journal);
        assert_eq!(ledgers.list().unwrap()[0].text.as_deref(), Some("{}\n"));
        ledgers.take(&run(1)).unwrap().unwrap().0.discard();
        assert!(ledgers.list().unwrap().is_empty());
    }

    #[test]
    fn the_ledger_of_a_dead_run_is_taken_once_and_goes_on_in_a_line_of_its_own() {
        let folder = camino_tempfile();
        let ledgers = Folder::new(folder.1.clone());
        let journal = ledgers.create(&run(1)).unwrap();
        journal.append("{}").unwrap();
        assert!(ledgers.take(&run(1)).unwrap().is_none(), "its run lives");
        drop(journal);
        let path = folder.1.join(run(1).as_str()).with_extension(ENDING);
        std::fs::write(&path, "{}\n{\"note\":\"be").unwrap();
        let (journal, text) = ledgers.take(&run(1)).unwrap().unwrap();
        assert_eq!(text, "{}\n{\"note\":\"be");
        assert!(ledgers.take(&run(1)).unwrap().is_none(), "somebody has it");
        journal.append("[]").unwrap();
        assert_eq!(std::fs::read_to_string(&path).unwrap(), "{}\n{\"note\":\"be\n[]\n");
    }

    #[test]
    fn two_runs_of_one_name_do_not_share_a_ledger_and_other_files_are_left_alone() {
        let folder = camino_tempfile();
        let ledgers = Folder::new(folder.1.clone());
        let journal = ledgers.create(&run(1)).unwrap();
        assert!(ledgers.create(&run(1)).is_err());
        std::fs::write(folder.1.join("notes.jsonl"), "mine").unwrap();
        journal.discard();
        assert!(ledgers.list().unwrap().is_empty());
        assert!(folder.1.join("notes.jsonl").exists());
    }

    fn camino_tempfile() -> (tempfile::TempDir, Utf8PathBuf) {
        let folder = tempfile::tempdir().unwrap();
        let path = Utf8PathBuf::from_path_buf(folder.path().to_owned()).unwrap();
        (folder, path)
    }
}
