//! The rules, in the order in which they are asked. None of them guesses: what no rule decides is not known.

use std::collections::BTreeSet;

use super::data::{self, Data};
use super::timing;
use crate::event::{CaseReport, Classification, FailureClass, SnapshotState, Verdict};
use crate::evidence::{Evidence, Finding, FindingKind};
use crate::parity::About;
use crate::trace::ActionId;

/// Whether the org runs the flow that the file holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Published {
    /// It does.
    Same,
    /// It does not, and what differs: a lowercase fragment.
    Other(String),
    /// Nobody could tell, and why.
    Unknown(String),
}

/// The runs of one case.
#[derive(Debug, Clone, Copy)]
pub struct Attempts<'a> {
    /// Against the live org.
    pub live: &'a CaseReport,
    /// Offline, as written.
    pub offline: &'a CaseReport,
    /// Offline with the live conversation's data, where there is such a run.
    pub replayed: Option<&'a CaseReport>,
    /// Whether the org runs the file's flow.
    pub published: &'a Published,
    /// What comparisons know besides.
    pub about: About<'a>,
}

/// What the live failure is called; none where the live run did not fail.
pub fn classify(attempts: &Attempts<'_>) -> Option<Classification> {
    let live = attempts.live;
    if live.verdict.is_green() {
        return None;
    }
    let mut class = decide(attempts);
    if let (FailureClass::ChangedData | FailureClass::TimingOrOrder, Published::Unknown(why)) =
        (class.class, attempts.published)
    {
        class.reasons.push(format!("whether the org runs the file's flow is not known: {why}"));
    }
    Some(class)
}

fn decide(attempts: &Attempts<'_>) -> Classification {
    let live = attempts.live;
    if let Some(reason) = unjudged(live) {
        return Classification::not_known(reason);
    }
    if let Published::Other(what) = attempts.published {
        return Classification::new(FailureClass::AnotherVersion, what.clone());
    }
    let offline = attempts.offline;
    if let Some(why) = not_run(offline) {
        return by_replay(attempts, &why);
    }
    if offline.verdict != Verdict::Passed {
        return red_offline(live, offline);
    }
    if let Some(refusal) = timing::refusal(live) {
        return Classification::not_known(refusal);
    }
    let Some(replayed) = attempts.replayed else { return by_paths(attempts) };
    match replayed.verdict {
        Verdict::Passed => {
            green_twice(attempts, replayed, "offline it is green as written and with the live conversation's data")
        }
        Verdict::Failed | Verdict::Errored => red_replay(attempts, replayed),
        other => Classification::not_known(format!(
            "the replay of the live data could not be judged: it is {}",
            other.word()
        )),
    }
}

/// Why the live run says nothing of the flow.
fn unjudged(live: &CaseReport) -> Option<String> {
    let reason = live.reason.as_deref().map(|reason| format!(": {reason}")).unwrap_or_default();
    if lacks_a_snapshot(live) {
        return Some("nothing failed: a snapshot is missing".to_owned());
    }
    match live.verdict {
        Verdict::Unfit => Some(format!("the org could not be used{reason}")),
        Verdict::Interrupted => Some(format!("the live run did not come to its end{reason}")),
        Verdict::Unverifiable => Some("nothing failed: a part of what is expected could not be observed".to_owned()),
        _ if live.evidence.is_none() => Some(format!("nothing was observed{reason}")),
        _ => None,
    }
}

/// Whether nothing but a snapshot that nobody has accepted yet keeps the run from being green.
fn lacks_a_snapshot(live: &CaseReport) -> bool {
    let mut failed = live.findings.iter().filter(|finding| !finding.unverifiable).peekable();
    failed.peek().is_some()
        && failed.all(|finding| finding.kind == FindingKind::Snapshot)
        && !live.snapshots.iter().any(|snapshot| matches!(snapshot.state, SnapshotState::Different(_)))
}

/// Why the case does not run offline as it is written, where it does not.
fn not_run(offline: &CaseReport) -> Option<String> {
    match offline.verdict {
        Verdict::Skipped => Some(offline.reason.clone().unwrap_or_else(|| "it is skipped there".to_owned())),
        Verdict::Unsupported => Some(in_words(offline)),
        _ => None,
    }
}

/// Where only the live data can be replayed: they tell timing from the rest, and no more, since nothing says what the data should be.
fn by_replay(attempts: &Attempts<'_>, why: &str) -> Classification {
    let cannot = format!("as written the case cannot run offline: {why}");
    let Some(replayed) = attempts.replayed else { return Classification::not_known(cannot) };
    if let Some(refusal) = timing::refusal(attempts.live) {
        return Classification::not_known(refusal);
    }
    match replayed.verdict {
        Verdict::Passed => {
            green_twice(attempts, replayed, "offline, with the live conversation's data, the case is green")
        }
        Verdict::Failed | Verdict::Errored if same_failures(attempts.live, replayed) => {
            Classification::not_known(format!(
                "{cannot}; with the live conversation's data it fails there in the same way, so it is the flow's logic or the org's data, and no timing"
            ))
        }
        _ => Classification::not_known(cannot),
    }
}

