//! What takes one of a few values, as its word; numbers of time. Must not know the lines.

use std::borrow::Cow;
use std::time::Duration;

use crate::event::{FailureClass, SnapshotState, Verdict};
use crate::evidence::{FindingKind, Origin};
use crate::trace::{ChoiceKind, Speaker};

/// A word of a table; of another program's report it may be one that is not there.
pub(super) type Word = Cow<'static, str>;

/// A line that cannot be understood, and why: a lowercase fragment.
pub(super) type Strange = String;

pub(super) const ORIGINS: &[(&str, Origin)] = &[
    ("simulate-answer", Origin::SimulateAnswer),
    ("conversation", Origin::Conversation),
    ("execution-data", Origin::ExecutionData),
    ("guest", Origin::Guest),
    ("breadcrumbs", Origin::Breadcrumbs),
    ("milestones", Origin::Milestones),
    ("derived", Origin::Derived),
];

pub(super) const SPEAKERS: &[(&str, Speaker)] =
    &[("customer", Speaker::Customer), ("flow", Speaker::Flow), ("bot", Speaker::Bot)];

pub(super) const CHOICES: &[(&str, ChoiceKind)] = &[
    ("quick_reply", ChoiceKind::QuickReply),
    ("card", ChoiceKind::Card),
    ("list_item", ChoiceKind::ListItem),
    ("date", ChoiceKind::Date),
];

const KINDS: &[FindingKind] = &[
    FindingKind::Path,
    FindingKind::Transcript,
    FindingKind::Arrived,
    FindingKind::Attributes,
    FindingKind::Calls,
    FindingKind::Ending,
    FindingKind::Step,
    FindingKind::Snapshot,
    FindingKind::Unsupported,
    FindingKind::Problem,
];

const CLASSES: &[FailureClass] = &[
    FailureClass::AnotherVersion,
    FailureClass::FlowLogic,
    FailureClass::TimingOrOrder,
    FailureClass::ChangedData,
    FailureClass::NotKnown,
];

/// The word of a value.
pub(super) fn word<T: Copy + PartialEq>(words: &[(&'static str, T)], value: T) -> Word {
    words.iter().find(|(_, one)| *one == value).map_or("", |(word, _)| word).into()
}

/// The value of a word.
pub(super) fn value<T: Copy>(words: &[(&'static str, T)], word: &str) -> Result<T, Strange> {
    words.iter().find(|(one, _)| *one == word).map(|(_, value)| *value).ok_or_else(|| {
        let words: Vec<String> = words.iter().map(|(word, _)| format!("`{word}`")).collect();
        format!("`{word}` is none of {}", words.join(", "))
    })
}

pub(super) fn verdict(word: &str) -> Result<Verdict, Strange> {
    Verdict::ALL.iter().copied().find(|one| one.word() == word).ok_or_else(|| format!("`{word}` is no verdict"))
}

pub(super) fn finding_kind(word: &str) -> Result<FindingKind, Strange> {
    let known = KINDS.iter().copied().find(|one| one.word() == word);
    known.ok_or_else(|| format!("`{word}` is nothing that a finding can be about"))
}

pub(super) fn failure_class(word: &str) -> Result<FailureClass, Strange> {
    let known = CLASSES.iter().copied().find(|one| one.words() == word);
    known.ok_or_else(|| format!("`{word}` is no class of failures"))
}

/// What came of a snapshot, and what there is to say of it.
pub(super) fn snapshot_state(state: &SnapshotState) -> (Word, Option<String>) {
    match state {
        SnapshotState::Same => ("same".into(), None),
        SnapshotState::Different(difference) => ("different".into(), Some(difference.clone())),
        SnapshotState::Missing => ("missing".into(), None),
        SnapshotState::Written => ("written".into(), None),
        SnapshotState::Failed(reason) => ("failed".into(), Some(reason.clone())),
    }
}

/// The same, back.
pub(super) fn read_snapshot_state(word: &str, detail: Option<String>) -> Result<SnapshotState, Strange> {
    match word {
        "same" => Ok(SnapshotState::Same),
        "different" => Ok(SnapshotState::Different(detail.unwrap_or_default())),
        "missing" => Ok(SnapshotState::Missing),
        "written" => Ok(SnapshotState::Written),
        "failed" => Ok(SnapshotState::Failed(detail.unwrap_or_default())),
        _ => Err(format!("`{word}` is nothing that comes of a snapshot")),
    }
}

/// Milliseconds, to the microsecond: finer than any clock of a run means something.
pub(super) fn milliseconds(time: Duration) -> f64 {
    time.as_micros() as f64 / 1e3
}

/// The same, back; what is no time is none.
pub(super) fn time(milliseconds: f64) -> Duration {
    Duration::from_micros((milliseconds * 1e3).round() as u64)
}

/// Whether a flag need not be written.
#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde asks for a reference")]
pub(super) fn unset(flag: &bool) -> bool {
    !flag
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_time_comes_back_to_the_microsecond() {
        for micros in [0, 1, 999, 1_234_567, 3_600_000_001] {
            let one = Duration::from_micros(micros);
            assert_eq!(time(milliseconds(one)), one);
        }
        assert_eq!(time(f64::NAN), Duration::ZERO);
        assert_eq!(time(-1.0), Duration::ZERO);
    }

    #[test]
    fn every_word_comes_back_and_another_is_told() {
        for one in Verdict::ALL {
            assert_eq!(verdict(one.word()), Ok(*one));
        }
        for one in KINDS {
            assert_eq!(finding_kind(one.word()), Ok(*one));
        }
        for one in CLASSES {
            assert_eq!(failure_class(one.words()), Ok(*one));
        }
        assert_eq!(value(SPEAKERS, "ghost"), Err("`ghost` is none of `customer`, `flow`, `bot`".to_owned()));
    }
}
