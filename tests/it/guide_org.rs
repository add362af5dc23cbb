//! The example of docs/live.md, set up as the page tells: its files, its org, on a free port. Must not know what is asked of it.

use std::fs;
use std::io::{BufRead as _, BufReader};
use std::path::Path;
use std::process::{Child, Command, Output, Stdio};

use serde_json::Value as Json;
use tempfile::TempDir;

/// The port of the page, in whose place comes a free one.
const PORT: &str = "8443";

/// The folder of the example and its org, which is ended with the value.
pub struct Shop {
    folder: TempDir,
    org: Child,
    pub ready: Json,
}

impl Drop for Shop {
    fn drop(&mut self) {
        let _ = self.org.kill();
        let _ = self.org.wait();
    }
}

impl Shop {
    /// Does what the page tells, in an org that is never late.
    pub fn quick(page: &str) -> Self {
        Self::set_up(page, &["quiet: 100ms"], &never_late(&file_of(page, "org.yaml")))
    }

    /// Does what the page tells; with these lines more in the part `live`, and an org whose client lacks these permissions.
    pub fn open(page: &str, live: &[&str], lacks: &[String]) -> Self {
        let org = file_of(page, "org.yaml");
        if lacks.is_empty() {
            return Self::set_up(page, live, &org);
        }
        // What is tested is what the client may do.
        Self::set_up(page, live, &format!("{}lacks: [{}]\n", never_late(&org), lacks.join(", ")))
    }

    fn set_up(page: &str, live: &[&str], org: &str) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let shop = folder.path().join("shop");
        let made = flowproof(folder.path()).args(["init", "shop"]).output().unwrap();
        assert!(made.status.success(), "{}", printed(&made));
        fs::write(shop.join("org.yaml"), org).unwrap();
        for name in ["stubs.yaml", "scenarios/live.yaml"] {
            fs::write(shop.join(name), file_of(page, name)).unwrap();
        }
        let line = page.lines().find_map(|line| line.trim().strip_prefix("flowproof serve ")).unwrap();
        let line = line.replace(PORT, "0");
        let mut org = flowproof(&shop).arg("serve").args(line.split(' ')).stdout(Stdio::piped()).spawn().unwrap();
        let mut ready = String::new();
        BufReader::new(org.stdout.take().unwrap()).read_line(&mut ready).unwrap();
        let ready: Json = serde_json::from_str(&ready).unwrap();
        let port = ready["api"].as_str().unwrap().rsplit(':').next().unwrap().to_owned();

        let mut flowproof_yaml = file_of(page, "flowproof.yaml");
        for line in live {
            flowproof_yaml.push_str(&format!("  {line}\n"));
        }
        for (name, text) in [("flowproof.yaml", flowproof_yaml), (".env", file_of(page, ".env"))] {
            fs::write(shop.join(name), text.replace(PORT, &port)).unwrap();
        }
        Self { folder, org, ready }
    }

    /// Runs the command in the example's folder.
    pub fn command(&self, arguments: &[&str]) -> Output {
        flowproof(&self.folder.path().join("shop")).args(arguments).output().unwrap()
    }

    /// Writes a file of the example.
    pub fn write(&self, name: &str, text: &str) {
        fs::write(self.folder.path().join("shop").join(name), text).unwrap();
    }

    /// The text of a file of the example.
    pub fn file(&self, name: &str) -> String {
        fs::read_to_string(self.folder.path().join("shop").join(name)).unwrap()
    }
}

/// The file of an org without its delays.
fn never_late(org: &str) -> String {
    org.lines().filter(|line| !line.starts_with("lags:")).map(|line| format!("{line}\n")).collect()
}

fn flowproof(folder: &Path) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_flowproof"));
    command.current_dir(folder).stdin(Stdio::null()).env("NO_COLOR", "1");
    for name in ["CI", "INSTA_UPDATE", "GENESYS_CLIENT_ID", "GENESYS_CLIENT_SECRET", "GENESYS_ENVIRONMENT"] {
        command.env_remove(name);
    }
    for name in ["HTTPS_PROXY", "https_proxy", "ALL_PROXY", "all_proxy"] {
        command.env_remove(name);
    }
    command
}

/// The block of a page whose first line names this file.
fn file_of(page: &str, name: &str) -> String {
    let blocks = page.split("```").skip(1).step_by(2);
    let mut bodies = blocks.filter_map(|block| block.split_once('\n')).map(|(_, body)| body);
    bodies
        .find(|body| body.lines().next() == Some(&format!("# {name}")))
        .unwrap_or_else(|| panic!("no {name}"))
        .to_owned()
}

/// All that a command printed.
pub fn printed(output: &Output) -> String {
    String::from_utf8_lossy(&output.stdout).into_owned() + &String::from_utf8_lossy(&output.stderr)
}
