//! `/save FILE`: the chat's scenario is written, and run at once. Must not know how a chat becomes a scenario.

use std::collections::BTreeSet;
use std::io::ErrorKind;
use std::sync::Arc;

use camino::{Utf8Path, Utf8PathBuf};

use crate::chat::Talk;
use crate::cli::edge::Edge;
use crate::cli::place;
use crate::cli::record::{Prover, write};
use crate::event::{Event, Verdict};
use crate::project::Project;
use crate::report::{Report as _, TerminalReport, Verbosity};

/// Scenarios that a chat writes.
pub(super) struct Keeper {
    project: Arc<Project>,
    /// Files of this chat: it may write over them.
    own: BTreeSet<Utf8PathBuf>,
    /// Whether each that was asked for was written and is green.
    pub all_green: bool,
}

impl Keeper {
    pub fn new(project: Arc<Project>) -> Self {
        Self { project, own: BTreeSet::new(), all_green: true }
    }

    /// Writes the chat into a file, runs it, and says what came of both.
    pub fn save(&mut self, edge: &Edge, talk: &Talk, file: &str) {
        let path = place::of_scenario(&self.project, Utf8Path::new(file));
        self.all_green &= self.write(edge, talk, &path) && self.prove(edge, &path);
    }

    fn write(&mut self, edge: &Edge, talk: &Talk, path: &Utf8Path) -> bool {
        let Some(recording) = talk.scenario() else { return false };
        match write(path, &recording, self.own.contains(path)) {
            Ok(()) => {}
            Err(error) if error.kind() == ErrorKind::AlreadyExists && path.exists() => {
                edge.tell(&format!("`{path}` is there already; save under another name"));
                return false;
            }
            Err(error) => {
                edge.tell(&format!("`{path}` cannot be written: {error}"));
                return false;
            }
        }
        self.own.insert(path.to_owned());
        edge.say(&format!("  wrote {path}"));
        if let Some(word) = place::astray(&self.project, path) {
            edge.tell(&word);
        }
        for unknown in &recording.unknown {
            edge.tell(&format!("not known: {unknown}"));
        }
        true
    }

    /// Runs what was written; whether it is green.
    fn prove(&self, edge: &Edge, path: &Utf8Path) -> bool {
        let runtime = match tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build() {
            Ok(runtime) => runtime,
            Err(error) => {
                edge.tell(&format!("the runtime cannot be started, so it was not run: {error}"));
                return false;
            }
        };
        let report = runtime.block_on(async { Prover::new(edge, &self.project).await?.run(path).await });
        match report {
            Ok(report) if report.verdict == Verdict::Passed => {
                edge.say("  it was run and is green: it reproduces the chat offline");
                true
            }
            Ok(report) => {
                let mut printed = TerminalReport::new(edge.out(), Verbosity::Verbose);
                if let Err(error) = printed.event(&Event::CaseEnded(Box::new(report))) {
                    edge.tell(&format!("what differs cannot be printed: {error}"));
                }
                edge.tell("it was run and does not reproduce the chat: what differs stands above");
                false
            }
            Err(wrong) => {
                edge.report(&wrong);
                edge.tell("it does not run: the mistakes stand above");
                false
            }
        }
    }
}
