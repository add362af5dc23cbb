//! `flowproof review`: pending snapshots, accepted or rejected one by one.

use std::io::{BufRead, IsTerminal, Write};

use camino::{Utf8Path, Utf8PathBuf};
use similar::{ChangeTag, TextDiff};

use super::args::ReviewArgs;
use super::edge::{Edge, plural};
use super::load;
use crate::diagnostic::Diagnostics;
use crate::event::Exit;
use crate::evidence::snapshot::SnapshotFile;

enum Choice {
    Accept,
    Reject,
    Later,
}

pub(super) fn run(edge: &Edge, args: &ReviewArgs) -> Exit {
    let mut roots = args.paths.clone();
    if roots.is_empty() {
        let mut diagnostics = Diagnostics::new();
        let Some(project) = load::project(edge, &mut diagnostics) else {
            edge.report(&diagnostics);
            return Exit::Usage;
        };
        roots.push(edge.root.join(&project.settings().defaults.scenarios));
    }
    let mut pending = Vec::new();
    for root in &roots {
        collect(edge, root, &mut pending);
    }
    if pending.is_empty() {
        edge.say("no snapshot is pending");
        return Exit::Green;
    }
    if !(args.accept || args.reject || std::io::stdin().is_terminal()) {
        edge.tell("snapshots are pending; give --accept or --reject, or run this in a terminal");
        return Exit::Usage;
    }
    let (mut accepted, mut rejected) = (0, 0);
    for new in &pending {
        let choice = if args.accept {
            Choice::Accept
        } else if args.reject {
            Choice::Reject
        } else {
            ask(edge, new)
        };
        let stored = Utf8PathBuf::from(new.as_str().trim_end_matches(".new"));
        let done = match choice {
            Choice::Accept => {
                accepted += 1;
                std::fs::rename(new, &stored)
            }
            Choice::Reject => {
                rejected += 1;
                std::fs::remove_file(new)
            }
            Choice::Later => Ok(()),
        };
        if let Err(error) = done {
            edge.tell(&format!("`{new}`: {error}"));
            return Exit::Usage;
        }
    }
    edge.say(&format!(
        "{} accepted, {rejected} rejected, {} left",
        plural(accepted, "snapshot"),
        pending.len() - accepted - rejected
    ));
    Exit::Green
}

fn collect(edge: &Edge, folder: &Utf8Path, pending: &mut Vec<Utf8PathBuf>) {
    let Ok(mut entries) = edge.files.list(folder) else { return };
    entries.sort();
    for entry in entries {
        let path = folder.join(&entry.name);
        if entry.folder {
            collect(edge, &path, pending);
        } else if entry.name.ends_with(".snap.new") {
            pending.push(path);
        }
    }
}

fn ask(edge: &Edge, new: &Utf8Path) -> Choice {
    let text = |path: &Utf8Path| edge.files.read(path).map(|text| SnapshotFile::read(&text).text).unwrap_or_default();
    let stored = text(Utf8Path::new(new.as_str().trim_end_matches(".new")));
    edge.say(&format!("\n{new}"));
    for change in TextDiff::from_lines(&stored, text(new)).iter_all_changes() {
        let sign = match change.tag() {
            ChangeTag::Delete => '-',
            ChangeTag::Insert => '+',
            ChangeTag::Equal => ' ',
        };
        edge.say(&format!("{sign} {}", change.value().trim_end_matches('\n')));
    }
    let mut out = edge.out();
    let _ = write!(out, "[a]ccept, [r]eject, [l]ater? ");
    let _ = out.flush();
    let mut answer = String::new();
    if std::io::stdin().lock().read_line(&mut answer).is_err() {
        return Choice::Later;
    }
    match answer.trim() {
        "a" => Choice::Accept,
        "r" => Choice::Reject,
        _ => Choice::Later,
    }
}