fn red_offline(live: &CaseReport, offline: &CaseReport) -> Classification {
    if same_failures(live, offline) {
        let reason = format!("offline it fails in the same way: {}", in_words(offline));
        return Classification::new(FailureClass::FlowLogic, reason);
    }
    Classification::not_known(format!("offline it is not green either, in another way: {}", in_words(offline)))
}

fn red_replay(attempts: &Attempts<'_>, replayed: &CaseReport) -> Classification {
    let live = attempts.live;
    let reason = if same_failures(live, replayed) {
        "offline it is green as written, and fails in the same way with the live conversation's data"
    } else if same_way(live, replayed) {
        "offline it is green as written, and takes the live path with the live conversation's data"
    } else {
        let reason = "with the live conversation's data it fails offline, in another way";
        return Classification::not_known(format!("{reason}: {}", in_words(replayed)));
    };
    let mut class = Classification::new(FailureClass::ChangedData, reason);
    match data::seen(live, attempts.offline, &attempts.about) {
        Data::Changed { words, .. } => class.reasons.extend(words),
        Data::Same => class.reasons.push("which data, the path does not show".to_owned()),
        Data::Unseen(why) => class.reasons.push(format!("which data, the path does not show: {why}")),
    }
    class
}

/// Where the live data were not replayed: the two paths alone must show that they were the same, or that all else follows from them.
fn by_paths(attempts: &Attempts<'_>) -> Classification {
    let green = "offline the same case is green";
    match data::seen(attempts.live, attempts.offline, &attempts.about) {
        Data::Same => {
            let reason = format!("{green}, and as far as it came the org gave what the scenario says");
            green_twice(attempts, attempts.offline, &reason)
        }
        Data::Changed { words, explain_all: true } => {
            let reason = format!("{green}, and all that differs follows from what the org gave");
            let mut class = Classification::new(FailureClass::ChangedData, reason);
            class.reasons.extend(words);
            class
        }
        Data::Changed { words, explain_all: false } => {
            let reason =
                format!("{green}; the org gave other data, and something differs that does not follow from it");
            let mut class = Classification::not_known(reason);
            class.reasons.extend(words);
            class
        }
        Data::Unseen(why) => {
            Classification::not_known(format!("{green}; whether the org gave other data is not seen: {why}"))
        }
    }
}

fn green_twice(attempts: &Attempts<'_>, green: &CaseReport, reason: &str) -> Classification {
    match timing::seen(attempts.live, green, &attempts.about) {
        Ok(seen) => {
            let mut class = Classification::new(FailureClass::TimingOrOrder, reason);
            class.reasons.extend(seen);
            class
        }
        Err(why) => Classification::not_known(format!("{reason}; {why}")),
    }
}

/// Whether all that failed in the live run fails in the other too. A run that failed without a finding (a time-out) is like another that did.
fn same_failures(live: &CaseReport, other: &CaseReport) -> bool {
    let (mine, theirs) = (failures(live), failures(other));
    if mine.is_empty() {
        return theirs.is_empty() && live.verdict == other.verdict;
    }
    mine.is_subset(&theirs)
}

/// What failed, by part and expectation. The place is left out: a replay stands in a text of its own.
fn failures(report: &CaseReport) -> BTreeSet<(&'static str, &str)> {
    let failed = report.findings.iter().filter(|finding| !finding.unverifiable);
    failed.map(|finding| (finding.kind.word(), finding.expected.as_str())).collect()
}

/// Whether both took the same actions and left them by the same outputs.
fn same_way(live: &CaseReport, other: &CaseReport) -> bool {
    let (Some(live), Some(other)) = (way(live), way(other)) else { return false };
    !live.is_empty() && live == other
}

pub(super) fn way(report: &CaseReport) -> Option<Vec<(&ActionId, Option<&str>)>> {
    let evidence: &Evidence = report.evidence.as_ref().filter(|evidence| evidence.path_is_partial.is_none())?;
    Some(evidence.path.value()?.iter().map(|taken| (&taken.id, taken.output.as_deref())).collect())
}

/// The first thing that failed.
fn in_words(report: &CaseReport) -> String {
    let words = |finding: &Finding| format!("expected {}, went {}", finding.expected, finding.went);
    let first = report.findings.iter().find(|finding| !finding.unverifiable).map(words);
    first.or_else(|| report.reason.clone()).unwrap_or_else(|| report.verdict.word().to_owned())
}
