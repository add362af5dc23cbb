//! The command: each pending snapshot is shown, and done with as it is answered. Must not know keys, or how snapshots are found.

use std::io;

use camino::Utf8PathBuf;
use similar::{ChangeTag, TextDiff};

use super::answer::{Answer, ask, is_person};
use super::pending::Pending;
use crate::cli::args::ReviewArgs;
use crate::cli::edge::{Edge, plural};
use crate::cli::load;
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::event::Exit;
use crate::project::Project;

pub(in crate::cli) fn run(edge: &Edge, args: &ReviewArgs) -> Exit {
    let mut wrong = Diagnostics::new();
    let project = load::project(edge, &mut wrong);
    // Paths are looked into whether or not the project around them can be used: it only tells titles.
    let roots: Vec<Utf8PathBuf> = match (&project, args.paths.as_slice()) {
        (_, paths @ [_, ..]) => paths.to_vec(),
        (Some(project), []) => vec![load::scenarios_folder(project)],
        (None, []) => {
            edge.report(&wrong);
            return Exit::Usage;
        }
    };
    if let Some(missing) = args.paths.iter().find(|path| !edge.files.exists(path)) {
        let message = format!("`{missing}` does not exist");
        edge.report(&Diagnostic::error(Code::NO_SUCH_PATH, message).help("name a folder of snapshots").into());
        return Exit::Usage;
    }
    let mut pending = Vec::new();
    roots.iter().for_each(|root| Pending::below(edge, root, &mut pending));
    if pending.is_empty() {
        edge.say("no snapshot is pending");
        return Exit::Green;
    }
    review(edge, args, project.as_ref(), &pending)
}

fn review(edge: &Edge, args: &ReviewArgs, project: Option<&Project>, pending: &[Pending]) -> Exit {
    let (mut accepted, mut rejected, mut left) = (0, 0, Vec::new());
    let mut all = if args.accept {
        Some(Answer::Accept)
    } else if args.reject {
        Some(Answer::Reject)
    } else {
        None
    };
    let (mut has_ended, mut failed) = (false, false);
    for (at, one) in pending.iter().enumerate() {
        let answer = all.unwrap_or_else(|| {
            show(edge, project, one, &format!("{} of {}", at + 1, pending.len()));
            ask(edge).unwrap_or_else(|| {
                has_ended = true;
                Answer::Quit
            })
        });
        match answer {
            Answer::AcceptRest => all = Some(Answer::Accept),
            Answer::Quit => all = Some(Answer::Skip),
            _ => {}
        }
        let (count, done) = match answer {
            Answer::Accept | Answer::AcceptRest => (&mut accepted, std::fs::rename(&one.new, &one.stored)),
            Answer::Reject => (&mut rejected, std::fs::remove_file(&one.new)),
            Answer::Skip | Answer::Quit => {
                left.push(one);
                continue;
            }
        };
        match done {
            Ok(()) => *count += 1,
            Err(error) => {
                failed = true;
                left.push(one);
                refused(edge, one, &error);
            }
        }
    }
    edge.say(&format!("{} accepted, {rejected} rejected, {} left", plural(accepted, "snapshot"), left.len()));
    for one in &left {
        edge.say(&format!("  pending: {}", one.new));
    }
    if has_ended {
        edge.tell("the input has ended: answer a line for each, or give --accept or --reject");
    }
    if failed {
        Exit::Usage
    } else if !left.is_empty() && !is_person() {
        Exit::Red
    } else {
        Exit::Green
    }
}

fn refused(edge: &Edge, one: &Pending, error: &io::Error) {
    edge.tell(&format!("`{}`: {error}", one.new));
}

fn show(edge: &Edge, project: Option<&Project>, one: &Pending, at: &str) {
    let title = one.title(edge, project).map(|title| format!(": {title}")).unwrap_or_default();
    edge.say(&format!("\n{at}{title}\n{}", one.new));
    let (stored, new) = one.texts(edge);
    for change in TextDiff::from_lines(&stored, &new).iter_all_changes() {
        let sign = match change.tag() {
            ChangeTag::Delete => '-',
            ChangeTag::Insert => '+',
            ChangeTag::Equal => ' ',
        };
        edge.say(&format!("{sign} {}", change.value().trim_end_matches('\n')));
    }
}
