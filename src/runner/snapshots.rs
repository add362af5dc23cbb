//! Snapshot files on disk: compared, and written as the mode says. The one place where a run writes beside scenarios.

use std::fs;

use camino::{Utf8Path, Utf8PathBuf};
use similar::{ChangeTag, TextDiff};

use super::SnapshotMode;
use crate::event::{SnapshotOutcome, SnapshotState};
use crate::evidence::Evidence;
use crate::evidence::snapshot::{Normaliser, SnapshotFile, file_name, render_part};
use crate::scenario::model::Case;

/// Compares every part that the case keeps and that the run observed. The one driver that writes is the one that ran: parts that it could
/// not observe are left alone.
pub(super) fn compare(
    case: &Case,
    scenario: &Utf8Path,
    evidence: &Evidence,
    mode: SnapshotMode,
) -> Vec<SnapshotOutcome> {
    if mode == SnapshotMode::Leave {
        return Vec::new();
    }
    let outcome = |snapshot: SnapshotText| {
        let file = snapshot.folder.join(format!("{}.snap", snapshot.name));
        let state = one(&file, SnapshotFile { source: scenario.to_string(), text: snapshot.text }, mode);
        SnapshotOutcome { file: file.into_string(), state }
    };
    texts(case, scenario, evidence).into_iter().map(outcome).collect()
}

/// A snapshot as a run made it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SnapshotText {
    /// The folder of its file: `snapshots` beside the scenario.
    pub folder: Utf8PathBuf,
    /// The file's name without `.snap`.
    pub name: String,
    /// The normalised text.
    pub text: String,
}

/// The parts that the case keeps and that the run observed, as normalised text.
pub(super) fn texts(case: &Case, scenario: &Utf8Path, evidence: &Evidence) -> Vec<SnapshotText> {
    let mut normaliser = Normaliser::new(&case.redact);
    if let Some(id) = &evidence.conversation_id {
        normaliser.know(id, "conversation id");
    }
    for (name, value) in &evidence.captured {
        normaliser.capture(value, name);
    }
    let stem = scenario.file_stem().unwrap_or("scenario");
    let folder = scenario.parent().unwrap_or(Utf8Path::new("")).join("snapshots");
    case.snapshot
        .iter()
        .filter_map(|part| {
            let text = normaliser.apply(&render_part(evidence, *part)?);
            let name = file_name(stem, case.name.as_deref(), part.word());
            Some(SnapshotText { folder: folder.clone(), name, text })
        })
        .collect()
}

/// What to do about snapshots that are missing or differ.
pub(super) fn advice(mode: SnapshotMode) -> &'static str {
    match mode {
        SnapshotMode::Compare => {
            "a snapshot is only compared here (`CI` or `INSTA_UPDATE=no` is set): run the case without that, accept with `flowproof review`, and commit the file"
        }
        _ => "`flowproof review` shows it and asks; `flowproof run --update` takes all as they came",
    }
}

fn one(file: &Utf8Path, new: SnapshotFile, mode: SnapshotMode) -> SnapshotState {
    let stored = match fs::read_to_string(file) {
        Ok(text) => Some(SnapshotFile::read(&text)),
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => None,
        Err(error) => return SnapshotState::Failed(format!("it cannot be read: {error}")),
    };
    if stored.as_ref().is_some_and(|stored| stored.same_text(&new.text)) {
        return settled(file, mode, SnapshotState::Same);
    }
    let written = match mode {
        SnapshotMode::Compare | SnapshotMode::Leave => Ok(()),
        SnapshotMode::Overwrite => write(file, &new),
        SnapshotMode::Pending => write(&pending(file), &new),
    };
    match (written, mode, stored) {
        (Err(error), ..) => SnapshotState::Failed(format!("it cannot be written: {error}")),
        (Ok(()), SnapshotMode::Overwrite, _) => settled(file, mode, SnapshotState::Written),
        (Ok(()), _, None) => SnapshotState::Missing,
        (Ok(()), _, Some(stored)) => SnapshotState::Different(difference(&stored.text, &new.text)),
    }
}

/// What was pending is settled: a file that waits for a review of nothing would only confuse. Nothing is touched where nothing is written.
fn settled(file: &Utf8Path, mode: SnapshotMode, state: SnapshotState) -> SnapshotState {
    if matches!(mode, SnapshotMode::Compare | SnapshotMode::Leave) {
        return state;
    }
    match fs::remove_file(pending(file)) {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
            SnapshotState::Failed(format!("its pending file cannot be removed: {error}"))
        }
        _ => state,
    }
}

fn pending(file: &Utf8Path) -> Utf8PathBuf {
    Utf8PathBuf::from(format!("{file}.new"))
}

/// Written beside and renamed, so that a killed process or a full disk leaves no half file.
fn write(file: &Utf8Path, snapshot: &SnapshotFile) -> std::io::Result<()> {
    if let Some(folder) = file.parent() {
        fs::create_dir_all(folder)?;
    }
    let part = Utf8PathBuf::from(format!("{file}.part"));
    fs::write(&part, snapshot.write())?;
    fs::rename(&part, file)
}

/// Both texts line by line, `-` for what is stored and `+` for what came.
fn difference(stored: &str, new: &str) -> String {
    let diff = TextDiff::from_lines(stored, new);
    let mut lines = Vec::new();
    for change in diff.iter_all_changes() {
        let sign = match change.tag() {
            ChangeTag::Delete => '-',
            ChangeTag::Insert => '+',
            ChangeTag::Equal => ' ',
        };
        lines.push(format!("{sign} {}", change.value().trim_end_matches('\n')));
    }
    lines.join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(text: &str) -> SnapshotFile {
        SnapshotFile { source: "s.yaml".into(), text: text.into() }
    }

    #[test]
    fn each_mode_does_what_it_says() {
        let folder = tempfile::tempdir().unwrap();
        let path = Utf8PathBuf::try_from(folder.path().join("snapshots/a@path.snap")).unwrap();
        assert_eq!(one(&path, file("A"), SnapshotMode::Compare), SnapshotState::Missing);
        assert!(!path.exists() && !pending(&path).exists());
        assert_eq!(one(&path, file("A"), SnapshotMode::Pending), SnapshotState::Missing);
        assert!(!path.exists() && pending(&path).exists());
        assert_eq!(one(&path, file("A"), SnapshotMode::Overwrite), SnapshotState::Written);
        assert!(!pending(&path).exists());
        assert_eq!(one(&path, file("A\n"), SnapshotMode::Compare), SnapshotState::Same);
        assert_eq!(one(&path, file("B"), SnapshotMode::Compare), SnapshotState::Different("- A\n+ B".into()));
    }

    #[test]
    fn a_disk_that_refuses_is_not_green() {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join("snapshots"), "a file where the folder should be").unwrap();
        let path = Utf8PathBuf::try_from(folder.path().join("snapshots/a@path.snap")).unwrap();
        assert!(matches!(one(&path, file("A"), SnapshotMode::Overwrite), SnapshotState::Failed(_)));
    }
}
