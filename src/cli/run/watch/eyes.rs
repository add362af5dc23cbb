//! What happens outside while nothing runs: files are saved, keys are typed, a signal comes. Must not know what any of it leads to.

use std::collections::BTreeSet;
use std::io::BufRead as _;
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::time::{Duration, Instant};

use camino::{Utf8Path, Utf8PathBuf};
use notify::event::ModifyKind;
use notify::{EventKind, RecommendedWatcher, RecursiveMode, Watcher as _};

use super::survey::Survey;
use crate::cli::signals::stop_wanted;

/// Quiet after which a save is over: editors write a file in several steps, and a change of branches saves many.
const QUIET: Duration = Duration::from_millis(80);

/// Saves that never end are acted on after this.
const LONGEST: Duration = Duration::from_secs(2);

/// What happened.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Happened {
    /// Files were written, made, renamed or removed.
    Saved(BTreeSet<Utf8PathBuf>),
    /// A line was typed.
    Typed(String),
    /// Ctrl-C, or SIGTERM.
    Stop,
}

enum Message {
    Saved(Vec<Utf8PathBuf>),
    Typed(String),
    Stop,
}

/// Eyes on the outside.
pub(super) struct Eyes {
    watcher: RecommendedWatcher,
    messages: Receiver<Message>,
    /// What came while a save was waited out.
    next: Option<Message>,
}

impl Eyes {
    /// Opens them.
    ///
    /// # Errors
    /// The system watches no files, in words.
    pub fn open() -> Result<Self, String> {
        let (sender, messages) = channel();
        let saves = sender.clone();
        let watcher = notify::recommended_watcher(move |event: notify::Result<notify::Event>| {
            // That a watcher cannot tell of one change is no reason to end.
            let paths = event.ok().filter(|event| is_a_save(event.kind)).map(|event| event.paths).unwrap_or_default();
            let paths: Vec<Utf8PathBuf> =
                paths.into_iter().filter_map(|path| Utf8PathBuf::from_path_buf(path).ok()).collect();
            if !paths.is_empty() {
                let _ = saves.send(Message::Saved(paths));
            }
        });
        let watcher = watcher.map_err(|error| format!("files cannot be watched: {error}"))?;
        typed(sender.clone());
        signals(sender)?;
        Ok(Self { watcher, messages, next: None })
    }

    /// Looks at the folders of a survey. A folder that is not there is none.
    pub fn look_at(&mut self, survey: &Survey) {
        for root in survey.roots.iter().filter(|root| root.is_dir()) {
            let _ = self.watcher.watch(real(root).as_std_path(), RecursiveMode::Recursive);
        }
        let roots: Vec<Utf8PathBuf> = survey.roots.iter().filter(|root| root.is_dir()).map(|root| real(root)).collect();
        for folder in survey.folders() {
            let folder = if folder.as_str().is_empty() { Utf8Path::new(".") } else { folder };
            let folder = folder.canonicalize_utf8().unwrap_or_else(|_| folder.to_owned());
            if folder.is_dir() && !roots.iter().any(|root| folder.starts_with(root)) {
                let _ = self.watcher.watch(folder.as_std_path(), RecursiveMode::NonRecursive);
            }
        }
    }

    /// Waits for what happens next. Saves that follow each other closely are one.
    pub fn wait(&mut self) -> Happened {
        let first = match self.next.take() {
            Some(message) => message,
            None => match self.messages.recv() {
                Ok(message) => message,
                Err(_) => return Happened::Stop,
            },
        };
        let mut all: BTreeSet<Utf8PathBuf> = match first {
            Message::Saved(paths) => paths.into_iter().collect(),
            Message::Typed(line) => return Happened::Typed(line),
            Message::Stop => return Happened::Stop,
        };
        let began = Instant::now();
        while began.elapsed() < LONGEST {
            match self.messages.recv_timeout(QUIET) {
                Ok(Message::Saved(paths)) => all.extend(paths),
                Ok(other) => {
                    self.next = Some(other);
                    break;
                }
                Err(RecvTimeoutError::Timeout | RecvTimeoutError::Disconnected) => break,
            }
        }
        Happened::Saved(all)
    }
}

/// Whether something was written; that it was read or touched is no news.
fn is_a_save(kind: EventKind) -> bool {
    match kind {
        EventKind::Create(_) | EventKind::Remove(_) => true,
        EventKind::Modify(what) => !matches!(what, ModifyKind::Metadata(_)),
        EventKind::Any | EventKind::Access(_) | EventKind::Other => false,
    }
}

/// The one spelling of a path: that of its folder on the disk.
pub(super) fn real(path: &Utf8Path) -> Utf8PathBuf {
    if let Ok(real) = path.canonicalize_utf8() {
        return real;
    }
    let folder = path.parent().filter(|folder| !folder.as_str().is_empty()).unwrap_or(Utf8Path::new("."));
    match (folder.canonicalize_utf8(), path.file_name()) {
        (Ok(folder), Some(name)) => folder.join(name),
        _ => path.to_owned(),
    }
}

/// Lines of the standard input, until it ends: without a keyboard there is none.
fn typed(sender: Sender<Message>) {
    std::thread::spawn(move || {
        for line in std::io::stdin().lock().lines().map_while(Result::ok) {
            if sender.send(Message::Typed(line)).is_err() {
                break;
            }
        }
    });
}

fn signals(sender: Sender<Message>) -> Result<(), String> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build();
    let runtime = runtime.map_err(|error| format!("the runtime cannot be started: {error}"))?;
    std::thread::spawn(move || {
        runtime.block_on(stop_wanted());
        let _ = sender.send(Message::Stop);
    });
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use notify::event::{AccessKind, AccessMode, CreateKind, DataChange, MetadataKind, RemoveKind, RenameMode};

    #[rstest::rstest]
    #[case(EventKind::Modify(ModifyKind::Data(DataChange::Any)), true)]
    #[case(EventKind::Modify(ModifyKind::Name(RenameMode::To)), true)]
    #[case(EventKind::Create(CreateKind::File), true)]
    #[case(EventKind::Remove(RemoveKind::File), true)]
    #[case(EventKind::Modify(ModifyKind::Metadata(MetadataKind::Any)), false)]
    #[case(EventKind::Access(AccessKind::Open(AccessMode::Any)), false)]
    #[case(EventKind::Access(AccessKind::Close(AccessMode::Write)), false)]
    fn what_is_written_is_a_save_and_what_is_read_is_none(#[case] kind: EventKind, #[case] expected: bool) {
        assert_eq!(is_a_save(kind), expected);
    }
}
