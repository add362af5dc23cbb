//! `flowproof fmt`: scenario files, files of blocks and flowproof.yaml in one layout, or which of them are not in it.

use std::io::{self, Read as _, Write as _};
use std::sync::Arc;

use camino::{Utf8Path, Utf8PathBuf};
use clap::Args;
use serde_json::Value as Json;

use super::edge::{Edge, plural};
use super::load;
use super::write_whole::write_whole;
use crate::diagnostic::{Diagnostics, SourceFile};
use crate::event::Exit;
use crate::format::{Refused, format};
use crate::project::{FILE_NAME, Project, normal};
use crate::yaml::{Limits, parse};

/// Standard input, as a path.
const STDIN: &str = "-";

/// Arguments of `fmt`.
#[derive(Debug, Args)]
pub(super) struct FmtArgs {
    /// Scenario files, files of blocks, flowproof.yaml or folders; the whole project where none is given; `-` reads a scenario and prints it
    pub paths: Vec<Utf8PathBuf>,
    /// Write nothing: list the files that would change, and end with 1 where there are any
    #[arg(long)]
    pub check: bool,
}

/// What came of one file.
enum Done {
    AsItWas,
    Changed(String),
    Left,
    Wrong(Diagnostics),
}

pub(super) fn run(edge: &Edge, args: &FmtArgs) -> Exit {
    if args.paths.iter().any(|path| path == STDIN) {
        return stdin(edge, args);
    }
    let Some((project, files)) = files(edge, &args.paths) else { return Exit::Usage };
    let (mut changed, mut unread, mut wrong) = (0, 0, Diagnostics::new());
    for path in &files {
        let source = match edge.read(path) {
            Ok(source) => source,
            Err(unreadable) => {
                wrong.push(unreadable);
                unread += 1;
                continue;
            }
        };
        match done(&source, schema(&project, path)) {
            Done::AsItWas => {}
            Done::Wrong(found) => {
                wrong.append(found);
                unread += 1;
            }
            Done::Left => edge.tell(&left(path)),
            Done::Changed(_) if args.check => {
                edge.say(&format!("would change {path}"));
                changed += 1;
            }
            Done::Changed(text) => {
                // A link goes on leading to its file.
                let target = path.canonicalize_utf8().unwrap_or_else(|_| path.clone());
                if let Err(error) = write_whole(&target, &text) {
                    edge.tell(&format!("`{path}` cannot be written: {error}"));
                    return Exit::Usage;
                }
                edge.say(&format!("formatted {path}"));
                changed += 1;
            }
        }
    }
    edge.report(&wrong);
    let all = plural(files.len(), "file");
    let found = match (changed, args.check) {
        (0, _) if unread > 0 => "nothing changed".to_owned(),
        (0, _) => "nothing to change".to_owned(),
        (_, true) => format!("{changed} would change"),
        (_, false) => format!("{changed} changed"),
    };
    let not = match unread {
        0 => String::new(),
        _ => format!(", {} could not be read", plural(unread, "file")),
    };
    edge.say(&format!("{all} looked at: {found}{not}"));
    match changed {
        _ if wrong.has_errors() => Exit::Usage,
        0 if files.is_empty() => Exit::Nothing,
        0 => Exit::Green,
        _ if args.check => Exit::Red,
        _ => Exit::Green,
    }
}

fn stdin(edge: &Edge, args: &FmtArgs) -> Exit {
    let mut text = String::new();
    if args.paths.len() > 1 {
        edge.tell("`-` stands alone: it reads one scenario from standard input");
        return Exit::Usage;
    }
    if let Err(error) = io::stdin().read_to_string(&mut text) {
        edge.tell(&format!("standard input cannot be read: {error}"));
        return Exit::Usage;
    }
    let name = "standard input";
    let print = |text: &str| if args.check { Ok(()) } else { edge.out().write_all(text.as_bytes()) };
    let (printed, exit) = match done(&SourceFile::new(name, text.as_str()), crate::scenario::schema()) {
        Done::Wrong(wrong) => {
            edge.report(&wrong);
            return Exit::Usage;
        }
        Done::AsItWas => (print(&text), Exit::Green),
        Done::Left => {
            edge.tell(&left(Utf8Path::new(name)));
            (print(&text), Exit::Green)
        }
        Done::Changed(changed) => (print(&changed), if args.check { Exit::Red } else { Exit::Green }),
    };
    match printed {
        Err(error) if error.kind() != io::ErrorKind::BrokenPipe => {
            edge.tell(&format!("standard output cannot be written: {error}"));
            Exit::Usage
        }
        _ => exit,
    }
}

/// The project, and the files to look at; none where a path is none, which is told.
fn files(edge: &Edge, paths: &[Utf8PathBuf]) -> Option<(Project, Vec<Utf8PathBuf>)> {
    let mut wrong = Diagnostics::new();
    let project = load::project(edge, &mut wrong);
    let found = project.as_ref().and_then(|project| match project.discover(&*edge.files, paths) {
        Ok(found) => Some(own_files(edge, project, paths).into_iter().chain(found).collect::<Vec<_>>()),
        Err(missing) => {
            wrong.append(missing);
            None
        }
    });
    if found.is_none() || wrong.has_errors() {
        edge.report(&wrong);
    }
    project.zip(found).filter(|_| !wrong.has_errors())
}

/// What is no scenario: flowproof.yaml where no path is given, and the files of blocks that are named, or stand in a folder that is.
fn own_files(edge: &Edge, project: &Project, paths: &[Utf8PathBuf]) -> Vec<Utf8PathBuf> {
    let file = project.root().join(FILE_NAME);
    let file = Some(file).filter(|file| paths.is_empty() && edge.files.exists(file));
    let chosen = |blocks: &Utf8Path| paths.is_empty() || paths.iter().any(|path| blocks.starts_with(normal(path)));
    let blocks = project.block_files().filter(|blocks| chosen(blocks)).map(Utf8Path::to_path_buf);
    let mut found: Vec<Utf8PathBuf> = file.into_iter().chain(blocks).collect();
    found.sort();
    found
}

fn done(source: &Arc<SourceFile>, schema: Json) -> Done {
    if is_another(source) {
        return Done::Left;
    }
    match format(source, &schema) {
        Ok(text) if text == source.text() => Done::AsItWas,
        Ok(text) => Done::Changed(text),
        Err(Refused::Wrong(wrong)) => Done::Wrong(wrong),
        Err(Refused::Unsure) => Done::Left,
    }
}

/// Whether a file is YAML and none of ours: a flow, say.
fn is_another(source: &Arc<SourceFile>) -> bool {
    let root = parse(source, Limits::default()).map(|document| document.root);
    root.is_ok_and(|root| {
        !root.is_null()
            && root.get("version").is_none()
            && root.get("scenario").is_none()
            && root.get("blocks").is_none()
    })
}

fn schema(project: &Project, path: &Utf8Path) -> Json {
    if project.has_blocks_in(path) {
        crate::scenario::blocks_schema()
    } else if path.file_name() == Some(FILE_NAME) {
        crate::project::schema()
    } else {
        crate::scenario::schema()
    }
}

fn left(path: &Utf8Path) -> String {
    format!(
        "`{path}` was left as it is: it is no file of flowproof, or holds YAML that cannot be laid out without a change of meaning"
    )
}
