//! `run --watch` as a person meets it: what a save runs, what a mistake does, keys, how it is left. Every wait is for a line.

use std::fs;
use std::io::{BufRead as _, BufReader, Write as _};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

use tempfile::TempDir;

use crate::hello::FLOW;

/// A line that is not there after this never comes.
const LONGEST: Duration = Duration::from_secs(20);

const WAITS: &str = "waits for a save";

const HELLO: &str = "version: 1\nscenario: Hello\nflow: hello\nconversation: [ { say: Hi } ]\nexpect: { path: [Greet], ending: disconnected }\n";
const BY_PATH: &str = "version: 1\nscenario: By path\nflow: ../other/other.yaml\nconversation: [ { say: Hi } ]\nexpect: { path: [Greet], ending: disconnected }\n";

fn project() -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (path, text) in [
        ("flowproof.yaml", "version: 1\nflows: { hello: flows/hello.yaml }\n"),
        ("flows/hello.yaml", FLOW),
        ("other/other.yaml", FLOW),
        ("scenarios/a.yaml", HELLO),
        ("scenarios/b.yaml", BY_PATH),
        ("README.md", "x\n"),
    ] {
        save(folder.path(), path, text);
    }
    folder
}

fn save(folder: &Path, path: &str, text: &str) {
    let path = folder.join(path);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, text).unwrap();
}

/// A watch, and the lines that it prints.
struct Watch {
    child: Child,
    lines: Receiver<String>,
}

impl Watch {
    /// Begins, and waits until it has run all.
    fn begin(folder: &Path, more: &[&str]) -> (Self, String) {
        // One pipe for both, so that what is printed comes in its order.
        let (printed, out) = std::io::pipe().unwrap();
        let child = Command::new(env!("CARGO_BIN_EXE_flowproof"))
            .args(["run", "--watch"])
            .args(more)
            .current_dir(folder)
            .env_remove("CI")
            .stdin(Stdio::piped())
            .stdout(out.try_clone().unwrap())
            .stderr(out)
            .spawn()
            .unwrap();
        let (sender, lines) = channel();
        std::thread::spawn(move || {
            BufReader::new(printed).lines().map_while(Result::ok).for_each(|line| drop(sender.send(line)));
        });
        let watch = Self { child, lines };
        let printed = watch.until(WAITS);
        (watch, printed)
    }

    /// What is printed up to a line with that text.
    fn until(&self, text: &str) -> String {
        let mut printed = String::new();
        loop {
            match self.lines.recv_timeout(LONGEST) {
                Ok(line) => {
                    printed += &format!("{line}\n");
                    if line.contains(text) {
                        return printed;
                    }
                }
                Err(error) => panic!("`{text}` was not printed ({error}):\n{printed}"),
            }
        }
    }

    /// What a save leads to.
    fn saved(&self, folder: &Path, path: &str, text: &str) -> String {
        save(folder, path, text);
        let begun = self.until(&format!("saved {path}"));
        begun + &self.until(WAITS)
    }

    fn types(&mut self, line: &str) {
        self.child.stdin.as_mut().unwrap().write_all(line.as_bytes()).unwrap();
    }

    fn ends(mut self) -> Option<i32> {
        self.child.wait().unwrap().code()
    }
}

impl Drop for Watch {
    fn drop(&mut self) {
        let _ = self.child.kill();
    }
}

#[test]
fn a_save_runs_what_it_touches_and_nothing_else() {
    let folder = project();
    let (mut watch, printed) = Watch::begin(folder.path(), &[]);
    assert!(printed.contains("2 passed of 2 cases"), "{printed}");

    let printed = watch.saved(folder.path(), "scenarios/a.yaml", &HELLO.replace("[Greet]", "[Greet, Greet]"));
    assert!(printed.contains("runs 1 scenario file") && printed.contains("1 failed of 1 case"), "{printed}");

    let printed = watch.saved(folder.path(), "flows/hello.yaml", &FLOW.replace("Hello", "Welcome"));
    assert!(printed.contains("runs 1 scenario file") && printed.contains("1 failed of 1 case"), "{printed}");

    let printed = watch.saved(folder.path(), "other/other.yaml", &format!("{FLOW}\n"));
    assert!(printed.contains("runs 1 scenario file") && printed.contains("1 passed of 1 case"), "{printed}");

    // What nothing draws on is no news: the next that is told is the save after it.
    save(folder.path(), "README.md", "y\n");
    let printed =
        watch.saved(folder.path(), "flowproof.yaml", "version: 1\nflows: { hello: flows/hello.yaml }\n# more\n");
    assert!(!printed.contains("README") && printed.contains("runs all of 2 scenario files"), "{printed}");
    assert!(printed.contains("1 passed, 1 failed of 2 cases"), "{printed}");

    watch.types("q\n");
    assert_eq!(watch.ends(), Some(1), "a case is red");
}

