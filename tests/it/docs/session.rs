//! A folder in which the lines of a page are run by a shell, one after the other, as a reader would type them.

use std::ffi::OsString;
use std::fs;
use std::io::Read as _;
use std::os::unix::process::CommandExt as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::{LazyLock, mpsc};
use std::time::Duration;

use regex::Regex;
use tempfile::TempDir;

use super::page::root;

/// What of the repository its pages speak of.
const COPIED: [&str; 6] = ["blocks", "scenarios", "fixtures", "schema", "flowproof.yaml", ".env.example"];

/// How long a line may take. The longest takes some seconds; what takes so long waits for somebody.
const PATIENCE: Duration = Duration::from_secs(120);

/// Variables that a machine may have and a reader has not.
const UNSET: [&str; 10] = [
    "CI",
    "INSTA_UPDATE",
    "CLICOLOR_FORCE",
    "GENESYS_CLIENT_ID",
    "GENESYS_CLIENT_SECRET",
    "GENESYS_ENVIRONMENT",
    "HTTPS_PROXY",
    "https_proxy",
    "ALL_PROXY",
    "all_proxy",
];

/// A folder and where in it the reader stands.
pub struct Session {
    folder: TempDir,
    stands: PathBuf,
}

impl Session {
    /// In an empty folder.
    pub fn empty() -> Self {
        let folder = tempfile::tempdir().unwrap();
        Self { stands: folder.path().to_owned(), folder }
    }

    /// In a copy of the repository.
    pub fn repository() -> Self {
        let session = Self::empty();
        for name in COPIED {
            copy(&root().join(name), &session.stands.join(name));
        }
        session
    }

    /// In the project that `init` writes.
    pub fn project() -> Self {
        let mut session = Self::empty();
        let (code, printed) = session.run("flowproof init");
        assert_eq!(code, Some(0), "{printed}");
        session
    }

    /// Runs a line; its exit code and all that it printed. One that does not end is stopped, and what it printed says so.
    pub fn run(&mut self, line: &str) -> (Option<i32>, String) {
        self.run_for(line, PATIENCE)
    }

    fn run_for(&mut self, line: &str, patience: Duration) -> (Option<i32>, String) {
        if let Some(folder) = line.strip_prefix("cd ") {
            let there = self.stands.join(folder.trim());
            assert!(there.is_dir(), "{line}: there is no such folder");
            self.stands = there;
            return (Some(0), String::new());
        }
        let mut command = Command::new("sh");
        command.arg("-c").arg(format!("{{ {line}\n}} 2>&1")).current_dir(&self.stands).stdin(Stdio::null());
        command.env("PATH", path_with_flowproof()).env("NO_COLOR", "1").env("HOME", self.folder.path());
        for name in UNSET {
            command.env_remove(name);
        }
        // A group of its own, so that all that the line began can be stopped by one id.
        let mut child = command.process_group(0).stdout(Stdio::piped()).spawn().unwrap();
        let mut output = child.stdout.take().unwrap();
        let (ended, end) = mpsc::channel();
        let reader = std::thread::spawn(move || {
            let mut printed = Vec::new();
            output.read_to_end(&mut printed).unwrap();
            let _ = ended.send(());
            printed
        });
        let late = end.recv_timeout(patience).is_err();
        if late {
            let group = format!("-{}", child.id());
            assert!(Command::new("kill").args(["-KILL", "--", &group]).status().unwrap().success(), "{line}");
        }
        let code = child.wait().unwrap().code();
        let mut printed = open(&String::from_utf8_lossy(&reader.join().unwrap()));
        if late {
            printed.push_str(&format!("stopped: it had not ended after {patience:?}\n"));
        }
        (code, printed)
    }

    /// Writes a file.
    pub fn write(&self, name: &str, text: &str) {
        let path = self.stands.join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, text).unwrap();
    }

    /// Changes a file: what the lines of a `diff` take away must stand there once.
    pub fn change(&self, lines: &[String]) {
        let [head, lines @ ..] = lines else { panic!("an empty change") };
        let name = head.strip_prefix("# ").unwrap_or_else(|| panic!("`{head}` names no file"));
        let path = self.stands.join(name);
        let before = fs::read_to_string(&path).unwrap_or_else(|error| panic!("{name}: {error}"));
        let side = |sign: char| -> String {
            let kept = lines.iter().filter(|line| line.starts_with([sign, ' ']));
            kept.map(|line| format!("{}\n", line.chars().skip(1).collect::<String>())).collect()
        };
        let (old, new) = (side('-'), side('+'));
        assert_eq!(before.matches(&old).count(), 1, "{name} does not hold this once:\n{old}\n{before}");
        fs::write(path, before.replace(&old, &new)).unwrap();
    }
}

fn path_with_flowproof() -> OsString {
    let program = Path::new(env!("CARGO_BIN_EXE_flowproof"));
    let mut folders = vec![program.parent().unwrap().to_owned()];
    folders.extend(std::env::split_paths(&std::env::var_os("PATH").unwrap_or_default()));
    std::env::join_paths(folders).unwrap()
}

fn copy(from: &Path, to: &Path) {
    if from.is_dir() {
        fs::create_dir_all(to).unwrap();
        for entry in fs::read_dir(from).unwrap() {
            let path = entry.unwrap().path();
            copy(&path, &to.join(path.file_name().unwrap()));
        }
    } else {
        fs::copy(from, to).unwrap();
    }
}

/// What is printed, with times left open.
fn open(text: &str) -> String {
    static TIME: LazyLock<Regex> = LazyLock::new(|| Regex::new(r"\b\d+\.\d+ s\b").unwrap());
    let mut text = TIME.replace_all(text, "… s").trim_end().to_owned();
    if !text.is_empty() {
        text.push('\n');
    }
    text
}

#[test]
fn a_change_is_made_where_it_fits() {
    let session = Session::empty();
    session.write("a.txt", "one\ntwo\nthree\n");
    let lines = ["# a.txt", " one", "-two", "+zwei"].map(str::to_owned);
    session.change(&lines);
    assert_eq!(fs::read_to_string(session.stands.join("a.txt")).unwrap(), "one\nzwei\nthree\n");
}

#[test]
fn a_line_that_waits_is_stopped() {
    let mut session = Session::empty();
    let (code, printed) = session.run_for("echo begun; sleep 600 | cat", Duration::from_millis(300));
    assert_eq!(code, None);
    assert!(printed.starts_with("begun\nstopped: "), "{printed}");
    assert_eq!(session.run("cat; exit 3"), (Some(3), String::new()), "nobody types");
}