#[test]
fn keys_run_all_or_what_failed() {
    let folder = project();
    save(folder.path(), "scenarios/b.yaml", &BY_PATH.replace("disconnected", "transferred"));
    let (mut watch, _) = Watch::begin(folder.path(), &[]);
    watch.types("f\n");
    let printed = watch.until(WAITS);
    assert!(printed.contains("1 failed of 1 case"), "{printed}");
    watch.types("\n");
    let printed = watch.until(WAITS);
    assert!(printed.contains("1 passed, 1 failed of 2 cases"), "{printed}");
    watch.types("x\n");
    assert!(watch.until(WAITS).contains("there is no key `x`"));
    watch.saved(folder.path(), "scenarios/b.yaml", BY_PATH);
    watch.types("f\n");
    assert!(watch.until(WAITS).contains("nothing failed when it ran last"));
    watch.types("q\n");
    assert_eq!(watch.ends(), Some(0));
}

#[test]
fn a_mistake_is_told_and_watching_goes_on() {
    let folder = project();
    let (mut watch, _) = Watch::begin(folder.path(), &[]);
    let printed = watch.saved(folder.path(), "scenarios/a.yaml", &HELLO.replace("expect", "expct"));
    assert!(printed.contains("unknown key `expct`") && !printed.contains("passed"), "{printed}");
    // What could not run is owed: the next save runs it too, and tells the mistake again.
    let printed = watch.saved(folder.path(), "scenarios/b.yaml", &format!("{BY_PATH}tags: [x]\n"));
    assert!(printed.contains("runs all of 2 scenario files") && printed.contains("unknown key `expct`"), "{printed}");
    let printed = watch.saved(folder.path(), "scenarios/a.yaml", HELLO);
    assert!(printed.contains("2 passed of 2 cases"), "{printed}");
    let printed = watch.saved(folder.path(), "flowproof.yaml", "version: [1\n");
    assert!(printed.contains("error"), "{printed}");
    let printed = watch.saved(folder.path(), "flowproof.yaml", "version: 1\nflows: { hello: flows/hello.yaml }\n");
    assert!(printed.contains("2 passed of 2 cases"), "{printed}");
    watch.types("q\n");
    assert_eq!(watch.ends(), Some(0));
}

#[test]
fn a_new_file_runs_and_one_that_is_gone_is_forgotten() {
    let folder = project();
    let (mut watch, _) = Watch::begin(folder.path(), &[]);
    let printed = watch.saved(folder.path(), "scenarios/new.yaml", &HELLO.replace("disconnected", "transferred"));
    assert!(printed.contains("1 failed of 1 case"), "{printed}");
    fs::remove_file(folder.path().join("scenarios/new.yaml")).unwrap();
    let printed = watch.until("saved scenarios/new.yaml");
    assert!(printed.contains("nothing to run"), "{printed}");
    watch.until(WAITS);
    watch.types("f\n");
    assert!(watch.until(WAITS).contains("nothing failed when it ran last"));
    watch.types("\n");
    watch.until(WAITS);
    watch.types("q\n");
    assert_eq!(watch.ends(), Some(0));
}

#[cfg(unix)]
#[test]
fn ctrl_c_leaves_with_what_is_known() {
    let folder = project();
    let (watch, _) = Watch::begin(folder.path(), &[]);
    let pid = watch.child.id().to_string();
    assert!(Command::new("kill").args(["-INT", &pid]).status().unwrap().success());
    assert_eq!(watch.ends(), Some(0));
}

#[test]
fn a_live_org_is_not_watched() {
    let folder = project();
    let output = Command::new(env!("CARGO_BIN_EXE_flowproof"))
        .args(["run", "--watch", "--target", "live"])
        .current_dir(folder.path())
        .stdin(Stdio::null())
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&output.stderr).contains("`--watch` runs on the embedded fake alone"));
}
